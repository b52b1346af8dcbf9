using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Cadenza.LocalHost.Tests.Durable;

public sealed class RetryTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task CallActivity_WhenItFailsTwice_SucceedsAtTheThirdAttemptAfterGrowingDelays()
    {
        await using var hub = new Flaky(failures: 2, new RetryPolicy(5, Second, 3)).Hub;
        await hub.StartAsync();

        var id = await hub.ScheduleAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Running, await hub.StatusAsync(id));
        await hub.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal([0d, 1d, 4d], await hub.OutputAsync<List<double>>(id));
    }

    [Fact]
    public async Task CallActivity_WhenAttemptsAreUsedUp_ThrowsTheLastFailure()
    {
        await using var hub = new Flaky(failures: 10, new RetryPolicy(3, Second)).Hub;
        await hub.StartAsync();
        var id = await hub.ScheduleAsync();

        await hub.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Contains("failure 3", (await hub.GetAsync(id)).FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallActivity_WhenDelaysGrow_StopsAtTheMaximum()
    {
        await using var hub = new Flaky(failures: 4, new RetryPolicy(9, Second, 10, maxRetryInterval: 5 * Second)).Hub;
        await hub.StartAsync();
        var id = await hub.ScheduleAsync();

        await hub.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal([0d, 1d, 6d, 11d, 16d], await hub.OutputAsync<List<double>>(id));
    }

    [Fact]
    public async Task CallActivity_WhenTheRetryTimeoutHasPassed_GivesUp()
    {
        await using var hub = new Flaky(failures: 100, new RetryPolicy(100, Second, retryTimeout: 3 * Second)).Hub;
        await hub.StartAsync();
        var id = await hub.ScheduleAsync();

        await hub.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Contains("failure 4", (await hub.GetAsync(id)).FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallActivity_WhenHandleFailureSaysNo_ThrowsAtOnce()
    {
        var policy = new RetryPolicy(5, Second) { HandleFailure = failure => !failure.IsCausedBy<InvalidDataException>() };
        await using var hub = new Flaky(failures: 5, policy).Hub;
        await hub.StartAsync();

        var id = await hub.ScheduleAsync();

        Assert.Contains("failure 1", (await hub.GetAsync(id)).FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallActivity_WhenTheProcessDiesBetweenAttempts_GoesOnWithTheNext()
    {
        var flaky = new Flaky(failures: 2, new RetryPolicy(5, Second));
        await using var hub = flaky.Hub;
        await hub.StartAsync();
        var id = await hub.ScheduleAsync();

        await hub.CrashAndRestartAsync();
        await hub.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal([0d, 1d, 2d], await hub.OutputAsync<List<double>>(id));
    }

    [Fact]
    public async Task CallSubOrchestrator_WhenItFailsOnce_IsStartedAgain()
    {
        var attempts = 0;
        await using var hub = await TestHub.StartAsync(
            async context => await context.CallSubOrchestratorAsync<string>("child", null, TaskOptions.FromRetryPolicy(new RetryPolicy(3, Second)).WithInstanceId("kid")),
            hub => hub
                .Orchestrator("child", async context => await context.CallActivityAsync<string>("work"))
                .Activity("work", _ => ++attempts == 1 ? throw new InvalidDataException("once") : "fine"));
        var id = await hub.ScheduleAsync();

        await hub.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal("fine", await hub.OutputAsync<string>(id));
    }

    /// <summary>An activity that fails a number of times, retried by a policy; the output is when its attempts were.</summary>
    private sealed class Flaky
    {
        private readonly List<double> _attempts = [];

        public Flaky(int failures, RetryPolicy policy)
        {
            var start = Hub.Clock.GetUtcNow();
            Hub.Orchestrator("main", async context => await context.CallActivityAsync<double[]>("flaky", TaskOptions.FromRetryPolicy(policy)));
            Hub.Activity("flaky", _ =>
            {
                _attempts.Add((Hub.Clock.GetUtcNow() - start).TotalSeconds);
                return _attempts.Count <= failures ? throw new InvalidDataException($"failure {_attempts.Count}") : _attempts.ToArray();
            });
        }

        public TestHub Hub { get; } = new();
    }
}
