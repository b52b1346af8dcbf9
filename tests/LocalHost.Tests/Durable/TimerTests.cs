using System.Diagnostics;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Cadenza.LocalHost.Tests.Durable;

public sealed class TimerTests
{
    [Fact]
    public async Task CreateTimer_WhenItsTimeHasNotCome_Waits()
    {
        await using var hub = await TestHub.StartAsync(Sleep(TimeSpan.FromMinutes(10)));
        var id = await hub.ScheduleAsync();

        await hub.AdvanceAsync(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(OrchestrationRuntimeStatus.Running, await hub.StatusAsync(id));
        await hub.AdvanceAsync(TimeSpan.FromMilliseconds(1));

        Assert.Equal(OrchestrationRuntimeStatus.Completed, await hub.StatusAsync(id));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-60)]
    public async Task CreateTimer_WhenItsTimeHasPassed_FiresAtOnce(int seconds)
    {
        await using var hub = await TestHub.StartAsync(Sleep(TimeSpan.FromSeconds(seconds)));

        Assert.Equal(OrchestrationRuntimeStatus.Completed, await hub.StatusAsync(await hub.ScheduleAsync()));
    }

    [Fact]
    public async Task CreateTimer_WhenSeveralRun_TheyFireInOrderOfTheirTime()
    {
        await using var hub = await TestHub.StartAsync(async context =>
        {
            var order = new List<int>();
            async Task Wait(int minutes)
            {
                await context.CreateTimer(TimeSpan.FromMinutes(minutes), CancellationToken.None);
                order.Add(minutes);
            }

            await Task.WhenAll(Wait(3), Wait(1), Wait(2));
            return order;
        });
        var id = await hub.ScheduleAsync();

        await hub.AdvanceAsync(TimeSpan.FromMinutes(5));

        Assert.Equal([1, 2, 3], await hub.OutputAsync<List<int>>(id));
    }

    [Fact]
    public async Task CreateTimer_WhenCancelled_KeepsNothingFromEnding()
    {
        await using var hub = await TestHub.StartAsync(async context =>
        {
            using var cancel = new CancellationTokenSource();
            var timer = context.CreateTimer(TimeSpan.FromDays(1), cancel.Token);
            cancel.Cancel();
            try
            {
                await timer;
            }
            catch (TaskCanceledException)
            {
                await context.WaitForExternalEvent<string>("go");
            }

            return "cancelled";
        });
        var id = await hub.ScheduleAsync();

        await hub.RaiseAsync(id, "go");

        Assert.Equal("cancelled", await hub.OutputAsync<string>(id));
        Assert.Null(hub.Clock.NextTimer);
    }

    [Fact]
    public async Task CreateTimer_WhenNinetyDaysOfSteps_TakesNoRealTime()
    {
        await using var hub = await TestHub.StartAsync(async context =>
        {
            var start = context.CurrentUtcDateTime;
            for (var i = 0; i < 9; i++) await context.CreateTimer(TimeSpan.FromDays(10), CancellationToken.None);
            return (context.CurrentUtcDateTime - start).TotalDays;
        });
        var id = await hub.ScheduleAsync();

        await hub.AdvanceAsync(TimeSpan.FromDays(91));

        Assert.Equal(90, await hub.OutputAsync<double>(id));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CreateTimer_WhenNinetyDaysPassInOneLeap_FiresAtOnce(bool isHeld)
    {
        await using var hub = await TestHub.StartAsync(Sleep(TimeSpan.FromDays(90)), hub => hub.Options = hub.Options with { MaxSessions = isHeld ? 10 : 0 });
        var id = await hub.ScheduleAsync();

        // As a machine that slept for so long: the worker's hops of three days all lie in the past.
        hub.Clock.Leap(TimeSpan.FromDays(90));
        await hub.Engine.IdleAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Completed, await hub.StatusAsync(id));
    }

