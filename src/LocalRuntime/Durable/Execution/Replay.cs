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
            else if (!orchestration.Apply(happened)) return NonDeterministicException.For(name, Describe(happened), orchestration.IsOver ? Nothing(orchestration) : "nothing that waits for it");
        }

        return Compare(orchestration, [.. turn.OfType<Scheduled>()], orchestration.TakeScheduled());
    }

    private static NonDeterministicException? Compare(Orchestration orchestration, List<Scheduled> expected, List<Scheduled> found)
    {
        for (var i = 0; i < Math.Max(expected.Count, found.Count); i++)
        {
            var (then, now) = (Describe(expected.ElementAtOrDefault(i)) ?? "nothing", Describe(found.ElementAtOrDefault(i)) ?? Nothing(orchestration));
            if (then != now) return NonDeterministicException.For(orchestration.Started.Name, then, now);
        }

        return null;
    }

    private static string? Describe(Scheduled? scheduled) => scheduled is null ? null : $"{scheduled.Describe()} (#{scheduled.Id})";

    private static string Nothing(Orchestration orchestration) => orchestration switch
    {
        { End.Failure: { } failure } => $"a failure ({failure.Type}: {failure.Message})",
        { IsOver: true } => "its end",
        _ => "nothing",
    };

    private static string Describe(HistoryEvent happened) => happened switch
    {
        TaskCompleted completed => $"the result of #{completed.Id}",
        TaskFailed failed => $"the failure of #{failed.Id}",
        TimerFired fired => $"timer #{fired.Id} fired",
        EventRaised raised => $"event '{raised.Name}'",
        _ => happened.GetType().Name,
    };
}
