using System.Collections.Concurrent;
using Cadenza.Domain.Execution;
using Cadenza.Domain.Organizations;
using Cadenza.Domain.Values;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Workflows;

/// <summary>A version, ready to run.</summary>
internal sealed record CompiledWorkflow(WorkflowId Workflow, int Version, int Serial, WorkflowProgram Program);

/// <summary>The plans in use. What a version does never changes, so what was compiled once stays true.</summary>
internal sealed class CompiledWorkflows(WorkflowStore workflows)
{
    private const int MaxCached = 5000;
    private readonly ConcurrentDictionary<(WorkflowId Id, int Version), CompiledWorkflow> _plans = new();

    /// <summary>The plan of a version, or null when there is no such version.</summary>
    public async ValueTask<CompiledWorkflow?> FindAsync(OrganizationId organization, WorkflowId id, int version, CancellationToken cancellation)
    {
        if (_plans.TryGetValue((id, version), out var known)) return known;
        if (await workflows.GetVersionAsync(organization, id, version, cancellation) is not { } stored) return null;
        var plan = new CompiledWorkflow(id, version, stored.Serial, WorkflowProgram.Compile(stored.Content));
        if (_plans.Count >= MaxCached) _plans.Clear();
        return _plans.GetOrAdd((id, version), plan);
    }

    /// <summary>The clock of a workflow now; one that never stood still when there is no such workflow.</summary>
    public async Task<ActiveClock> ClockAsync(OrganizationId organization, WorkflowId id, CancellationToken cancellation) =>
        (await workflows.GetAsync(organization, id, cancellation))?.Workflow.Clock ?? default;
}
