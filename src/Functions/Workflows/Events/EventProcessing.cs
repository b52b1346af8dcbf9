using System.Collections.Concurrent;
using Azure;
using Cadenza.Domain.Execution;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Events;
using Cadenza.Functions.Timing;
using Cadenza.Functions.Workflows.Runs;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Workflows.Events;

/// <summary>
/// Works events off: starts the runs that they start, carries those to their end that need no waiting, and wakes runs that
/// waited for them. Done again after a crash it finds what was decided, and effects that happened do not happen again.
/// </summary>
internal sealed class EventProcessing(EventIntake intake, RunStarter starts, WaitingRunNotifier waits)
{
    /// <summary>Works events off, of one or several organizations.</summary>
    /// <param name="events">The events.</param>
    /// <param name="isReceived">Whether they are in the inbox already.</param>
    /// <param name="sentAt">When they were put into the queue, for those that do not say when they were taken in.</param>
    /// <param name="doorbells">Starts the drivers of runs that have to wait.</param>
    /// <param name="cancellation">Gives up; the same events are worked off again then.</param>
    public async Task DoAsync(IReadOnlyList<CloudEvent> events, bool isReceived, DateTimeOffset sentAt, Doorbells doorbells, CancellationToken cancellation)
    {
        foreach (var own in events.GroupBy(one => one.Organization))
        {
            var organization = OrganizationId.Parse(own.Key);
            var decided = await intake.DecideAsync(organization, [.. own], isReceived, cancellation);
            await waits.TellAsync(organization, decided, doorbells, cancellation);
            await starts.RunAsync(organization, decided, sentAt, doorbells, cancellation);
        }
    }
}

/// <summary>Starts the runs that events ask for, and carries those to their end that need not wait.</summary>
internal sealed class RunStarter(CompiledWorkflows plans, RunStore runs, RunEngine engine, RunSaving keeper, EventQueue events)
{
    private const int MaxAtOnce = 16;

    /// <summary>Starts the runs of events, and carries each as far as it goes without waiting.</summary>
    public async Task RunAsync(
        OrganizationId organization, IReadOnlyList<DecidedEvent> decided, DateTimeOffset sentAt, Doorbells doorbells, CancellationToken cancellation)
    {
        var ended = new ConcurrentBag<RunProgress>();
        await Parallel.ForEachAsync(
            decided.SelectMany(one => one.Outcomes.Where(outcome => outcome.Run is not null).Select(outcome => (one, outcome))),
            new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce, CancellationToken = cancellation },
            async (start, token) =>
            {
                var trigger = start.one.Trigger.ReceivedAt is null ? start.one.Trigger with { ReceivedAt = sentAt } : start.one.Trigger;
                if (await RunAsync(organization, trigger, start.one.IsFresh, start.outcome, doorbells, token) is { } progress) ended.Add(progress);
            });
        var emitted = ended.SelectMany(progress => progress.Events).ToList();
        if (emitted.Count > 0) await events.SendAsync(emitted, cancellation);
        foreach (var own in ended.GroupBy(progress => progress.Run.Workflow))
        {
            foreach (var batch in own.Select(progress => progress.Run).Chunk(RunStore.MaxSaved)) await SaveAsync(organization, own.Key, batch, cancellation);
        }
    }

    // A run that ended and is not stored yet, or null when nothing is left to store.
    private async Task<RunProgress?> RunAsync(
        OrganizationId organization, RunTrigger trigger, bool isFresh, EventOutcome outcome, Doorbells doorbells, CancellationToken cancellation)
    {
        var id = outcome.Run!.Value;
        var key = new RunKey(organization.ToString(), outcome.Workflow.ToString(), id.ToString());
        var stored = isFresh ? null : await runs.GetAsync(organization, outcome.Workflow, id, cancellation);
        if (stored is { Run.IsOver: true }) return null;
        if (stored is not null)
        {
            await doorbells.RingRunAsync(key, cancellation);
            return null;
        }

        if (await plans.FindAsync(organization, outcome.Workflow, outcome.Version, cancellation) is not { } plan) return null;
        var begun = Interpreter.Begin(
            new Run(id, outcome.Workflow, outcome.Version, outcome.Serial, outcome.Cause, outcome.IsTest, trigger, id.At), plan.Program);
        if (outcome.Reason is { } reason) return new RunProgress(begun.End(RunStatus.Canceled, reason, id.At), []);
        StoredRun? kept = null;
        var clock = plan.Program.HasWaits ? await plans.ClockAsync(organization, outcome.Workflow, cancellation) : default;
        try
        {
            var progress = await engine.AdvanceAsync(
                new RunToAdvance(organization, plan, clock, begun),
                async so => kept = await keeper.SaveAsync(organization, kept, so, clock, cancellation),
                cancellation);
            if (kept is null && progress.Run.IsOver) return progress;
            await keeper.SaveAsync(organization, kept, progress, clock, cancellation);
            if (!progress.Run.IsOver) await doorbells.RingRunAsync(key, cancellation);
        }
        catch (RequestFailedException error) when (error.IsConflict() || error.IsStale())
        {
            // The same event is being worked off elsewhere, and was faster; if that ends half-way, the run's driver goes on.
            await doorbells.RingRunAsync(key, cancellation);
        }
        catch (Exception fault) when (fault.IsLasting())
        {
            await SaveBrokenAsync(organization, plan, kept, begun, fault, cancellation);
        }

        return null;
    }

    // What started the run may be what cannot be stored: a run that is not stored yet is stored without it.
    private async Task SaveBrokenAsync(OrganizationId organization, CompiledWorkflow plan, StoredRun? kept, Run run, Exception fault, CancellationToken cancellation)
    {
        var outline = kept?.Run ?? run with { Trigger = run.Trigger with { Data = new TriggerData(Value.Null, Value.Null, Value.Null) } };
        var broken = engine.Broken(plan, outline, fault);
        var clock = await plans.ClockAsync(organization, run.Workflow, cancellation);
        await keeper.SaveAsync(organization, kept, new RunProgress(broken, []), clock, cancellation);
    }

    private async Task SaveAsync(OrganizationId organization, WorkflowId workflow, Run[] batch, CancellationToken cancellation)
    {
        try
        {
            await keeper.SaveEndedAsync(organization, workflow, batch, cancellation);
        }
        catch (Exception error) when (batch.Length > 1 && (error.IsLasting() || error is RequestFailedException { Status: 409 }))
        {
            foreach (var run in batch) await SaveAsync(organization, workflow, [run], cancellation);
        }
        catch (RequestFailedException error) when (error.IsConflict())
        {
            // The same event was worked off elsewhere, to the same end.
        }
        catch (Exception fault) when (fault.IsLasting())
        {
            if (await plans.FindAsync(organization, workflow, batch[0].Version, cancellation) is not { } plan) throw;
            await SaveBrokenAsync(organization, plan, null, batch[0] with { Journal = [], Position = plan.Program.Entry, Weight = 0 }, fault, cancellation);
        }
    }
}
