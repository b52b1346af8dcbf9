using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Cadenza.LocalHost.Tests.Durable;

public sealed class EventTests
{
    [Fact]
    public async Task RaiseEvent_WhenTheCodeWaits_HandsThePayloadOver()
    {
        await using var hub = await TestHub.StartAsync(async context => await context.WaitForExternalEvent<int[]>("numbers"));
        var id = await hub.ScheduleAsync();

        await hub.RaiseAsync(id, "numbers", new List<int> { 1, 2 });

        Assert.Equal([1, 2], await hub.OutputAsync<List<int>>(id));
    }

    [Fact]
    public async Task RaiseEvent_WhenNobodyWaitsYet_IsKept()
    {
        await using var hub = await TestHub.StartAsync(async context =>
        {
            await context.WaitForExternalEvent<string>("first");
            return await context.WaitForExternalEvent<string>("second");
        });
        var id = await hub.ScheduleAsync();

        await hub.RaiseAsync(id, "second", "early");
        await hub.CrashAndRestartAsync();
        await hub.RaiseAsync(id, "first");

        Assert.Equal("early", await hub.OutputAsync<string>(id));
    }

    [Fact]
    public async Task RaiseEvent_WhenBeforeTheStart_IsKept()
    {
        await using var hub = await TestHub.StartAsync(async context => await context.WaitForExternalEvent<string>("go"));
        await hub.Client.ScheduleNewOrchestrationInstanceAsync("main", new StartOrchestrationOptions("later", hub.Clock.GetUtcNow().AddHours(1)), TestContext.Current.CancellationToken);

        await hub.RaiseAsync("later", "go", "x");
        await hub.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal("x", await hub.OutputAsync<string>("later"));
    }

    [Fact]
    public async Task RaiseEvent_WhenNameDiffersInCase_Matches()
    {
        await using var hub = await TestHub.StartAsync(async context => await context.WaitForExternalEvent<string>("DoorBell"));
        var id = await hub.ScheduleAsync();

        await hub.RaiseAsync(id, "dOORbELL", "ring");

        Assert.Equal("ring", await hub.OutputAsync<string>(id));
    }

    [Fact]
    public async Task RaiseEvent_WhenSeveralOfAName_AreReadInTheirOrder()
    {
        await using var hub = await TestHub.StartAsync(async context =>
        {
            await context.WaitForExternalEvent<string>("go");
            var read = new List<int>();
            for (var i = 0; i < 5; i++) read.Add(await context.WaitForExternalEvent<int>("n"));
            return read;
        });
        var id = await hub.ScheduleAsync();

        for (var i = 0; i < 5; i++) await hub.RaiseAsync(id, "n", i);
        await hub.RaiseAsync(id, "go");

        Assert.Equal([0, 1, 2, 3, 4], await hub.OutputAsync<List<int>>(id));
    }

