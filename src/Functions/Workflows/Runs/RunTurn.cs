using Cadenza.Domain.Workflows;
using Cadenza.Functions.Timing;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Workflows.Runs;

/// <summary>One turn of a run's driver: does what is due now, stores it, and says when to wake up again.</summary>
internal sealed class RunTurn(WorkflowStore workflows, CompiledWorkflows plans, RunStore runs, RunEngine engine, RunSaving keeper, EarlierEvents earlier, TimeProvider clock)
{
    /// <summary>Does the turn. Idempotent: it goes on from what is stored, and who is faster wins.</summary>
    public Task<DriverDirective> AdvanceAsync(RunKey key, CancellationToken cancellation) => OptimisticWrite.RunAsync(() => TryAdvanceAsync(key, cancellation));

    private async Task<DriverDirective> TryAdvanceAsync(RunKey key, CancellationToken cancellation)
    {
        var (organization, id) = (OrganizationId.Parse(key.Organization), WorkflowId.Parse(key.Workflow));
        if (await workflows.GetAsync(organization, id, cancellation) is not { Workflow: { } workflow }) return DriverDirective.Done;
        if (await runs.GetAsync(organization, id, RunId.Parse(key.Run), cancellation) is not { } read || read.Run.IsOver) return DriverDirective.Done;
        if (await plans.FindAsync(organization, id, read.Run.Version, cancellation) is not { } plan) return DriverDirective.Done;
        if (workflow.Status == WorkflowStatus.Cancelled)
        {
            await keeper.SaveAsync(organization, read, new RunProgress(read.Run.Cancel("workflow_cancelled", clock.GetUtcNow()), []), workflow.Clock, cancellation);
            return DriverDirective.Done;
        }

        if (workflow.Status == WorkflowStatus.Paused) return DriverDirective.SleepUntil(null);
        var stored = read;
        try
        {
            while (true)
            {
                var progress = await engine.AdvanceAsync(
                    new RunToAdvance(organization, plan, workflow.Clock, stored.Run),
                    async kept => stored = await keeper.SaveAsync(organization, stored, kept, workflow.Clock, cancellation),
                    cancellation);
                if (progress.Run == stored.Run && progress.Events.Count == 0) await keeper.RepeatAsync(organization, progress.Run, workflow.Clock, cancellation);
                else stored = await keeper.SaveAsync(organization, stored, progress, workflow.Clock, cancellation);
                if (stored.Run.IsOver) return DriverDirective.Done;
                if (await earlier.TellAsync(organization, plan.Program, stored.Run, cancellation) is not { } told)
                    return DriverDirective.SleepUntil(RunSaving.DueAt(stored.Run, workflow.Clock));
                stored = await keeper.SaveAsync(organization, stored, new RunProgress(told, []), workflow.Clock, cancellation);
            }
        }
        catch (Exception fault) when (fault.IsLasting())
        {
            await keeper.SaveAsync(organization, stored, new RunProgress(engine.Broken(plan, stored.Run, fault), []), workflow.Clock, cancellation);
            return DriverDirective.Done;
        }
    }
}
