using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Cadenza.LocalHost.Tests.Durable;

public sealed class SubOrchestrationTests
{
    [Fact]
    public async Task CallSubOrchestrator_WhenItCompletes_GivesItsOutput()
    {
        await using var hub = await StartAsync(
            async context => await context.CallSubOrchestratorAsync<string>("child", "in"),
            context => Task.FromResult<object?>($"{context.Input<string>()} of {context.Parent!.Name} {context.Parent.InstanceId}"));

        await hub.ScheduleAsync(id: "mother");

        Assert.Equal("in of main mother", await hub.OutputAsync<string>("mother"));
    }

    [Fact]
    public async Task CallSubOrchestrator_WhenItFails_ThrowsTaskFailed()
    {
        await using var hub = await StartAsync(
            async context =>
            {
                try
                {
                    return await context.CallSubOrchestratorAsync<string>("child");
                }
                catch (TaskFailedException failed)
                {
                    return $"{failed.TaskName}: {failed.FailureDetails.ErrorType}: {failed.FailureDetails.ErrorMessage}";
                }
            },
            _ => throw new InvalidDataException("no good"));

        Assert.Equal("child: System.IO.InvalidDataException: no good", await hub.OutputAsync<string>(await hub.ScheduleAsync()));
    }

    [Fact]
    public async Task CallSubOrchestrator_WhenManyRun_WhenAllGathersThem()
    {
        await using var hub = await StartAsync(
            async context => await Task.WhenAll(Enumerable.Range(0, 20).Select(i => context.CallSubOrchestratorAsync<int>("child", i))),
            async context =>
            {
                await context.CreateTimer(TimeSpan.FromMinutes(20 - context.Input<int>()), CancellationToken.None);
                return context.Input<int>() * 2;
            });
        var id = await hub.ScheduleAsync();

        await hub.AdvanceAsync(TimeSpan.FromMinutes(30));

        Assert.Equal(Enumerable.Range(0, 20).Select(i => i * 2), await hub.OutputAsync<List<int>>(id));
    }

    [Fact]
    public async Task CallSubOrchestrator_WhenSeveralRace_WhenAnyGivesTheFirst()
    {
        await using var hub = await StartAsync(
            async context =>
            {
                var children = Enumerable.Range(1, 3).Select(i => context.CallSubOrchestratorAsync<int>("child", i)).ToList();
                return await await Task.WhenAny(children);
            },
            async context =>
            {
                await context.CreateTimer(TimeSpan.FromMinutes(10 - context.Input<int>()), CancellationToken.None);
                return context.Input<int>();
            });
        var id = await hub.ScheduleAsync();

        await hub.AdvanceAsync(TimeSpan.FromMinutes(30));

        Assert.Equal(3, await hub.OutputAsync<int>(id));
    }

    [Fact]
    public async Task CallSubOrchestrator_WhenTheIdIsInUse_Fails()
    {
        await using var hub = await StartAsync(
            async context => await context.CallSubOrchestratorAsync<string>("child", new SubOrchestrationOptions(instanceId: "kid")),
            async context => await context.WaitForExternalEvent<string>("go"));
        await hub.ScheduleAsync(id: "kid", name: "child");

        var id = await hub.ScheduleAsync();

        Assert.Contains("'kid'", (await hub.GetAsync(id)).FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(OrchestrationRuntimeStatus.Running, await hub.StatusAsync("kid"));
    }

    [Fact]
    public async Task CallSubOrchestrator_WhenItIsTerminated_Fails()
    {
        await using var hub = await StartAsync(
            async context => await context.CallSubOrchestratorAsync<string>("child", new SubOrchestrationOptions(instanceId: "kid")),
            async context => await context.WaitForExternalEvent<string>("go"));
        var id = await hub.ScheduleAsync();

        await hub.Client.TerminateInstanceAsync("kid", TestContext.Current.CancellationToken);
        await hub.Engine.IdleAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Failed, await hub.StatusAsync(id));
    }

    [Fact]
    public async Task CallSubOrchestrator_WhenTheChildIsReplaced_TheParentLearns()
    {
        await using var hub = await TestHub.StartAsync(
            async context => await context.CallSubOrchestratorAsync<string>("child", new SubOrchestrationOptions(instanceId: "kid")),
            hub =>
            {
                hub.Options = hub.Options with { CanReplaceRunning = true };
                hub.Orchestrator("child", async context => await context.WaitForExternalEvent<string>("go"));
            });
        var id = await hub.ScheduleAsync();

        await hub.Client.ScheduleNewOrchestrationInstanceAsync("child", new StartOrchestrationOptions("kid").WithDedupeStatuses(), TestContext.Current.CancellationToken);
        await hub.Engine.IdleAsync();

        Assert.Contains("replaced", (await hub.GetAsync(id)).FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallSubOrchestrator_WhenTheProcessDiesMeanwhile_StillGetsTheOutput()
    {
        await using var hub = await StartAsync(
            async context => await context.CallSubOrchestratorAsync<string>("child"),
            async context =>
            {
                await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
                return "grown up";
            });
        var id = await hub.ScheduleAsync();

        await hub.CrashAndRestartAsync();
        await hub.AdvanceAsync(TimeSpan.FromDays(1));

        Assert.Equal("grown up", await hub.OutputAsync<string>(id));
    }

    [Fact]
    public async Task CallSubOrchestrator_WhenTheChildContinuesAsNew_TheParentGetsTheLastOutput()
    {
        await using var hub = await StartAsync(
            async context => await context.CallSubOrchestratorAsync<int>("child", 0),
            async context =>
            {
                var n = context.Input<int>();
                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                if (n < 3) context.ContinueAsNew(n + 1);
                return n;
            });
        var id = await hub.ScheduleAsync();

        await hub.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(3, await hub.OutputAsync<int>(id));
    }

    private static Task<TestHub> StartAsync(Func<TaskOrchestrationContext, Task<object?>> parent, Func<TaskOrchestrationContext, Task<object?>> child) =>
        TestHub.StartAsync(parent, hub => hub.Orchestrator("child", child));
}
