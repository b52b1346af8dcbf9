using Cadenza.Domain.Execution;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Events.Storage;
using Cadenza.Functions.Timing;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Workflows.Runs;

/// <summary>What came of a command to a run.</summary>
/// <param name="Run">The run as it is now; null when there is none.</param>
/// <param name="IsRefused">Whether its status does not allow the command.</param>
internal sealed record RunChange(Run? Run, bool IsRefused);

/// <summary>What somebody does to a run: end it, or have it take the step it failed at once more.</summary>
internal sealed class WorkflowRunCommands(WorkflowStore workflows, RunStore runs, RunSaving keeper, EventStore inbox, TimeProvider clock)
{
    /// <summary>Ends a run that is not over. What it is doing at this moment is finished; nothing further is done.</summary>
    public Task<RunChange> CancelAsync(OrganizationId organization, WorkflowId workflow, RunId run, Doorbells doorbells, CancellationToken cancellation) =>
        ChangeAsync(organization, workflow, run, stored => stored.IsOver ? null : stored.Cancel("canceled_by_user", clock.GetUtcNow()), doorbells, cancellation);

    /// <summary>Has a failed run go on from the step it failed at; what it did before stays done.</summary>
    public Task<RunChange> RetryAsync(OrganizationId organization, WorkflowId workflow, RunId run, Doorbells doorbells, CancellationToken cancellation) =>
        ChangeAsync(organization, workflow, run, stored => stored.Retry(clock.GetUtcNow()), doorbells, cancellation);

    private async Task<RunChange> ChangeAsync(
        OrganizationId organization, WorkflowId workflow, RunId id, Func<Run, Run?> change, Doorbells doorbells, CancellationToken cancellation)
    {
        var result = await OptimisticWrite.RunAsync(async () =>
        {
            if (await workflows.GetAsync(organization, workflow, cancellation) is not { Workflow: { } stored }
                || await runs.GetAsync(organization, workflow, id, cancellation) is not { } read) return new RunChange(null, false);
            if (change(read.Run) is not { } changed) return new RunChange(read.Run, true);
            if (changed.Trigger.IsOutline && await inbox.GetEventAsync(organization, changed.Trigger.Event, cancellation) is { } happening)
                changed = changed with { Trigger = changed.Trigger with { Data = EventTrigger.Of(changed.Trigger.Event, happening).Data } };
            await keeper.SaveAsync(organization, read, new RunProgress(changed, []), stored.Clock, cancellation);
            return new RunChange(changed, false);
        });
        if (result is { Run: not null, IsRefused: false })
            await doorbells.RingRunAsync(new RunKey(organization.ToString(), workflow.ToString(), id.ToString()), cancellation);
        return result;
    }
}
