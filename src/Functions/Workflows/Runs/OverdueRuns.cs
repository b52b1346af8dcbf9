using Cadenza.Domain.Organizations;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Timing;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Workflows.Runs;

/// <summary>Finds idle runs whose ring or timer was lost, and wakes them.</summary>
internal sealed class OverdueRuns(RunDueStore due, RunStore runs, WorkflowStore workflows, TimeProvider clock)
{
    /// <summary>How long after its time an entry counts as lost.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Wakes what is overdue, and forgets entries that stand for nothing.</summary>
    public async Task WakeAsync(Doorbells doorbells, CancellationToken cancellation)
    {
        await foreach (var entry in due.ListAsync(clock.GetUtcNow() - Patience, cancellation))
        {
            if (await StandsAsync(entry, cancellation)) await doorbells.RingRunAsync(entry.Key, cancellation);
            else await due.RemoveAsync(entry, cancellation);
        }
    }

    // While the workflow stands still nothing is due; the end of the pause rings all of them.
    private async Task<bool> StandsAsync(RunDue entry, CancellationToken cancellation)
    {
        var (organization, id) = (OrganizationId.Parse(entry.Key.Organization), WorkflowId.Parse(entry.Key.Workflow));
        return await runs.GetAsync(organization, id, RunId.Parse(entry.Key.Run), cancellation) is { Run: { IsOver: false } run }
            && await workflows.GetAsync(organization, id, cancellation) is { Workflow: { Status: not WorkflowStatus.Paused } workflow }
            && RunSaving.DueAt(run, workflow.Clock) is { } at
            && at <= entry.At;
    }
}
