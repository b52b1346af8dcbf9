using System.Text.RegularExpressions;
using Cadenza.LocalHost.Durable.History;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Protobuf;
using Microsoft.DurableTask.Worker.Grpc;

namespace Cadenza.Functions.Tests.Timing.Histories;

/// <summary>What an orchestration went through, as the engine kept it.</summary>
/// <param name="InstanceId">The id of its instance.</param>
/// <param name="Events">Its events, in order.</param>
internal sealed partial record RecordedHistory(string InstanceId, IReadOnlyList<HistoryEvent> Events)
{
    /// <summary>The name of the orchestrator.</summary>
    public string Orchestrator => Events.Select(happened => happened.ExecutionStarted).First(started => started is not null).Name;

    /// <summary>Reads one from a file.</summary>
    public static RecordedHistory Read(string path) =>
        new(Path.GetFileNameWithoutExtension(path), HistoryChunk.Parser.ParseJson(File.ReadAllText(path)).Events);

    /// <summary>Writes it to a file, to be read by people too.</summary>
    public void Write(string path)
    {
        using var compact = JsonDocument.Parse(JsonFormatter.Default.Format(new HistoryChunk { Events = { Events } }));
        File.WriteAllText(path, SourcePlace().Replace(JsonSerializer.Serialize(compact.RootElement, Indented), "") + "\n");
    }

    /// <summary>
    /// Has code go through each turn as the worker would: with what had happened before it and what it was told. What the code
    /// asks for must be what it asked for then.
    /// </summary>
    /// <returns>Each turn that differs, said in words; none for code that can take over what is under way.</returns>
    public IReadOnlyList<string> Replay(ITaskOrchestrator orchestrator)
    {
        var differences = new List<string>();
        var turns = Turns().ToList();
        for (var turn = 0; turn < turns.Count; turn++)
        {
            // The last turn of an instance that is under way may have been told of by no event that ends it.
            var request = new OrchestratorRequest
            {
                InstanceId = InstanceId,
                PastEvents = { turns.Take(turn).SelectMany(earlier => earlier) },
                NewEvents = { turns[turn].Where(IsTold) },
            };
            var answer = GrpcOrchestrationRunner.LoadAndRun(Convert.ToBase64String(request.ToByteArray()), orchestrator);
            var response = OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(answer));
            var (then, now) = (Said(turns[turn].Where(happened => !IsTold(happened))), Said(response.Actions.Select(action => HistoryEvents.Of(action, new Timestamp())!)));
            if (then != now) differences.Add($"turn {turn + 1} asked for [{then}] and asks for [{now}]");
        }

        return differences;
    }

    // Where the code lay on the machine that recorded it is nobody's business.
    [GeneratedRegex(@" in /[^\\""]*?:line \d+")]
    private static partial Regex SourcePlace();

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static bool IsTold(HistoryEvent happened) => happened.EventTypeCase is not (
        HistoryEvent.EventTypeOneofCase.TaskScheduled
        or HistoryEvent.EventTypeOneofCase.TimerCreated
        or HistoryEvent.EventTypeOneofCase.ExecutionCompleted
        or HistoryEvent.EventTypeOneofCase.ContinueAsNew
        or HistoryEvent.EventTypeOneofCase.OrchestratorCompleted);

    private IEnumerable<List<HistoryEvent>> Turns()
    {
        List<HistoryEvent> turn = [];
        foreach (var happened in Events)
        {
            if (happened.OrchestratorStarted is not null && turn.Count > 0)
            {
                yield return turn;
                turn = [];
            }

            turn.Add(happened);
        }

        yield return turn;
    }

    private static string Said(IEnumerable<HistoryEvent> asked) => string.Join("; ", asked.Where(one => one.OrchestratorCompleted is null).Select(Said));

    private static string Said(HistoryEvent asked) => asked switch
    {
        { TaskScheduled: { } task } => $"#{asked.EventId} activity {task.Name} {task.Input}",
        { TimerCreated: { } timer } => $"#{asked.EventId} timer {timer.FireAt}",
        { ExecutionCompleted: { } end } => $"#{asked.EventId} {end.OrchestrationStatus} {end.FailureDetails?.ErrorMessage}",
        _ => asked.ToString(),
    };
}