    [Fact]
    public async Task RaiseEvent_WhenThereIsNoSuchOrchestration_IsRefused()
    {
        await using var hub = await TestHub.StartAsync(async context => await context.WaitForExternalEvent<string>("go"));

        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => hub.RaiseAsync("nobody", "go"))).StatusCode);

        Assert.Null(await hub.Client.GetInstanceAsync("nobody", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task RaiseEvent_WhenItHasEnded_IsRefused()
    {
        await using var hub = await TestHub.StartAsync(_ => Task.FromResult<object?>("done"));
        var id = await hub.ScheduleAsync();

        Assert.Equal(StatusCode.FailedPrecondition, (await Assert.ThrowsAsync<RpcException>(() => hub.RaiseAsync(id, "go"))).StatusCode);

        Assert.Equal("done", await hub.OutputAsync<string>(id));
    }

    [Fact]
    public async Task RaiseEvent_WhenFromManyThreads_LosesNone()
    {
        const int Count = 200;
        await using var hub = await TestHub.StartAsync(async context =>
        {
            var sum = 0;
            for (var i = 0; i < Count; i++) sum += await context.WaitForExternalEvent<int>("n");
            return sum;
        });
        var id = await hub.ScheduleAsync();

        await Parallel.ForEachAsync(Enumerable.Range(1, Count), TestContext.Current.CancellationToken, async (n, cancellation) =>
            await hub.Client.RaiseEventAsync(id, "n", n, cancellation));
        await hub.Engine.IdleAsync();

        Assert.Equal(Count * (Count + 1) / 2, await hub.OutputAsync<int>(id));
    }

    [Fact]
    public async Task WaitForExternalEvent_WhenTimeRunsOut_IsCancelledAndSwallowsNothing()
    {
        await using var hub = await TestHub.StartAsync(async context =>
        {
            var timeouts = 0;
            while (true)
            {
                try
                {
                    return $"{await context.WaitForExternalEvent<string>("go", TimeSpan.FromMinutes(1))} after {timeouts}";
                }
                catch (TaskCanceledException)
                {
                    timeouts++;
                }
            }
        });
        var id = await hub.ScheduleAsync();

        await hub.AdvanceAsync(TimeSpan.FromMinutes(3.5));
        await hub.RaiseAsync(id, "go", "ring");

        Assert.Equal("ring after 3", await hub.OutputAsync<string>(id));
    }

    [Fact]
    public async Task WaitForExternalEvent_WhenTheEventComesInTime_TheTimerChangesNothing()
    {
        await using var hub = await TestHub.StartAsync(async context =>
        {
            var read = await context.WaitForExternalEvent<string>("go", TimeSpan.FromDays(1));
            await context.WaitForExternalEvent<string>("end");
            return read;
        });
        var id = await hub.ScheduleAsync();

        await hub.RaiseAsync(id, "go", "in time");

        // The host cannot know that the wait has ended; the worker ignores the timer.
        await hub.AdvanceAsync(TimeSpan.FromDays(2));
        Assert.Null(hub.Clock.NextTimer);
        Assert.Equal(OrchestrationRuntimeStatus.Running, await hub.StatusAsync(id));
        await hub.RaiseAsync(id, "end");
        Assert.Equal("in time", await hub.OutputAsync<string>(id));
    }

    [Fact]
    public async Task WaitForExternalEvent_WhenAnOlderWaitWasAbandoned_TheNewestGetsTheEvent()
    {
        await using var hub = await TestHub.StartAsync(async context =>
        {
            for (var i = 0; ; i++)
            {
                var timer = context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                var wait = context.WaitForExternalEvent<string>("go");
                if (await Task.WhenAny(wait, timer) == wait) return $"{await wait} in round {i}";
            }
        });
        var id = await hub.ScheduleAsync();

        await hub.AdvanceAsync(TimeSpan.FromMinutes(2.5));
        await hub.RaiseAsync(id, "go", "ring");
        // A timer that was not cancelled keeps it from ending.
        Assert.Equal(OrchestrationRuntimeStatus.Running, await hub.StatusAsync(id));
        await hub.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal("ring in round 2", await hub.OutputAsync<string>(id));
    }

    [Fact]
    public async Task WaitForExternalEvent_WhenCancelledByTheCode_LeavesTheEventForTheNextWait()
    {
        await using var hub = await TestHub.StartAsync(async context =>
        {
            using var cancel = new CancellationTokenSource();
            var abandoned = context.WaitForExternalEvent<string>("go", cancel.Token);
            cancel.Cancel();
            await context.WaitForExternalEvent<string>("now");
            var read = await context.WaitForExternalEvent<string>("go");
            return $"{abandoned.IsCanceled} {read}";
        });
        var id = await hub.ScheduleAsync();

        await hub.RaiseAsync(id, "go", "kept");
        await hub.RaiseAsync(id, "now");

        Assert.Equal("True kept", await hub.OutputAsync<string>(id));
    }

    [Fact]
    public async Task WaitForExternalEvent_WhenEventAndTimerMeet_LosesNeither()
    {
        await using var hub = await TestHub.StartAsync(async context =>
        {
            var read = new List<string>();
            while (read.Count < 2)
            {
                try
                {
                    read.Add(await context.WaitForExternalEvent<string>("go", TimeSpan.FromMinutes(1)));
                }
                catch (TaskCanceledException)
                {
                    read.Add("timeout");
                }
            }

            return read;
        });
        var id = await hub.ScheduleAsync();

        // Both are there when the turn begins.
        var raising = hub.Client.RaiseEventAsync(id, "go", "ring", TestContext.Current.CancellationToken);
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        await raising;
        await hub.Engine.IdleAsync();
        await hub.AdvanceAsync(TimeSpan.FromMinutes(2));

        Assert.Contains("ring", await hub.OutputAsync<List<string>>(id));
    }

    [Fact]
    public async Task SendEvent_WhenTheTargetRuns_ReachesIt()
    {
        await using var hub = await TestHub.StartAsync(
            async context =>
            {
                context.SendEvent("target", "go", "from afar");
                await Task.CompletedTask;
                return "sent";
            },
            hub => hub.Orchestrator("target", async context => await context.WaitForExternalEvent<string>("go")));
        await hub.ScheduleAsync(id: "target", name: "target");

        var id = await hub.ScheduleAsync();

        Assert.Equal("sent", await hub.OutputAsync<string>(id));
        Assert.Equal("from afar", await hub.OutputAsync<string>("target"));
    }

    [Fact]
    public async Task SendEvent_WhenToItselfOrToNobody_CompletesAllTheSame()
    {
        await using var hub = await TestHub.StartAsync(async context =>
        {
            context.SendEvent("nobody", "go", 1);
            context.SendEvent(context.InstanceId, "go", 2);
            return await context.WaitForExternalEvent<int>("go");
        });

        Assert.Equal(2, await hub.OutputAsync<int>(await hub.ScheduleAsync()));
    }
}
