using Cadenza.LocalHost.Durable.Hub;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Cadenza.LocalHost.Tests.Durable;

public sealed class CrashTests
{
    public static TheoryData<string> AllShapes => [.. Shapes.Names];

    [Theory]
    [MemberData(nameof(AllShapes))]
    public async Task Recover_WhenKilledAtAnyWrite_EndsAsIfNothingHadHappened(string shape)
    {
        await using var hub = new TestHub();
        var shapes = new Shapes();
        shapes.AddTo(hub);
        await hub.StartAsync();
        var undisturbed = new Run(hub, shapes, "undisturbed", shape);
        var expected = await undisturbed.FinishAsync();

        foreach (var applied in (bool[])[false, true])
        {
            for (var write = 1; ; write++)
            {
                var run = new Run(hub, shapes, $"{applied}-{write}", shape);
                var wasKilled = await run.KillAtAsync(write, applied);
                var output = await run.FinishAsync();
                Assert.Equal(expected.Replace("undisturbed", run.Id, StringComparison.Ordinal), output);
                run.AssertRuns(undisturbed);
                if (wasKilled) continue;
                Assert.True(write > 2, "Hardly anything was written.");
                break;
            }
        }
    }

    [Fact]
    public async Task Recover_WhenAnActivityWasRunning_RunsItAgain()
    {
        var (runs, started, never) = (0, new TaskCompletionSource(), new TaskCompletionSource());
        await using var hub = await TestHub.StartAsync(
            async context => await context.CallActivityAsync<string>("work"),
            hub => hub.ActivityAsync("work", async _ =>
            {
                if (Interlocked.Increment(ref runs) > 1) return "done";
                started.SetResult();
                await never.Task;
                return "too late";
            }));
        await hub.Client.ScheduleNewOrchestrationInstanceAsync("main", new StartOrchestrationOptions("x"), TestContext.Current.CancellationToken);
        await started.Task;

        await hub.CrashAndRestartAsync();
        var metadata = await hub.Client.WaitForInstanceCompletionAsync("x", true, TestContext.Current.CancellationToken);

        Assert.Equal("done", metadata.ReadOutputAs<string>());
        Assert.Equal(2, runs);
        never.SetResult();
    }

    [Fact]
    public async Task Recover_WhenAnOldProcessStillWrites_ItsWritesAreRefused()
    {
        var release = new TaskCompletionSource();
        await using var hub = await TestHub.StartAsync(
            async context => await context.CallActivityAsync<string>("work"),
            hub => hub.ActivityAsync("work", async _ =>
            {
                await release.Task;
                return "done";
            }));
        await hub.Client.ScheduleNewOrchestrationInstanceAsync("main", new StartOrchestrationOptions("x"), TestContext.Current.CancellationToken);
        var old = hub.Engine;
        await hub.LoseLeaseAsync();
        await hub.StartAsync();

        release.SetResult();
        var lost = await Assert.ThrowsAnyAsync<Exception>(() => old.Stopped);
        var metadata = await hub.Client.WaitForInstanceCompletionAsync("x", true, TestContext.Current.CancellationToken);

        Assert.Contains("taken over", lost.Message, StringComparison.Ordinal);
        Assert.Equal("done", metadata.ReadOutputAs<string>());
        await using var server = await HubServer.StartAsync(() => old, TestContext.Current.CancellationToken);
        var refused = await Assert.ThrowsAsync<RpcException>(() => server.Client.RaiseEventAsync("x", "go", TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.Unavailable, refused.StatusCode);
    }

    [Fact]
    public async Task Recover_WhenStorageFailsForAWhile_LosesNothing()
    {
        await using var hub = new TestHub();
        var store = new FlakyStore(hub.NewStore());
        hub.Store = store;
        var shapes = new Shapes();
        shapes.AddTo(hub);
        await hub.StartAsync();
        store.FailEvery(3);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            hub.Client.ScheduleNewOrchestrationInstanceAsync("fan-out", null, new StartOrchestrationOptions($"x{i}"), TestContext.Current.CancellationToken)));
        await hub.Engine.IdleAsync();