    [Fact]
    public async Task CreateTimer_WhenManyWereGivenUp_TheyCostOneTurn()
    {
        await using var hub = await TestHub.StartAsync(async context =>
        {
            for (var i = 0; i < 50; i++)
            {
                using var cancel = new CancellationTokenSource();
                var timer = context.CreateTimer(TimeSpan.FromDays(1), cancel.Token);
                await Task.WhenAny(timer, context.WaitForExternalEvent<string>("go"));
                cancel.Cancel();
            }

            await context.WaitForExternalEvent<string>("end");
            return null;
        });
        var id = await hub.ScheduleAsync();
        for (var i = 0; i < 50; i++) await hub.RaiseAsync(id, "go");
        var turns = hub.Worker.Requests.Count;

        await hub.AdvanceAsync(TimeSpan.FromDays(2));

        Assert.Equal(turns + 1, hub.Worker.Requests.Count);
        Assert.Null(hub.Clock.NextTimer);
        await hub.RaiseAsync(id, "end");
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await hub.StatusAsync(id));
    }

    [Fact]
    public async Task CreateTimer_WhenLongerThanTheClockCanWait_FiresOnTime()
    {
        await using var hub = await TestHub.StartAsync(Sleep(TimeSpan.FromDays(400)));
        var id = await hub.ScheduleAsync();

        await hub.AdvanceAsync(TimeSpan.FromDays(399));
        Assert.Equal(OrchestrationRuntimeStatus.Running, await hub.StatusAsync(id));
        await hub.AdvanceAsync(TimeSpan.FromDays(1));

        Assert.Equal(OrchestrationRuntimeStatus.Completed, await hub.StatusAsync(id));
    }

    [Fact]
    public async Task CreateTimer_WhenItFellDueWhileNothingRan_FiresAfterTheStart()
    {
        await using var hub = await TestHub.StartAsync(Sleep(TimeSpan.FromDays(5)));
        var id = await hub.ScheduleAsync();
        await hub.Engine.AbandonAsync();
        hub.Clock.Advance(TimeSpan.FromDays(6));

        await hub.StartAsync();
        await hub.Engine.IdleAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Completed, await hub.StatusAsync(id));
    }

    [Fact]
    public async Task CreateTimer_WhenTenThousandWait_AllFireAfterARestart()
    {
        const int Count = 10_000;
        var watch = Stopwatch.StartNew();
        await using var hub = await TestHub.StartAsync(
            async context =>
            {
                await context.CreateTimer(TimeSpan.FromHours(1 + (context.Input<int>() % 48)), CancellationToken.None);
                return null;
            },
            hub => hub.Options = hub.Options with { MaxSessions = 500 });
        await Task.WhenAll(Enumerable.Range(0, Count).Select(i =>
            hub.Client.ScheduleNewOrchestrationInstanceAsync("main", i, new StartOrchestrationOptions($"timer-{i}"), TestContext.Current.CancellationToken)));
        await hub.CrashAndRestartAsync();
        Assert.Equal(Count, await CountAsync(hub, OrchestrationRuntimeStatus.Running));

        await hub.AdvanceAsync(TimeSpan.FromHours(24));
        Assert.Equal(Enumerable.Range(0, Count).Count(i => 1 + (i % 48) <= 24), await CountAsync(hub, OrchestrationRuntimeStatus.Completed));
        await hub.AdvanceAsync(TimeSpan.FromHours(24));

        Assert.Equal(Count, await CountAsync(hub, OrchestrationRuntimeStatus.Completed));
        TestContext.Current.SendDiagnosticMessage("{0} timers in {1}", Count, watch.Elapsed);
    }

    [Fact]
    public async Task StartAt_WhenInTheFuture_StaysPendingUntilThen()
    {
        var started = 0;
        await using var hub = await TestHub.StartAsync(context =>
        {
            started++;
            return Task.FromResult<object?>(context.CurrentUtcDateTime);
        });
        var startAt = hub.Clock.GetUtcNow().AddDays(2);
        await hub.Client.ScheduleNewOrchestrationInstanceAsync("main", new StartOrchestrationOptions("later", startAt), TestContext.Current.CancellationToken);
        await hub.Engine.IdleAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Pending, await hub.StatusAsync("later"));
        await hub.CrashAndRestartAsync();
        await hub.AdvanceAsync(TimeSpan.FromDays(1));
        Assert.Equal(0, started);
        await hub.AdvanceAsync(TimeSpan.FromDays(1));

        Assert.Equal(startAt.UtcDateTime, await hub.OutputAsync<DateTime>("later"));
        Assert.Equal(1, started);
    }

    private static Func<TaskOrchestrationContext, Task<object?>> Sleep(TimeSpan delay) => async context =>
    {
        await context.CreateTimer(delay, CancellationToken.None);
        return null;
    };

    private static async Task<int> CountAsync(TestHub hub, OrchestrationRuntimeStatus status)
    {
        var count = 0;
        await foreach (var _ in hub.Client.GetAllInstancesAsync(new OrchestrationQuery(Statuses: [status], PageSize: 1000))) count++;
        return count;
    }
}
