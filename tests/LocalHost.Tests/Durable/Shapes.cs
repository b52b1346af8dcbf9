using System.Collections.Concurrent;
using Microsoft.DurableTask;

namespace Cadenza.LocalHost.Tests.Durable;

/// <summary>
/// Orchestrators of several shapes, for tests that hold for any. Each ends when it is nudged often enough, where a
/// nudge is an event "go" and an hour; what activities were run is counted.
/// </summary>
internal sealed class Shapes
{
    public static readonly string[] Names =
        ["sequence", "fan-out", "race", "retry", "children", "catch", "loop", "timeouts", "ids", "send", "driver"];

    private readonly ConcurrentDictionary<string, int> _runs = new();

    /// <summary>How often each activity was run, by its input.</summary>
    public IReadOnlyDictionary<string, int> Runs => _runs;

    public void AddTo(TestHub hub)
    {
        hub.Activity("work", input =>
        {
            _runs.AddOrUpdate(input!, 1, (_, runs) => runs + 1);
            return $"<{input!.Trim('"')}>";
        });
        hub.Activity("fail", input =>
        {
            _runs.AddOrUpdate(input!, 1, (_, runs) => runs + 1);
            return input!.EndsWith("2\"", StringComparison.Ordinal) ? "third time" : throw new InvalidDataException($"failure {input}");
        });
        hub.Orchestrator("sequence", Sequence).Orchestrator("fan-out", FanOut).Orchestrator("race", Race).Orchestrator("retry", Retry)
            .Orchestrator("children", Children).Orchestrator("child", Child).Orchestrator("catch", Catch).Orchestrator("loop", Loop)
            .Orchestrator("timeouts", Timeouts).Orchestrator("ids", Ids).Orchestrator("send", Send).Orchestrator("driver", Driver);
    }

    private static Task<string> Work(TaskOrchestrationContext context, string what) =>
        context.CallActivityAsync<string>("work", $"{context.InstanceId}/{what}");

    private static async Task<object?> Sequence(TaskOrchestrationContext context)
    {
        var result = "";
        for (var i = 0; i < 3; i++)
        {
            result += await Work(context, $"{i}");
            await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
        }

        return result;
    }

    private static async Task<object?> FanOut(TaskOrchestrationContext context)
    {
        var first = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => Work(context, $"a{i}")));
        var second = await Task.WhenAll(first.Select((_, i) => Work(context, $"b{i}")));
        return first.Concat(second).ToArray();
    }

    private static async Task<object?> Race(TaskOrchestrationContext context)
    {
        using var cancel = new CancellationTokenSource();
        var timer = context.CreateTimer(TimeSpan.FromDays(1), cancel.Token);
        var bell = context.WaitForExternalEvent<string>("go", cancel.Token);
        var work = Work(context, "x");
        var first = await Task.WhenAny(timer, bell);
        cancel.Cancel();
        return $"{(first == bell ? "bell" : "timer")} {await work}";
    }

    private static async Task<object?> Retry(TaskOrchestrationContext context)
    {
        var policy = new RetryPolicy(2, TimeSpan.FromMinutes(1));
        try
        {
            await context.CallActivityAsync<string>("fail", $"{context.InstanceId}/0", TaskOptions.FromRetryPolicy(policy));
        }
        catch (TaskFailedException)
        {
            context.SetCustomStatus("failed twice");
        }

        return await context.CallActivityAsync<string>("fail", $"{context.InstanceId}/2");
    }

    private static async Task<object?> Children(TaskOrchestrationContext context) =>
        await Task.WhenAll(Enumerable.Range(0, 3).Select(i => context.CallSubOrchestratorAsync<string>("child", i)));

    private static async Task<object?> Child(TaskOrchestrationContext context)
    {
        await context.CreateTimer(TimeSpan.FromMinutes(context.Input<int>()), CancellationToken.None);
        return await context.CallActivityAsync<string>("work", $"{context.Parent!.InstanceId}/child {context.Input<int>()}");
    }

    private static async Task<object?> Catch(TaskOrchestrationContext context)
    {
        var done = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            try
            {
                done.Add(await context.CallActivityAsync<string>("fail", $"{context.InstanceId}/{i}"));
            }
            catch (TaskFailedException failed)
            {
                done.Add(await Work(context, $"undo {i} {failed.FailureDetails.IsCausedBy<InvalidDataException>()}"));
            }
        }

        return done;
    }

    private static async Task<object?> Loop(TaskOrchestrationContext context)
    {
        var n = context.Input<int>();
        await Work(context, $"{n}");
        await context.WaitForExternalEvent<string>("go");
        if (n < 3) context.ContinueAsNew(n + 1);
        return n;
    }

    private static async Task<object?> Timeouts(TaskOrchestrationContext context)
    {
        var log = new List<string>();
        while (log.Count < 4)
        {
            try
            {
                log.Add(await context.WaitForExternalEvent<string>(log.Count % 2 == 0 ? "go" : "never", TimeSpan.FromMinutes(10)));
            }
            catch (TaskCanceledException)
            {
                log.Add("timeout");
            }
        }

        return log.Count;
    }

    private static async Task<object?> Ids(TaskOrchestrationContext context)
    {
        var first = context.NewGuid();
        var start = context.CurrentUtcDateTime;
        await context.CreateTimer(TimeSpan.FromMinutes(5), CancellationToken.None);
        await context.CallActivityAsync<string>("work", $"{context.InstanceId}/{(first == Guid.Empty ? "empty" : "id")}");
        return (context.CurrentUtcDateTime - start >= TimeSpan.FromMinutes(5)) && first != context.NewGuid();
    }

    private static async Task<object?> Send(TaskOrchestrationContext context)
    {
        context.SendEvent(context.InstanceId, "note", "to myself");
        var note = await context.WaitForExternalEvent<string>("note");
        context.SendEvent("nobody", "note", note);
        return await Work(context, note);
    }

    /// <summary>The way the app's own drivers work: advance, wait for an alarm or the doorbell, start over.</summary>
    private static async Task<object?> Driver(TaskOrchestrationContext context)
    {
        var turn = context.Input<int>();
        for (var i = 0; i < 2; i++, turn++)
        {
            await Work(context, $"plan {turn}");
            await Task.WhenAll(Enumerable.Range(0, 3).Select(chunk => Work(context, $"chunk {turn} {chunk}")));
            if (turn >= 3) return turn;
            using var cancel = new CancellationTokenSource();
            await Task.WhenAny(context.CreateTimer(TimeSpan.FromMinutes(30), cancel.Token), context.WaitForExternalEvent<string>("go", cancel.Token));
            cancel.Cancel();
        }

        context.ContinueAsNew(turn);
        return null;
    }
}
