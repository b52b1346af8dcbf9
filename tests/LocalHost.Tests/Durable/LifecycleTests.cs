using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Cadenza.LocalHost.Tests.Durable;

public sealed class LifecycleTests
{
    [Fact]
    public async Task Terminate_WhenItWaits_EndsItWithTheOutput()
    {
        await using var hub = await TestHub.StartAsync(async context => await context.WaitForExternalEvent<string>("go"));
        var id = await hub.ScheduleAsync();

        await hub.Client.TerminateInstanceAsync(id, "enough", TestContext.Current.CancellationToken);

        var metadata = await hub.GetAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, metadata.RuntimeStatus);
        Assert.Equal("enough", metadata.ReadOutputAs<string>());
        Assert.True(metadata.IsCompleted);
    }

    [Fact]
    public async Task Terminate_WhenAnActivityRuns_LetsItEndAndIgnoresIt()
    {
        var (release, ended) = (new TaskCompletionSource(), false);
        await using var hub = await TestHub.StartAsync(
            async context => await context.CallActivityAsync<string>("slow"),
            hub => hub.ActivityAsync("slow", async _ =>
            {
                await release.Task;
                ended = true;
                return "late";
            }));
        await hub.Client.ScheduleNewOrchestrationInstanceAsync("main", new StartOrchestrationOptions("x"), TestContext.Current.CancellationToken);

        await hub.Client.TerminateInstanceAsync("x", TestContext.Current.CancellationToken);
        release.SetResult();
        await hub.Engine.IdleAsync();

        Assert.True(ended);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, await hub.StatusAsync("x"));
    }

    [Fact]
    public async Task Terminate_WhenItHasEnded_IsRefused()
    {
        await using var hub = await TestHub.StartAsync(_ => Task.FromResult<object?>(1));
        var id = await hub.ScheduleAsync();

        Assert.Equal(StatusCode.FailedPrecondition, (await Assert.ThrowsAsync<RpcException>(() => hub.Client.TerminateInstanceAsync(id, TestContext.Current.CancellationToken))).StatusCode);

        Assert.Equal(1, await hub.OutputAsync<int>(id));
    }

    [Fact]
    public async Task Terminate_WhenItHasNotStarted_NeverStartsIt()
    {
        var started = false;
        await using var hub = await TestHub.StartAsync(_ => Task.FromResult<object?>(started = true));
        await hub.Client.ScheduleNewOrchestrationInstanceAsync("main", new StartOrchestrationOptions("x", hub.Clock.GetUtcNow().AddDays(1)), TestContext.Current.CancellationToken);

        await hub.Client.TerminateInstanceAsync("x", TestContext.Current.CancellationToken);
        await hub.AdvanceAsync(TimeSpan.FromDays(2));

        Assert.False(started);
    }

    [Theory]
    [InlineData(true, OrchestrationRuntimeStatus.Terminated)]
    [InlineData(false, OrchestrationRuntimeStatus.Running)]
    public async Task Terminate_WhenItHasChildren_EndsThemOnlyWhenTold(bool recursive, OrchestrationRuntimeStatus expected)
    {
        await using var hub = await TestHub.StartAsync(
            async context => await context.CallSubOrchestratorAsync<string>("child", new SubOrchestrationOptions(instanceId: "kid")),
            hub => hub.Orchestrator("child", async context => await context.WaitForExternalEvent<string>("go")));
        var id = await hub.ScheduleAsync();

        await hub.Client.TerminateInstanceAsync(id, new TerminateInstanceOptions(Recursive: recursive), TestContext.Current.CancellationToken);
        await hub.Engine.IdleAsync();

        Assert.Equal(expected, await hub.StatusAsync("kid"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Terminate_WhenKilledAtAnyWrite_EndsTheChildrenAllTheSame(bool applied)
    {
        await using var hub = await TestHub.StartAsync(
            async context => await Task.WhenAll(Enumerable.Range(0, 3).Select(i => context.CallSubOrchestratorAsync<string>("child", new SubOrchestrationOptions(instanceId: $"{context.InstanceId}-{i}")))),
            hub => hub.Orchestrator("child", async context => await context.WaitForExternalEvent<string>("go")));
        for (var (write, wasKilled) = (1, true); wasKilled; write++)
        {
            var id = await hub.ScheduleAsync(id: $"p{write}");
            await hub.Engine.DisposeAsync();
            var store = new FaultyStore(hub.NewStore());
            hub.Store = store;
            await hub.StartAsync();
            store.FailFrom(write, applied);

            var terminating = hub.Client.TerminateInstanceAsync(id, new TerminateInstanceOptions(Recursive: true), TestContext.Current.CancellationToken);
            await Task.WhenAny(Task.WhenAll(terminating, hub.Engine.IdleAsync()), store.Down);
            wasKilled = store.Down.IsCompleted;
            await hub.Engine.AbandonAsync();
            await Record.ExceptionAsync(() => terminating);
            hub.Store = null;
            await hub.StartAsync();
            if (await hub.StatusAsync(id) == OrchestrationRuntimeStatus.Running)
                await hub.Client.TerminateInstanceAsync(id, new TerminateInstanceOptions(Recursive: true), TestContext.Current.CancellationToken);
            await hub.Engine.IdleAsync();

            for (var i = 0; i < 3; i++) Assert.Equal(OrchestrationRuntimeStatus.Terminated, await hub.StatusAsync($"{id}-{i}"));
        }
    }

    [Fact]
    public async Task Suspend_WhenEventsAndTimersCome_HoldsThemUntilResumed()
    {
        await using var hub = await TestHub.StartAsync(async context =>
        {
            var start = context.CurrentUtcDateTime;
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            var read = await context.WaitForExternalEvent<string>("go");
            return $"{read} at {(context.CurrentUtcDateTime - start).TotalHours}";
        });
        var id = await hub.ScheduleAsync();

        await hub.Client.SuspendInstanceAsync(id, "lunch", TestContext.Current.CancellationToken);
        await hub.RaiseAsync(id, "go", "kept");
        await hub.AdvanceAsync(TimeSpan.FromHours(5));
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, await hub.StatusAsync(id));
        await hub.CrashAndRestartAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, await hub.StatusAsync(id));
        await hub.Client.ResumeInstanceAsync(id, "back", TestContext.Current.CancellationToken);
        await hub.Engine.IdleAsync();

        Assert.Equal("kept at 5", await hub.OutputAsync<string>(id));
    }

    [Fact]
    public async Task Suspend_WhenAnActivityEnds_ItsResultWaits()
    {
        var release = new TaskCompletionSource();
        await using var hub = await TestHub.StartAsync(
            async context => await context.CallActivityAsync<string>("slow"),
            hub => hub.ActivityAsync("slow", async _ =>
            {
                await release.Task;
                return "result";
            }));
        await hub.Client.ScheduleNewOrchestrationInstanceAsync("main", new StartOrchestrationOptions("x"), TestContext.Current.CancellationToken);

        await hub.Client.SuspendInstanceAsync("x", TestContext.Current.CancellationToken);
        release.SetResult();
        await hub.Engine.IdleAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, await hub.StatusAsync("x"));
        await hub.Client.ResumeInstanceAsync("x", TestContext.Current.CancellationToken);
        await hub.Engine.IdleAsync();

        Assert.Equal("result", await hub.OutputAsync<string>("x"));
    }

    [Fact]
    public async Task Suspend_WhenItIsSuspended_IsRefused()
    {
        await using var hub = await TestHub.StartAsync(async context => await context.WaitForExternalEvent<string>("go"));
        var id = await hub.ScheduleAsync();

        await hub.Client.SuspendInstanceAsync(id, TestContext.Current.CancellationToken);
        Assert.Equal(StatusCode.FailedPrecondition, (await Assert.ThrowsAsync<RpcException>(() => hub.Client.SuspendInstanceAsync(id, TestContext.Current.CancellationToken))).StatusCode);
        await hub.Client.ResumeInstanceAsync(id, TestContext.Current.CancellationToken);
        Assert.Equal(StatusCode.FailedPrecondition, (await Assert.ThrowsAsync<RpcException>(() => hub.Client.ResumeInstanceAsync(id, TestContext.Current.CancellationToken))).StatusCode);
        await hub.RaiseAsync(id, "go", "on");

        Assert.Equal("on", await hub.OutputAsync<string>(id));
    }

    [Fact]
    public async Task Suspend_WhenTerminated_Ends()
    {
        await using var hub = await TestHub.StartAsync(async context => await context.WaitForExternalEvent<string>("go"));
        var id = await hub.ScheduleAsync();

        await hub.Client.SuspendInstanceAsync(id, TestContext.Current.CancellationToken);
        await hub.Client.TerminateInstanceAsync(id, TestContext.Current.CancellationToken);

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, await hub.StatusAsync(id));
    }

    [Fact]
    public async Task Suspend_WhenHeldEventsLeadToContinueAsNew_KeepsTheRest()
    {
        await using var hub = await TestHub.StartAsync(async context =>
        {
            var read = context.Input<List<int>>()!;
            read.Add(await context.WaitForExternalEvent<int>("n"));
            if (read.Count == 3) return read;
            context.ContinueAsNew(read);
            return null;
        });
        var id = await hub.ScheduleAsync(new List<int>());

        await hub.Client.SuspendInstanceAsync(id, TestContext.Current.CancellationToken);
        for (var i = 1; i <= 3; i++) await hub.RaiseAsync(id, "n", i);
        await hub.Client.ResumeInstanceAsync(id, TestContext.Current.CancellationToken);
        await hub.Engine.IdleAsync();

        Assert.Equal([1, 2, 3], await hub.OutputAsync<List<int>>(id));
    }
}
