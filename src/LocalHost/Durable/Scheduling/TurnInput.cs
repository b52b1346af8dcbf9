using Cadenza.LocalHost.Durable.History;
using Cadenza.LocalHost.Durable.Hub;
using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask.Protobuf;

namespace Cadenza.LocalHost.Durable.Scheduling;

/// <summary>What a turn is to be run with.</summary>
/// <param name="State">The generation it is for.</param>
/// <param name="Events">What has happened to it.</param>
/// <param name="IsNew">Whether a client, or a parent, begins the orchestration anew with it.</param>
internal sealed record TurnInput(InstanceState State, List<HistoryEvent> Events, bool IsNew)
{
    /// <summary>Chooses from the messages what concerns the generation that runs, or the one they begin; null when nothing does.</summary>
    /// <param name="before">What is stored of it.</param>
    /// <param name="unrun">The stored events that its first turn begins with, if that was not run yet.</param>
    /// <param name="messages">What has come.</param>
    /// <param name="now">The time of the turn.</param>
    public static TurnInput? Gather(InstanceState? before, IReadOnlyList<HistoryEvent> unrun, IReadOnlyList<Message> messages, DateTimeOffset now)
    {
        var at = Timestamp.FromDateTimeOffset(now);
        var first = LastStart(messages);
        var state = first >= 0 ? InstanceState.Begin(before, messages[first].Happened!.ExecutionStarted, now) : before;
        if (state is null) return null;
        var events = first >= 0 ? [Stamped(messages[first].Happened!, at)] : new List<HistoryEvent>(unrun);
        foreach (var timer in state.Open.Due(now.UtcDateTime)) events.Add(HistoryEvents.TimerFired(timer.Id, new DateTime(timer.FireAt, DateTimeKind.Utc), at));
        var answered = new HashSet<int>();
        var news = first >= 0 ? 1 : events.Count - unrun.Count;
        foreach (var message in messages.Skip(first + 1))
        {
            if (message.Happened is not { } happened || !IsExpected(state, message, answered)) continue;
            events.Add(Stamped(happened, at));
            news++;
        }

        var isEarly = state.StartAt > now && news == 0;
        return events.Count == 0 || isEarly ? null : new TurnInput(state, events, first >= 0);
    }

    private static int LastStart(IReadOnlyList<Message> messages)
    {
        for (var i = messages.Count - 1; i >= 0; i--)
        {
            if (messages[i].Happened?.ExecutionStarted is not null) return i;
        }

        return -1;
    }

    /// <summary>Whether it is for this generation, which still waits for it: after a crash an answer may come twice.</summary>
    private static bool IsExpected(InstanceState state, Message message, HashSet<int> answered)
    {
        if (message.Execution is { } execution && execution != state.Execution) return false;
        if (OpenWork.Answered(message.Happened!) is not { } id) return true;
        return (state.Open.Has(id, OpenKind.Activity) || state.Open.Has(id, OpenKind.Child)) && answered.Add(id);
    }

    private static HistoryEvent Stamped(HistoryEvent happened, Timestamp at)
    {
        happened.Timestamp = at;
        return happened;
    }
}
