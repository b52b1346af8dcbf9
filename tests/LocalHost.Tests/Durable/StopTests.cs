using Cadenza.LocalHost.Durable;
using Grpc.Core;
using Microsoft.DurableTask;

namespace Cadenza.LocalHost.Tests.Durable;

public sealed class StopTests
{
    [Fact]
    public async Task Stop_WhenAnActivityRuns_WaitsAndStoresItsResult()
    {
        var (started, release, runs) = (new TaskCompletionSource(), new TaskCompletionSource(), 0);
        await using var hub = await TestHub.StartAsync(
            async context => await context.CallActivityAsync<string>("slow"),
            hub => hub.ActivityAsync("slow", async _ =>
            {
                runs++;
                started.SetResult();
                await release.Task;
                return "done";
            }));
        await hub.Client.ScheduleNewOrchestrationInstanceAsync("main", new StartOrchestrationOptions("x"), TestContext.Current.CancellationToken);
        await started.Task;

        var stopping = hub.Engine.StopAsync(CancellationToken.None);
        Assert.False(stopping.IsCompleted);
        release.SetResult();
        await stopping;
        await hub.StartAsync();

        Assert.Equal("done", await hub.OutputAsync<string>("x"));
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task Stop_WhenTimeIsUp_CancelsTheActivityWhichRunsAgainAfterTheStart()
    {
        var (started, runs) = (new TaskCompletionSource(), 0);
        await using var hub = await TestHub.StartAsync(async context => await context.CallActivityAsync<string>("slow"));
        hub.Worker.Activities["slow"] = async (_, _, cancellation) =>
        {
            if (Interlocked.Increment(ref runs) > 1) return "second time";
            started.SetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
            return null;
        };
        await hub.Client.ScheduleNewOrchestrationInstanceAsync("main", new StartOrchestrationOptions("x"), TestContext.Current.CancellationToken);
        await started.Task;

        await hub.Engine.StopAsync(new CancellationToken(canceled: true));
        await hub.StartAsync();
        await hub.Engine.IdleAsync();

        Assert.Equal("second time", await hub.OutputAsync<string>("x"));
    }

    [Fact]
    public async Task Stop_WhenManyActivitiesAreInLine_LeavesThemForTheNextStart()
    {
        var (started, release, runs) = (new TaskCompletionSource(), new TaskCompletionSource(), 0);
        await using var hub = await TestHub.StartAsync(
            async context => (await Task.WhenAll(Enumerable.Range(0, 50).Select(i => context.CallActivityAsync<int>("work", i)))).Sum(),
            hub =>
            {
                hub.Options = hub.Options with { MaxConcurrentActivities = 2 };
                hub.ActivityAsync("work", async input =>
                {
                    if (Interlocked.Increment(ref runs) == 2) started.SetResult();
                    await release.Task;
                    return int.Parse(input!, null);
                });
            });
        await hub.Client.ScheduleNewOrchestrationInstanceAsync("main", new StartOrchestrationOptions("x"), TestContext.Current.CancellationToken);
        await started.Task;

        var stopping = hub.Engine.StopAsync(CancellationToken.None);
        release.SetResult();
        await stopping;
        Assert.Equal(2, runs);
        await hub.StartAsync();
        await hub.Engine.IdleAsync();

        Assert.Equal(49 * 50 / 2, await hub.OutputAsync<int>("x"));
        Assert.Equal(50, runs);
    }

    [Fact]
    public async Task Stop_WhenSomeoneWaitsForAnEnd_TellsThem()
    {
        await using var hub = await TestHub.StartAsync(async context => await context.WaitForExternalEvent<string>("go"));
        var id = await hub.ScheduleAsync();
        var waiting = hub.Client.WaitForInstanceCompletionAsync(id, TestContext.Current.CancellationToken);

        await hub.Engine.StopAsync(CancellationToken.None);

        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => waiting)).StatusCode);
        Assert.True(hub.Engine.Stopped.IsCompletedSuccessfully);
    }

    [Fact]
    public void Options_WhenSeveralAreWrong_NamesThemAll()
    {
        var options = new DurableEngineOptions("1-x", 0, 0);

        var thrown = Assert.Throws<ArgumentException>(options.Validate);

        Assert.Contains("hubName", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("maxConcurrentActivityFunctions", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("maxConcurrentOrchestratorFunctions", thrown.Message, StringComparison.Ordinal);
    }
}
