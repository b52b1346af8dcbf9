using Cadenza.LocalHost.Durable.History;
using Cadenza.LocalHost.Durable.Hub;
using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask.Protobuf;

namespace Cadenza.LocalHost.Durable.Scheduling;

/// <summary>Runs an orchestration over the messages it has got, and gathers what is to be stored of that and then done.</summary>
internal sealed class TurnRunner(TurnCall call, HubReader reader, TimeProvider clock)
{
    // One that starts over without ever waiting must not keep its turn from being stored.
    private const int MostGenerations = 2;

    /// <summary>The turn; null when there was nothing to run.</summary>
    /// <exception cref="WorkerUnavailableException">Nothing has happened; it is to be tried again.</exception>
    public async Task<Turn?> RunAsync(Instance instance, IReadOnlyList<Message> messages, CancellationToken cancellation)
    {
        var before = instance.State;
        // Time does not go back for an orchestration, whatever the clock does.
        var now = before is not null && before.UpdatedAt > clock.GetUtcNow() ? before.UpdatedAt : clock.GetUtcNow();
        try
        {
            var unrun = before is { StartAt: not null } ? instance.Unrun ?? await reader.HistoryAsync(instance.Id, before, cancellation).ConfigureAwait(false) : [];
            if (TurnInput.Gather(before, unrun, messages, now) is not { } input) return null;
            var turn = await RunAsync(instance, input, now, cancellation).ConfigureAwait(false);
            instance.Unrun = turn.After is { StartAt: { } startAt } && startAt <= now ? turn.History : null;
            return turn;
        }
        catch (InvalidDataException damaged) when (before is not null)
        {
            var failed = TurnOutcome.Of(before, [HistoryEvents.TurnStarted(Timestamp.FromDateTimeOffset(now))], Responses.Unreadable(instance.Id, damaged, before.CustomStatus));
            return new Turn(failed.State, failed.History, [], IsNew: false);
        }
    }

    private async Task<Turn> RunAsync(Instance instance, TurnInput input, DateTimeOffset now, CancellationToken cancellation)
    {
        var at = Timestamp.FromDateTimeOffset(now);
        var sent = new List<OrchestratorAction>();
        var (state, events) = (input.State, input.Events);
        for (var generation = 1; ; generation++)
        {
            var outcome = await RunAsync(instance, state, events, now, cancellation).ConfigureAwait(false);
            if (outcome is null) return new Turn(state, events, sent, input.IsNew);
            if (outcome.Next is null)
            {
                sent.AddRange(outcome.Sent);
                sent.AddRange(await EndedChildrenAsync(instance, state, outcome, cancellation).ConfigureAwait(false));
                return new Turn(outcome.State, outcome.History, sent, input.IsNew);
            }

            sent.AddRange(outcome.SentToOthers(instance.Id));
            events = outcome.NextEvents(instance.Id, at);
            state = Begin(outcome.State, events[0].ExecutionStarted, now);
            if (generation == MostGenerations) return new Turn(state, events, sent, input.IsNew);
        }
    }

    /// <summary>Runs one generation; null when its time has not come.</summary>
    private async Task<TurnOutcome?> RunAsync(Instance instance, InstanceState state, List<HistoryEvent> events, DateTimeOffset now, CancellationToken cancellation)
    {
        var turn = new List<HistoryEvent>(events.Count + 1) { HistoryEvents.TurnStarted(Timestamp.FromDateTimeOffset(now)) };
        turn.AddRange(events);
        if (state.StartAt is not { } startAt || startAt <= now)
            return TurnOutcome.Of(state, turn, await call.RunAsync(instance, state, turn, cancellation).ConfigureAwait(false));
        var terminated = events.FirstOrDefault(happened => happened.ExecutionTerminated is not null)?.ExecutionTerminated;
        return terminated is null ? null : TurnOutcome.Of(state, turn, Responses.Terminated(terminated.Input));
    }

    /// <summary>Orders for the children of one that was terminated with all that belongs to it.</summary>
    private async Task<IEnumerable<OrchestratorAction>> EndedChildrenAsync(Instance instance, InstanceState before, TurnOutcome outcome, CancellationToken cancellation)
    {
        if (outcome.State.Status != OrchestrationStatus.Terminated || !before.Open.HasChildren) return [];
        if (!outcome.History.Any(happened => happened.ExecutionTerminated is { Recurse: true })) return [];
        var past = await reader.HistoryAsync(instance.Id, before, cancellation).ConfigureAwait(false);
        return past
            .Where(happened => happened.SubOrchestrationInstanceCreated is not null && before.Open.Has(happened.EventId, OpenKind.Child))
            .Select(happened => new OrchestratorAction { TerminateOrchestration = new() { InstanceId = happened.SubOrchestrationInstanceCreated.InstanceId, Recurse = true } });
    }

    private static InstanceState Begin(InstanceState ended, ExecutionStartedEvent started, DateTimeOffset now)
    {
        var begun = InstanceState.Begin(ended, started, now);
        return begun with
        {
            Origin = begun.Origin with { CreatedAt = ended.Origin.CreatedAt },
            Status = OrchestrationStatus.Running,
            CustomStatus = ended.CustomStatus,
            IsStatusInherited = true,
        };
    }
}
