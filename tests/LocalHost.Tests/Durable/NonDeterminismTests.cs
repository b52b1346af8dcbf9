using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Cadenza.LocalHost.Tests.Durable;

public sealed class NonDeterminismTests
{
    [Theory]
    [InlineData("activity 'one' (#1)", "activity 'two' (#1)")]
    [InlineData("activity 'one' (#1)", "a timer (#1)")]
    [InlineData("activity 'one' (#1)", "nothing")]
    [InlineData("activity 'one' (#1)", "its end")]
    [InlineData("activity 'one' (#1)", "a failure (System.FormatException: changed)")]
    [InlineData("a timer (#1)", "sub-orchestration 'child' (#1)")]
    [InlineData("nothing", "activity 'one' (#1)")]
    [InlineData("event 'x' sent (#1)", "activity 'one' (#1)")]
    public async Task Run_WhenTheCodeChangedWhileItWaited_FailsAndNamesBoth(string then, string now)
    {
        await using var hub = await StartAsync(then);
        var id = await hub.ScheduleAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Running, await hub.StatusAsync(id));

        hub.Orchestrator("main", Code(now));
        await hub.CrashAndRestartAsync();
        await hub.RaiseAsync(id, "go");

        var metadata = await hub.GetAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, metadata.RuntimeStatus);
        Assert.Contains("not deterministic", metadata.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains(now, metadata.FailureDetails.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains(then, metadata.FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WhenTheCodeIsUnchanged_GoesOn()
    {
        await using var hub = await StartAsync("activity 'one' (#1)");
        var id = await hub.ScheduleAsync();

        await hub.CrashAndRestartAsync();
        await hub.RaiseAsync(id, "go");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, await hub.StatusAsync(id));
    }

    [Fact]
    public async Task Context_WhenUsedFromAnotherThread_ThrowsInvalidOperation()
    {
        Exception? thrown = null;
        await using var hub = await TestHub.StartAsync(async context =>
        {
            var thread = new Thread(() => thrown = Record.Exception(() => context.NewGuid()));
            thread.Start();
            thread.Join();
            await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
            return null;
        });

        var id = await hub.ScheduleAsync();

        Assert.IsType<InvalidOperationException>(thrown);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await hub.StatusAsync(id));
    }

    [Theory]
    [InlineData("foreign task")]
    [InlineData("leave")]
    [InlineData("end elsewhere")]
    public async Task Run_WhenTheCodeAwaitsWhatIsNotDurable_FailsAndSaysWhy(string sin)
    {
        var foreign = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var hub = await TestHub.StartAsync(
            async context =>
            {
                switch (sin)
                {
                    case "foreign task":
                        await foreign.Task;
                        break;
                    case "leave":
                        await context.CallActivityAsync("work").ConfigureAwait(false);
                        await context.CallActivityAsync("work");
                        break;
                    default:
                        await context.CallActivityAsync("work").ConfigureAwait(false);
                        break;
                }

                return "unnoticed";
            },
            hub => hub.Activity("work", _ => null));
        await hub.Client.ScheduleNewOrchestrationInstanceAsync("main", new StartOrchestrationOptions("x"), TestContext.Current.CancellationToken);
        foreign.SetResult();

        var metadata = await hub.Client.WaitForInstanceCompletionAsync("x", TestContext.Current.CancellationToken);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, metadata.RuntimeStatus);
        Assert.Contains("another thread", metadata.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    private static Task<TestHub> StartAsync(string asks) => TestHub.StartAsync(Code(asks), hub => hub
        .Activity("one", _ => null)
        .Activity("two", _ => null)
        .Orchestrator("child", _ => Task.FromResult<object?>(null)));

    /// <summary>Asks for what is described, then waits for an event.</summary>
    private static Func<TaskOrchestrationContext, Task<object?>> Code(string asks) => async context =>
    {
        switch (asks)
        {
            case "activity 'one' (#1)":
                await context.CallActivityAsync("one");
                break;
            case "activity 'two' (#1)":
                await context.CallActivityAsync("two");
                break;
            case "a timer (#1)":
                await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
                break;
            case "sub-orchestration 'child' (#1)":
                await context.CallSubOrchestratorAsync("child");
                break;
            case "event 'x' sent (#1)":
                context.SendEvent("nobody", "x", 1);
                break;
            case "its end":
                return null;
            case "nothing":
                break;
            default:
                throw new FormatException("changed");
        }

        await context.WaitForExternalEvent<string>("go");
        return null;
    };
}