        store.FailEvery(int.MaxValue);
        for (var i = 0; i < 20; i++) Assert.Equal(OrchestrationRuntimeStatus.Completed, await hub.StatusAsync($"x{i}"));
        Assert.All(shapes.Runs.Values, runs => Assert.Equal(1, runs));
        Assert.True(store.Failures > 0);
    }

    /// <summary>One orchestration that is killed once, at a chosen write, and then driven to its end.</summary>
    private sealed class Run(TestHub hub, Shapes shapes, string id, string shape)
    {
        /// <summary>What had run when the process died, and how much of that was stored as answered.</summary>
        private readonly Dictionary<string, (int Runs, int Answered)> _atDeath = [];

        public string Id => id;

        public async Task<bool> KillAtAsync(int write, bool applied)
        {
            var store = new FaultyStore(hub.NewStore());
            await RestartAsync(store);
            store.FailFrom(write, applied);
            var driving = DriveAsync();
            var first = await Task.WhenAny(driving, store.Down);
            await hub.Engine.AbandonAsync();
            if (first == driving) await driving;
            else await Record.ExceptionAsync(() => driving);
            hub.Store = null;
            await RememberCompletedAsync();
            await hub.StartAsync();
            return store.Down.IsCompleted;
        }

        public async Task<string> FinishAsync()
        {
            await DriveAsync();
            return (await hub.GetAsync(id)).SerializedOutput!;
        }

        /// <summary>What was stored as answered when the process died must not have run again; the rest at most once more.</summary>
        public void AssertRuns(Run undisturbed)
        {
            foreach (var (input, runs) in Runs())
            {
                var usual = undisturbed.Runs()[input];
                Assert.InRange(runs, usual, usual + 1);
                if (_atDeath.TryGetValue(input, out var then)) Assert.InRange(runs - then.Runs, 0, usual - then.Answered);
            }
        }

        private Dictionary<string, int> Runs() => shapes.Runs
            .Where(run => run.Key.StartsWith($"\"{id}/", StringComparison.Ordinal))
            .ToDictionary(run => run.Key[(run.Key.IndexOf('/') + 1)..], run => run.Value);

        private async Task RestartAsync(FaultyStore store)
        {
            await hub.Engine.DisposeAsync();
            hub.Store = store;
            await hub.StartAsync();
        }

        private async Task DriveAsync()
        {
            await ScheduleAsync();
            for (var nudge = 0; nudge < 20; nudge++)
            {
                await hub.Engine.IdleAsync();
                if (await hub.Client.GetInstanceAsync(id, TestContext.Current.CancellationToken) is { IsCompleted: true } ended)
                {
                    Assert.True(ended.RuntimeStatus == OrchestrationRuntimeStatus.Completed, ended.FailureDetails?.ErrorMessage);
                    return;
                }

                await hub.RaiseAsync(id, "go", "ring");
                await hub.AdvanceAsync(TimeSpan.FromHours(1));
            }

            throw new InvalidOperationException($"{shape} does not end.");
        }

        private async Task ScheduleAsync()
        {
            if (await hub.Client.GetInstanceAsync(id, TestContext.Current.CancellationToken) is null)
                await hub.Client.ScheduleNewOrchestrationInstanceAsync(shape, 0, new StartOrchestrationOptions(id), TestContext.Current.CancellationToken);
        }

        private async Task RememberCompletedAsync()
        {
            var store = hub.NewStore();
            var partition = HubKeys.Partition(HubKeys.ShardOf(id));
            var row = await store.GetAsync(partition, HubKeys.ActiveRow(id), CancellationToken.None) ?? await store.GetAsync(partition, HubKeys.EndedRow(id), CancellationToken.None);
            if (row is null) return;
            var events = await new HubReader(store).HistoryAsync(id, InstanceState.Read(row), CancellationToken.None);
            var answered = events.Select(OpenWork.Answered).ToHashSet();
            foreach (var calls in events.Where(happened => happened.TaskScheduled is not null).GroupBy(call => Work(call.TaskScheduled.Input)))
                _atDeath[calls.Key] = (Runs().GetValueOrDefault(calls.Key), calls.Count(call => answered.Contains(call.EventId)));
        }

        /// <summary>What an activity was asked for, as it is counted: without the array around its input.</summary>
        private static string Work(string input) => input[(input.IndexOf('/', StringComparison.Ordinal) + 1)..^1];
    }
}
