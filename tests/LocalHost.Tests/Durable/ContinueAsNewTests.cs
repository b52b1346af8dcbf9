using Cadenza.TestKit;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Cadenza.LocalHost.Tests.Durable;

public sealed class ContinueAsNewTests
{
    [Fact]
    public async Task ContinueAsNew_WhenTheCodeReturns_StartsOverWithTheNewInput()
    {
        await using var hub = await TestHub.StartAsync(async context =>
        {
            var n = context.Input<int>();
            if (n == 5) return n;
            await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            context.ContinueAsNew(n + 1);
            return "ignored";
        });
        var id = await hub.ScheduleAsync(0);

        await hub.AdvanceAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(5, await hub.OutputAsync<int>(id));
    }

    [Fact]
    public async Task ContinueAsNew_WhenEventsAreUnread_KeepsThemInOrder()
    {
        await using var hub = await TestHub.StartAsync(ReadOneEventAGeneration(preserve: true));
        var id = await hub.ScheduleAsync(new List<int>());

        await hub.RaiseAsync(id, "n", 1);
        await hub.RaiseAsync(id, "n", 2);
        await hub.RaiseAsync(id, "n", 3);
        await hub.CrashAndRestartAsync();
        for (var i = 0; i < 2; i++) await hub.RaiseAsync(id, "next");

        Assert.Equal([1, 2, 3], await hub.OutputAsync<List<int>>(id));
    }

    [Fact]
    public async Task ContinueAsNew_WhenTold_DropsUnreadEvents()
    {
        await using var hub = await TestHub.StartAsync(ReadOneEventAGeneration(preserve: false));
        var id = await hub.ScheduleAsync(new List<int>());

        await hub.RaiseAsync(id, "n", 1);
        await hub.RaiseAsync(id, "n", 2);
        for (var i = 0; i < 3; i++) await hub.RaiseAsync(id, "next");
        await hub.RaiseAsync(id, "n", 3);
        Assert.Equal(OrchestrationRuntimeStatus.Running, await hub.StatusAsync(id));
        await hub.RaiseAsync(id, "next");
        await hub.RaiseAsync(id, "n", 4);

        Assert.Equal([1, 3, 4], await hub.OutputAsync<List<int>>(id));
    }

    [Fact]
    public async Task ContinueAsNew_WhenEventsRainAllTheTime_LosesNone()
    {
        const int Count = 300;
        await using var hub = await TestHub.StartAsync(
            async context =>
            {
                var sum = context.Input<List<int>>()!;
                // Two reads a generation, each with a time-out that may win, and always more events on the way.
                for (var i = 0; i < 2; i++)
                {
                    if (sum[0] == Count) return sum[1];
                    try
                    {
                        sum = [sum[0] + 1, sum[1] + await context.WaitForExternalEvent<int>("n", TimeSpan.FromSeconds(1))];
                    }
                    catch (TaskCanceledException)
                    {
                    }
                }

                context.ContinueAsNew(sum);
                return null;
            },
            hub => hub.Options = hub.Options with { MaxSessions = 0 });
        await hub.ScheduleAsync(new List<int> { 0, 0 }, "rain");

        var raising = Parallel.ForEachAsync(Enumerable.Range(1, Count), TestContext.Current.CancellationToken, async (n, cancellation) =>
        {
            await hub.Client.RaiseEventAsync("rain", "n", n, cancellation);
            if (n % 10 == 0) hub.Clock.Advance(TimeSpan.FromSeconds(1));
        });
        await raising;
        await hub.Engine.IdleAsync();

        Assert.Equal(Count * (Count + 1) / 2, await hub.OutputAsync<int>("rain"));
    }

    [Fact]
    public async Task ContinueAsNew_WhenAnActivityRuns_WaitsForItAndIgnoresItsResult()
    {
        var release = new TaskCompletionSource();
        await using var hub = await TestHub.StartAsync(
            async context =>
            {
                if (context.Input<int>() == 0)
                {
                    _ = context.CallActivityAsync<string>("slow");
                    await context.WaitForExternalEvent<string>("go");
                    context.ContinueAsNew(1);
                    return null;
                }

                return await context.CallActivityAsync<string>("fast");
            },
            hub =>
            {
                // A worker that holds the orchestration in memory forgets, at the next turn, that it is to start over.
                hub.Options = hub.Options with { MaxSessions = 0 };
                hub.Activity("fast", _ => "new").ActivityAsync("slow", async _ =>
                {
                    await release.Task;
                    return "old";
                });
            });
        await hub.Client.ScheduleNewOrchestrationInstanceAsync("main", 0, new StartOrchestrationOptions("x"), TestContext.Current.CancellationToken);

        await hub.Client.RaiseEventAsync("x", "go", TestContext.Current.CancellationToken);
        Assert.Equal(OrchestrationRuntimeStatus.Running, await hub.StatusAsync("x"));
        release.SetResult();
        await hub.Client.WaitForInstanceCompletionAsync("x", TestContext.Current.CancellationToken);

        Assert.Equal("new", await hub.OutputAsync<string>("x"));
    }

