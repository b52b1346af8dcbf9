using Cadenza.Domain.Execution;
using Cadenza.Domain.Values;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Platform.Caching;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Workflows;

/// <summary>A version, ready to run.</summary>
internal sealed record CompiledWorkflow(WorkflowId Workflow, int Version, int Serial, WorkflowProgram Program);

/// <summary>The plans in use. What a version does never changes, so what was compiled once stays true.</summary>
internal sealed class CompiledWorkflows(WorkflowStore workflows)
{
    private const int MaxCached = 5000;

    private readonly LoadingCache<VersionKey<WorkflowId>, CompiledWorkflow?> _plans = new(
        MaxCached,
        async key => await workflows.GetVersionAsync(key.Organization, key.Id, key.Version, CancellationToken.None) is { } stored
            ? new CompiledWorkflow(key.Id, key.Version, stored.Serial, WorkflowProgram.Compile(stored.Content))
            : null);

    /// <summary>The plan of a version, or null when there is no such version.</summary>
    public ValueTask<CompiledWorkflow?> FindAsync(OrganizationId organization, WorkflowId id, int version, CancellationToken cancellation) =>
        _plans.GetAsync(new(organization, id, version), cancellation);

    /// <summary>The clock of a workflow now; one that never stood still when there is no such workflow.</summary>
    public async Task<ActiveClock> ClockAsync(OrganizationId organization, WorkflowId id, CancellationToken cancellation) =>
        (await workflows.GetAsync(organization, id, cancellation))?.Workflow.Clock ?? default;
}
