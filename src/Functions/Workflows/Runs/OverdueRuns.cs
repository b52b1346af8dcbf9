using Cadenza.Domain.Workflows;
using Cadenza.Functions.Timing;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Workflows.Runs;

/// <summary>Idle runs whose ring or timer was lost.</summary>
internal sealed class OverdueRuns(RunStore runs, WorkflowStore workflows) : IOverdue<RunKey>
{
    /// <inheritdoc/>
    public async Task<bool> WakeAsync(Due<RunKey> entry, Doorbells doorbells, CancellationToken cancellation)
    {
        var stands = await StandsAsync(entry, cancellation);
        if (stands) await doorbells.RingRunAsync(entry.Key, cancellation);
        return stands;
    }

    // While the workflow stands still nothing is due; the end of the pause rings all of them.
    private async Task<bool> StandsAsync(Due<RunKey> entry, CancellationToken cancellation)
    {
        var (organization, id) = (OrganizationId.Parse(entry.Key.Organization), WorkflowId.Parse(entry.Key.Workflow));
        return await runs.GetAsync(organization, id, RunId.Parse(entry.Key.Run), cancellation) is { Run: { IsOver: false } run }
            && await workflows.GetAsync(organization, id, cancellation) is { Workflow: { Status: not WorkflowStatus.Paused } workflow }
            && RunSaving.DueAt(run, workflow.Clock) is { } at
            && at <= entry.At;
    }
}