    [Fact]
    public async Task ContinueAsNew_WhenAThousandTimes_KeepsHistorySmall()
    {
        await using var hub = await TestHub.StartAsync(async context =>
        {
            var n = context.Input<int>();
            await context.CallActivityAsync("work");
            if (n < 1000) context.ContinueAsNew(n + 1);
            return n;
        });
        hub.Activity("work", _ => null);

        var id = await hub.ScheduleAsync(1);

        Assert.Equal(1000, await hub.OutputAsync<int>(id));
        Assert.InRange((await hub.HistoryRowsAsync(id)).Count, 1, 8);
    }

    [Fact]
    public async Task ContinueAsNew_WhenTheCodeNeverWaits_OthersStillRun()
    {
        await using var hub = await TestHub.StartAsync(
            context =>
            {
                context.ContinueAsNew();
                return Task.FromResult<object?>(null);
            },
            hub =>
            {
                hub.Options = hub.Options with { MaxConcurrentOrchestrators = 1 };
                hub.Orchestrator("other", _ => Task.FromResult<object?>("ran"));
            });
        await hub.Client.ScheduleNewOrchestrationInstanceAsync("main", new StartOrchestrationOptions("spin"), TestContext.Current.CancellationToken);

        var other = await hub.Client.ScheduleNewOrchestrationInstanceAsync("other", TestContext.Current.CancellationToken);
        var metadata = await hub.Client.WaitForInstanceCompletionAsync(other, true, TestContext.Current.CancellationToken);
        await hub.Client.TerminateInstanceAsync("spin", TestContext.Current.CancellationToken);

        Assert.Equal("ran", metadata.ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, await hub.StatusAsync("spin"));
    }

    [Fact]
    public async Task ContinueAsNew_WhenTheCodeNeverWaits_GoesOnAfterACrashAndTakesWhatComes()
    {
        var generation = 0;
        await using var hub = await TestHub.StartAsync(context =>
        {
            generation = context.Input<int>();
            context.ContinueAsNew(generation + 1);
            return Task.FromResult<object?>(null);
        });
        await hub.Client.ScheduleNewOrchestrationInstanceAsync("main", 0, new StartOrchestrationOptions("spin"), TestContext.Current.CancellationToken);
        await Eventually.True(() => generation > 10, "it goes on");

        await hub.Engine.AbandonAsync();
        var before = generation;
        await hub.StartAsync();
        await Eventually.True(() => generation > before + 10, "it goes on after the crash");
        await hub.Client.TerminateInstanceAsync("spin", TestContext.Current.CancellationToken);

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, await hub.StatusAsync("spin"));
        Assert.InRange((await hub.HistoryRowsAsync("spin")).Count, 1, 4);
    }

    [Fact]
    public async Task ContinueAsNew_WhenACustomStatusIsSet_KeepsItUntilAnother()
    {
        await using var hub = await TestHub.StartAsync(
            async context =>
            {
                if (context.Input<int>() == 0) context.SetCustomStatus("first");
                await context.WaitForExternalEvent<string>("go");
                context.ContinueAsNew(1);
                return null;
            },
            hub => hub.Options = hub.Options with { MaxSessions = 0 });
        var id = await hub.ScheduleAsync(0);

        await hub.RaiseAsync(id, "go");
        await hub.RaiseAsync(id, "go");

        Assert.Equal("first", (await hub.GetAsync(id)).ReadCustomStatusAs<string>());
    }

    private static Func<TaskOrchestrationContext, Task<object?>> ReadOneEventAGeneration(bool preserve) => async context =>
    {
        var read = context.Input<List<int>>()!;
        read.Add(await context.WaitForExternalEvent<int>("n"));
        if (read.Count == 3) return read;
        await context.WaitForExternalEvent<string>("next");
        context.ContinueAsNew(read, preserve);
        return null;
    };
}
