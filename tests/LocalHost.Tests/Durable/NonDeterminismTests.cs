using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Cadenza.LocalHost.Tests.Durable;

public sealed class NonDeterminismTests
{
    [Theory]
    [InlineData("activity 'one'", "activity 'two'", "scheduled an activity task named 'two'")]
    [InlineData("activity 'one'", "a timer", "produced a CreateTimerOrchestratorAction action")]
    [InlineData("activity 'one'", "nothing", "hasn't (yet?) scheduled this task")]
    [InlineData("activity 'one'", "its end", "hasn't (yet?) scheduled this task")]
    [InlineData("activity 'one'", "a failure", "hasn't (yet?) scheduled this task")]
    [InlineData("a timer", "sub-orchestration 'child'", "produced a CreateSubOrchestrationAction action")]
    [InlineData("event 'x' sent", "activity 'one'", "scheduled a ScheduleTaskOrchestratorAction task")]
    public async Task Run_WhenTheCodeChangedWhileItWaited_FailsAndSaysWhatDiffers(string then, string now, string difference)
    {
        await using var hub = await StartAsync(then);
        var id = await hub.ScheduleAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Running, await hub.StatusAsync(id));

        hub.Orchestrator("main", Code(now));
        await hub.CrashAndRestartAsync();
        await hub.RaiseAsync(id, "go");

        var metadata = await hub.GetAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, metadata.RuntimeStatus);
        Assert.EndsWith("NonDeterministicOrchestrationException", metadata.FailureDetails!.ErrorType, StringComparison.Ordinal);
        Assert.Contains("A previous execution of this orchestration scheduled", metadata.FailureDetails.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains(difference, metadata.FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WhenTheChangedCodeAsksForMore_GetsItWithTheNextTurn()
    {
        await using var hub = await StartAsync("nothing");
        var id = await hub.ScheduleAsync();

        hub.Orchestrator("main", Code("activity 'one'"));
        await hub.CrashAndRestartAsync();
        await hub.RaiseAsync(id, "go");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, await hub.StatusAsync(id));
    }

    [Fact]
    public async Task Run_WhenTheCodeIsUnchanged_GoesOn()
    {
        await using var hub = await StartAsync("activity 'one'");
        var id = await hub.ScheduleAsync();

        await hub.CrashAndRestartAsync();
        await hub.RaiseAsync(id, "go");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, await hub.StatusAsync(id));
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
            case "activity 'one'":
                await context.CallActivityAsync("one");
                break;
            case "activity 'two'":
                await context.CallActivityAsync("two");
                break;
            case "a timer":
                await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
                break;
            case "sub-orchestration 'child'":
                await context.CallSubOrchestratorAsync("child");
                break;
            case "event 'x' sent":
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
