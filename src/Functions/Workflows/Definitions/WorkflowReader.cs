using Cadenza.Domain.Workflows;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Workflows.Definitions;

/// <summary>Finds workflows for the surfaces that show them.</summary>
internal sealed class WorkflowReader(WorkflowStore workflows)
{
    /// <summary>The workflow with this id in any of its forms (G7), or null.</summary>
    public async Task<StoredWorkflow?> FindAsync(OrganizationId organization, string id, CancellationToken cancellation) =>
        WorkflowId.TryParse(id, out var workflow) ? await workflows.GetAsync(organization, workflow, cancellation) : null;

    /// <summary>The workflow with its newest version, which edits begin with (A2); null when it is gone.</summary>
    public Task<WorkflowView?> NewestAsync(StoredWorkflow stored, CancellationToken cancellation) =>
        VersionAsync(stored, stored.Workflow.NewestVersion, cancellation);

    /// <summary>The workflow with the version that runs, or with the newest where none does (D1); null when it is gone.</summary>
    public Task<WorkflowView?> CurrentAsync(StoredWorkflow stored, CancellationToken cancellation) =>
        VersionAsync(stored, stored.Workflow.LiveVersion ?? stored.Workflow.NewestVersion, cancellation);

    /// <summary>The workflow with one version; null when there is none of that number.</summary>
    public async Task<WorkflowView?> VersionAsync(StoredWorkflow stored, int number, CancellationToken cancellation) =>
        await workflows.GetVersionAsync(stored.Workflow.Organization, stored.Workflow.Id, number, cancellation) is { } version
            ? new WorkflowView(stored, version)
            : null;

    /// <summary>Those with a version each, in their order; without those that go meanwhile.</summary>
    public static async Task<IReadOnlyList<WorkflowView>> AllAsync(
        IEnumerable<StoredWorkflow> stored, Func<StoredWorkflow, CancellationToken, Task<WorkflowView?>> read, CancellationToken cancellation) =>
        [.. (await AtOnce.AllAsync(stored, one => read(one, cancellation))).OfType<WorkflowView>()];
}
