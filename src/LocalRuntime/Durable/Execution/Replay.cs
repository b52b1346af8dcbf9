using Cadenza.LocalRuntime.Durable.History;

namespace Cadenza.LocalRuntime.Durable.Execution;

/// <summary>Brings an orchestration back to where it was by running its code over its history.</summary>
internal static class Replay
{
    /// <summary>
    /// Runs the code over the turns of one generation. When it does not do what history says it did, the result has
    /// failed and says why.
    /// </summary>
    public static Orchestration Run(string instanceId, IReadOnlyList<List<HistoryEvent>> turns, OrchestrationHost host, Action onForeignThread)
    {
        var started = turns.Count == 0 ? null : turns[0].OfType<ExecutionStarted>().FirstOrDefault();
        if (started is null) throw new InvalidDataException($"The history of orchestration '{instanceId}' does not begin with its start.");
        var orchestration = new Orchestration(instanceId, started, host, onForeignThread);
        foreach (var turn in turns)
        {
            if (RunTurn(orchestration, turn) is not { } difference) continue;
            orchestration.Fail(difference);
            break;
        }

        return orchestration;
    }

    private static NonDeterministicException? RunTurn(Orchestration orchestration, List<HistoryEvent> turn)
    {
        var name = orchestration.Started.Name;
        foreach (var happened in turn)
        {
            if (happened is Scheduled or ExecutionEnded) continue;
            if (happened is TurnStarted begun) orchestration.BeginTurn(begun.At, replaying: true);
            else if (orchestration.End is { Failure: { } failure }) return NonDeterministicException.For(name, Describe(happened), $"a failure ({failure.Type}: {failure.Message})");
            else if (orchestration.IsOver) return NonDeterministicException.For(name, Describe(happened), "its end");
            else if (!orchestration.Apply(happened)) return NonDeterministicException.For(name, Describe(happened), "nothing that waits for it");
        }

        return Compare(name, [.. turn.OfType<Scheduled>()], orchestration.TakeScheduled());
    }

    private static NonDeterministicException? Compare(string name, List<Scheduled> expected, List<Scheduled> found)
    {
        for (var i = 0; i < Math.Max(expected.Count, found.Count); i++)
        {
            var (then, now) = (Describe(expected.ElementAtOrDefault(i)), Describe(found.ElementAtOrDefault(i)));
            if (then != now) return NonDeterministicException.For(name, then, now);
        }

        return null;
    }

    private static string Describe(Scheduled? scheduled) => scheduled is null ? "nothing" : $"{scheduled.Describe()} (#{scheduled.Id})";

    private static string Describe(HistoryEvent happened) => happened switch
    {
        TaskCompleted completed => $"the result of #{completed.Id}",
        TaskFailed failed => $"the failure of #{failed.Id}",
        TimerFired fired => $"timer #{fired.Id} fired",
        EventRaised raised => $"event '{raised.Name}'",
        _ => happened.GetType().Name,
    };
}
