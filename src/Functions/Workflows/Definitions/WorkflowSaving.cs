using Azure;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Workflows.Runs;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Workflows.Definitions;

/// <summary>Stores changed workflows, and has those runs and leads woken that stood still before and go on now, whichever surface let them.</summary>
internal sealed class WorkflowSaving(WorkflowStore workflows, IWorkflowFollower leads, RunWakeUps runs)
{
    /// <summary>Stores a change as <see cref="WorkflowStore.SaveAsync"/> does.</summary>
    /// <exception cref="RequestFailedException">409 or 412: somebody else's change came first.</exception>
    public async Task<StoredWorkflow> SaveAsync(StoredWorkflow read, Workflow changed, WorkflowContent? added, CancellationToken cancellation)
    {
        var before = read.Workflow;
        var goesOn = before.Status != changed.Status && (before.Status == WorkflowStatus.Paused || changed.Status == WorkflowStatus.Active);
        var wake = goesOn ? await leads.PrepareAsync(changed, cancellation) : null;
        var stored = await workflows.SaveAsync(read, changed, added, null, cancellation);
        if (wake is null) return stored;
        await wake(cancellation);
        await runs.RequestAsync(changed, cancellation);
        return stored;
    }
}
