using Cadenza.LocalHost.Durable.History;
using Cadenza.LocalHost.Durable.Hub;
using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask.Protobuf;

namespace Cadenza.LocalHost.Durable.Scheduling;

/// <summary>What came of a turn of one generation.</summary>
/// <param name="State">The generation after it.</param>
/// <param name="History">What it adds to history.</param>
/// <param name="Sent">Events for other orchestrations, or for itself.</param>
/// <param name="Next">Set when the generation ends to let another begin.</param>
internal sealed record TurnOutcome(InstanceState State, IReadOnlyList<HistoryEvent> History, IReadOnlyList<OrchestratorAction> Sent, CompleteOrchestrationAction? Next)
{
    /// <summary>Applies the worker's response to what the turn was run with.</summary>
    public static TurnOutcome Of(InstanceState state, IReadOnlyList<HistoryEvent> came, OrchestratorResponse response)
    {
        var at = came[0].Timestamp;
        var history = new List<HistoryEvent>(came);
        var sent = new List<OrchestratorAction>();
        CompleteOrchestrationAction? end = null;
        foreach (var action in response.Actions)
        {
            if (HistoryEvents.Of(action, at) is { } left) history.Add(left);
            if (action.SendEvent is not null) sent.Add(action);
            end ??= action.CompleteOrchestration;
        }

        history.Add(HistoryEvents.TurnCompleted(at));
        var next = end is { OrchestrationStatus: OrchestrationStatus.ContinuedAsNew } ? end : null;
        return new TurnOutcome(After(state, history, at, next is null ? end : null, response.CustomStatus), history, sent, next);
    }

    /// <summary>The events that the next generation begins with: its start, what this one had not read, and what came too late for it.</summary>
    public List<HistoryEvent> NextEvents(string instanceId, Timestamp at)
    {
        var started = State.Origin.Start(instanceId, NewExecution(), Next!.Result);
        if (!string.IsNullOrEmpty(Next.NewVersion)) started.Version = Next.NewVersion;
        List<HistoryEvent> events =
        [
            HistoryEvents.Started(started),
            // The worker hands unread events on by sending them to the same orchestration.
            .. Sent.Where(action => IsTo(instanceId, action)).Select(action => HistoryEvents.Raised(action.SendEvent.Name, action.SendEvent.Data)),
            .. Next.CarryoverEvents,
        ];
        foreach (var happened in events) happened.Timestamp = at;
        return events;
    }

    /// <summary>What was sent to other orchestrations.</summary>
    public IEnumerable<OrchestratorAction> SentToOthers(string instanceId) => Sent.Where(action => !IsTo(instanceId, action));

    public static string NewExecution() => Guid.NewGuid().ToString("N");

    private static bool IsTo(string instanceId, OrchestratorAction action) => action.SendEvent.Instance.InstanceId == instanceId;

    private static InstanceState After(InstanceState before, List<HistoryEvent> history, Timestamp at, CompleteOrchestrationAction? end, string? customStatus)
    {
        var status = end?.OrchestrationStatus ?? Status(before.Status, history);
        return before with
        {
            Status = status,
            UpdatedAt = at.ToDateTimeOffset(),
            Turns = before.Turns + 1,
            StartAt = null,
            Open = end is null ? before.Open.After(history) : OpenWork.None,
            // A status of null is none at all, unless an older generation's still stands.
            CustomStatus = customStatus ?? (before.IsStatusInherited ? before.CustomStatus : null),
            IsStatusInherited = before.IsStatusInherited && customStatus is null,
            Ending = end is null ? null : new Ending(end.Result, end.FailureDetails),
        };
    }

    private static OrchestrationStatus Status(OrchestrationStatus before, List<HistoryEvent> history)
    {
        for (var i = history.Count - 1; i >= 0; i--)
        {
            if (history[i].ExecutionSuspended is not null) return OrchestrationStatus.Suspended;
            if (history[i].ExecutionResumed is not null) return OrchestrationStatus.Running;
        }

        return before == OrchestrationStatus.Suspended ? OrchestrationStatus.Suspended : OrchestrationStatus.Running;
    }
}
