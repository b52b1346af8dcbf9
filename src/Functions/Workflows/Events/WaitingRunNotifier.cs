using Cadenza.Domain.Execution;
using Cadenza.Functions.Timing;
using Cadenza.Functions.Workflows.Runs;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Workflows.Events;

/// <summary>Tells runs that wait for an event of those that came.</summary>
internal sealed class WaitingRunNotifier(WaitStore waits, WorkflowStore workflows, CompiledWorkflows plans, RunStore runs, RunSaving keeper, TimeProvider clock)
{
    /// <summary>Tells them. A run that was told already waits no longer, and is not told again.</summary>
    public async Task TellAsync(OrganizationId organization, IReadOnlyList<DecidedEvent> decided, Doorbells doorbells, CancellationToken cancellation)
    {
        foreach (var type in decided.Where(one => one.IsAwaited).GroupBy(one => one.Trigger.Type))
        {
            await foreach (var waiting in waits.ListAsync(organization, type.Key, cancellation))
                await TellAsync(organization, type.Key, waiting, type, doorbells, cancellation);
            foreach (var subject in type.Where(one => one.Trigger.SubjectId is not null).GroupBy(one => one.Trigger.SubjectId!))
            {
                await foreach (var waiting in waits.ListAsync(organization, type.Key, subject.Key, cancellation))
                    await TellAsync(organization, type.Key, waiting, subject, doorbells, cancellation);
            }
        }
    }

    private async Task TellAsync(
        OrganizationId organization, string type, WaitingRun waiting, IEnumerable<DecidedEvent> events, Doorbells doorbells, CancellationToken cancellation)
    {
        foreach (var happening in events)
        {
            if (!await OptimisticWrite.RunAsync(() => TryTellAsync(organization, waiting, type, happening.Trigger, cancellation))) continue;
            await doorbells.RingRunAsync(new RunKey(organization.ToString(), waiting.Workflow.ToString(), waiting.Run.ToString()), cancellation);
            return;
        }
    }

    private async Task<bool> TryTellAsync(OrganizationId organization, WaitingRun waiting, string type, RunTrigger happening, CancellationToken cancellation)
    {
        var stored = await runs.GetAsync(organization, waiting.Workflow, waiting.Run, cancellation);
        if (stored?.Run.Wait?.EventType != type)
        {
            await waits.RemoveAsync(organization, type, waiting, cancellation);
            return false;
        }

        if (await workflows.GetAsync(organization, waiting.Workflow, cancellation) is not { Workflow: { } workflow }
            || await plans.FindAsync(organization, waiting.Workflow, stored.Run.Version, cancellation) is not { } plan) return false;
        var told = Interpreter.Deliver(plan.Program, stored.Run, happening, clock.GetUtcNow());
        if (told == stored.Run) return false;
        await keeper.SaveAsync(organization, stored, new RunProgress(told, []), workflow.Clock, cancellation);
        return true;
    }
}
