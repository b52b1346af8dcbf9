using Cadenza.LocalHost.Durable;
using Cadenza.LocalHost.Durable.History;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Protobuf;

namespace Cadenza.LocalHost.Tests.Durable;

public sealed class WorkerTests
{
    [Fact]
    public async Task Turn_WhenTheWorkerIsGone_StoresNothingAndIsRunOnceItIsBack()
    {
        await using var hub = await StartWaitingAsync();
        var id = await hub.ScheduleAsync();
        var rows = (await hub.HistoryRowsAsync(id)).Count;

        hub.Worker.IsAvailable = false;
        var raising = hub.Client.RaiseEventAsync(id, "go", "ring", TestContext.Current.CancellationToken);
        var other = hub.Client.ScheduleNewOrchestrationInstanceAsync("main", TestContext.Current.CancellationToken);
        Assert.Equal(rows, (await hub.HistoryRowsAsync(id)).Count);
        Assert.False(raising.IsCompleted || other.IsCompleted);
        hub.Worker.IsAvailable = true;
        await raising;
        await other;

        Assert.Equal("ring", await hub.OutputAsync<string>(id));
    }

    [Fact]
    public async Task Turn_WhenTheWorkerEndsInTheMiddle_IsRunAgainWithTheHistory()
    {
        await using var hub = await StartWaitingAsync();
        var id = await hub.ScheduleAsync();

        hub.Worker.LoseTurns(2);
        await hub.RaiseAsync(id, "go", "ring");

        Assert.Equal("ring", await hub.OutputAsync<string>(id));
        Assert.Equal([0, 0, 4, 4], hub.Worker.Requests.Select(request => request.PastEvents.Count is 0 ? 0 : 4));
        Assert.Single(await hub.HistoryAsync(id), happened => happened.EventRaised is not null);
    }

    [Fact]
    public async Task Turn_WhenTheFunctionCannotBeRun_FailsTheOrchestrationWithTheReason()
    {
        await using var hub = await StartWaitingAsync();
        hub.Worker.Fault = _ => new InvalidOperationException("The middleware threw.");

        var metadata = await hub.GetAsync(await hub.ScheduleAsync());

        Assert.Equal(OrchestrationRuntimeStatus.Failed, metadata.RuntimeStatus);
        Assert.Equal("The middleware threw.", metadata.FailureDetails!.ErrorMessage);
    }

    [Fact]
    public async Task Activity_WhenTheWorkerEndsMeanwhile_IsRunAgain()
    {
        var runs = 0;
        await using var hub = await TestHub.StartAsync(
            async context => await context.CallActivityAsync<int>("work"),
            hub => hub.Activity("work", _ => ++runs < 3 ? throw new WorkerUnavailableException("The worker ended.") : runs));

        Assert.Equal(3, await hub.OutputAsync<int>(await hub.ScheduleAsync()));
    }

    [Fact]
    public async Task Session_WhileTheWorkerHoldsTheOrchestration_NoHistoryIsSent()
    {
        var starts = 0;
        await using var hub = await TestHub.StartAsync(async context =>
        {
            starts++;
            for (var i = 0; i < 10; i++) await context.WaitForExternalEvent<string>("go");
            return null;
        });
        var id = await hub.ScheduleAsync();

        for (var i = 0; i < 10; i++) await hub.RaiseAsync(id, "go");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, await hub.StatusAsync(id));
        Assert.Equal(1, starts);
        Assert.All(hub.Worker.Requests, request => Assert.Empty(request.PastEvents));
    }

    [Fact]
    public async Task Session_WhenTheWorkerHasForgottenIt_TheHistoryIsSentAfterAll()
    {
        await using var hub = await TestHub.StartAsync(async context =>
            $"{await context.WaitForExternalEvent<string>("a")} {await context.WaitForExternalEvent<string>("b")} {await context.WaitForExternalEvent<string>("c")}");
        var id = await hub.ScheduleAsync();

        await hub.RaiseAsync(id, "a", "1");
        hub.Worker.Forget();
        await hub.RaiseAsync(id, "b", "2");
        await hub.RaiseAsync(id, "c", "3");

        Assert.Equal("1 2 3", await hub.OutputAsync<string>(id));
        Assert.Equal([false, false, false, true, false], hub.Worker.Requests.Select(request => request.PastEvents.Count > 0));
        Assert.Equal([true, false, false, true, false], hub.Worker.Requests.Select(request => request.Properties["IncludeState"].BoolValue));
    }

    [Fact]
    public async Task Session_WhenTheWorkerHoldsEnough_TheOthersAreReplayed()
    {
        await using var hub = await StartWaitingAsync(hub => hub.Options = hub.Options with { MaxSessions = 1 });
        await hub.ScheduleAsync(id: "held");
        await hub.ScheduleAsync(id: "replayed");

        await hub.RaiseAsync("replayed", "go");
        await hub.RaiseAsync("held", "go");

        Assert.Equal(["replayed"], hub.Worker.Requests.Where(request => request.PastEvents.Count > 0).Select(request => request.InstanceId));
        Assert.All(hub.Worker.Requests, request => Assert.Equal(request.InstanceId == "held", request.Properties["IsExtendedSession"].BoolValue));
    }

    [Fact]
    public async Task Entity_WhenAnOrchestrationAsksForOne_ItFailsAndSaysSo()
    {
        await using var hub = await TestHub.StartAsync(async context => await context.Entities.CallEntityAsync<int>(new Microsoft.DurableTask.Entities.EntityInstanceId("counter", "a"), "get"));

        var metadata = await hub.GetAsync(await hub.ScheduleAsync());

        Assert.Equal(OrchestrationRuntimeStatus.Failed, metadata.RuntimeStatus);
        Assert.Contains("not supported", metadata.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Checked_WhenAnActionIsNotSupported_NamesIt()
    {
        var entity = new OrchestratorAction { SendEvent = new() { Instance = new() { InstanceId = "@counter@a" }, Name = "op" } };
        var unknown = new OrchestratorAction { SendEntityMessage = new() };

        foreach (var (action, name) in ((OrchestratorAction, string)[])[(entity, "@counter@a"), (unknown, "SendEntityMessage")])
        {
            var failure = Assert.Single(Responses.Checked(new OrchestratorResponse { Actions = { action } }).Actions).CompleteOrchestration.FailureDetails;
            Assert.Contains(name, failure.ErrorMessage, StringComparison.Ordinal);
            Assert.EndsWith("is not supported by LocalHost.", failure.ErrorMessage, StringComparison.Ordinal);
        }
    }

    private static Task<TestHub> StartWaitingAsync(Action<TestHub>? setUp = null) =>
        TestHub.StartAsync(async context => await context.WaitForExternalEvent<string>("go"), setUp);
}
