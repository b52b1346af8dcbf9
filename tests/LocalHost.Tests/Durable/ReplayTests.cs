using Cadenza.LocalHost.Durable.Execution;
using Cadenza.LocalHost.Durable.History;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cadenza.LocalHost.Tests.Durable;

public sealed class ReplayTests
{
    public static TheoryData<string> AllShapes => [.. Shapes.Names];

    [Theory]
    [MemberData(nameof(AllShapes))]
    public async Task Replay_AfterEveryPrefixOfItsHistory_AsksForTheSame(string shape)
    {
        await using var hub = new TestHub();
        new Shapes().AddTo(hub);
        await hub.StartAsync();
        await RunToEndAsync(hub, shape, suspend: true);
        var turns = await hub.HistoryAsync("x");
        var host = new OrchestrationHost(hub.Functions, NullLoggerFactory.Instance);

        for (var prefix = 0; prefix < turns.Count; prefix++)
        {
            var orchestration = prefix == 0
                ? new Orchestration("x", turns[0].OfType<ExecutionStarted>().Single(), host, NotExpected)
                : Replay.Run("x", turns[..prefix], host, NotExpected);
            Assert.Null(orchestration.End);

            orchestration.BeginTurn(turns[prefix].OfType<TurnStarted>().Single().At, replaying: false);
            foreach (var happened in turns[prefix].Where(item => item is not (TurnStarted or Scheduled or ExecutionEnded)))
                Assert.True(orchestration.Apply(happened), $"{happened} was not expected");

            Assert.Equal(turns[prefix].OfType<Scheduled>(), orchestration.TakeScheduled());
            Assert.Equal(turns[prefix].OfType<ExecutionEnded>().SingleOrDefault(), orchestration.End);
        }
    }

    [Theory]
    [MemberData(nameof(AllShapes))]
    public async Task Run_WhenEveryTurnIsReplayed_EndsAsWithoutReplays(string shape)
    {
        var outputs = new List<string?>();
        foreach (var live in (int[])[0, 1000])
        {
            await using var hub = new TestHub();
            hub.Options = hub.Options with { LiveOrchestrations = live };
            new Shapes().AddTo(hub);
            await hub.StartAsync();
            outputs.Add((await RunToEndAsync(hub, shape, suspend: false)).SerializedOutput);
        }

        Assert.NotNull(outputs[0]);
        Assert.Equal(outputs[1], outputs[0]);
    }

    private static async Task<OrchestrationMetadata> RunToEndAsync(TestHub hub, string shape, bool suspend)
    {
        await hub.ScheduleAsync(0, "x", shape);
        for (var nudge = 0; nudge < 20; nudge++)
        {
            var metadata = await hub.GetAsync("x");
            if (metadata.RuntimeStatus == OrchestrationRuntimeStatus.Completed) return metadata;
            Assert.False(metadata.IsCompleted, metadata.FailureDetails?.ErrorMessage);
            if (suspend && nudge == 1) await hub.Client.SuspendInstanceAsync("x", TestContext.Current.CancellationToken);
            await hub.RaiseAsync("x", "go", "ring");
            await hub.AdvanceAsync(TimeSpan.FromHours(1));
            if (suspend && nudge == 1) await hub.Client.ResumeInstanceAsync("x", TestContext.Current.CancellationToken);
            await hub.Engine.IdleAsync();
        }

        throw new InvalidOperationException($"{shape} does not end.");
    }

    private static void NotExpected() => throw new InvalidOperationException("Left its thread.");
}
