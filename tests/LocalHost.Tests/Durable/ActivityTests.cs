using System.Text.Json;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Cadenza.LocalHost.Tests.Durable;

public sealed class ActivityTests
{
    [Fact]
    public async Task CallActivity_WhenThreeFollowEachOther_HandsResultsOn()
    {
        await using var hub = await TestHub.StartAsync(
            async context =>
            {
                var sum = 0;
                for (var i = 0; i < 3; i++) sum = await context.CallActivityAsync<int>("add", new[] { sum, i + 1 });
                return sum;
            },
            hub => hub.Activity("add", input => JsonSerializer.Deserialize<int[]>(input!)!.Sum()));

        Assert.Equal(6, await hub.OutputAsync<int>(await hub.ScheduleAsync()));
    }

    [Fact]
    public async Task CallActivity_WhenManyRunAtOnce_GathersAllResultsInOrder()
    {
        await using var hub = await TestHub.StartAsync(
            async context => await Task.WhenAll(Enumerable.Range(0, 100).Select(i => context.CallActivityAsync<int>("double", i))),
            hub => hub.ActivityAsync("double", async input =>
            {
                await Task.Yield();
                return int.Parse(input!, null) * 2;
            }));

        Assert.Equal(Enumerable.Range(0, 100).Select(i => i * 2), await hub.OutputAsync<List<int>>(await hub.ScheduleAsync()));
    }

    [Fact]
    public async Task CallActivity_WhenItThrows_ThrowsTaskFailedWithTypeMessageAndCause()
    {
        TaskFailedException? caught = null;
        await using var hub = await TestHub.StartAsync(
            async context =>
            {
                try
                {
                    await context.CallActivityAsync("fail");
                }
                catch (TaskFailedException failed)
                {
                    caught = failed;
                }

                return "went on";
            },
            hub => hub.Activity("fail", _ => throw new InvalidDataException("bad", new FormatException("because"))));

        var id = await hub.ScheduleAsync();

        Assert.Equal("went on", await hub.OutputAsync<string>(id));
        Assert.Equal("fail", caught!.TaskName);
        Assert.Equal("System.IO.InvalidDataException", caught.FailureDetails.ErrorType);
        Assert.Equal("bad", caught.FailureDetails.ErrorMessage);
        Assert.Equal("because", caught.FailureDetails.InnerFailure!.ErrorMessage);
        Assert.True(caught.FailureDetails.IsCausedBy<InvalidDataException>());
        Assert.True(caught.FailureDetails.IsCausedBy<SystemException>());
        Assert.False(caught.FailureDetails.IsCausedBy<FormatException>());
    }

    [Fact]
    public async Task CallActivity_WhenItsFailureIsNotCaught_FailsTheOrchestrationWithTheDetails()
    {
        await using var hub = await TestHub.StartAsync(
            async context => await context.CallActivityAsync<int>("fail"),
            hub => hub.Activity("fail", _ => throw new InvalidDataException("bad")));

        var details = (await hub.GetAsync(await hub.ScheduleAsync())).FailureDetails!;

        Assert.True(details.IsCausedBy<TaskFailedException>());
        Assert.Equal("System.IO.InvalidDataException", details.InnerFailure!.ErrorType);
    }

    [Fact]
    public async Task CallActivity_WhenItDoesNotExist_FailsAndNamesIt()
    {
        await using var hub = await TestHub.StartAsync(async context => await context.CallActivityAsync<int>("nowhere"));

        var metadata = await hub.GetAsync(await hub.ScheduleAsync());

        Assert.Contains("'nowhere'", metadata.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallActivity_WhenResultCannotBeRead_FailsTheOrchestration()
    {
        await using var hub = await TestHub.StartAsync(
            async context => await context.CallActivityAsync<int>("text"),
            hub => hub.Activity("text", _ => "not a number"));

        var metadata = await hub.GetAsync(await hub.ScheduleAsync());

        Assert.True(metadata.FailureDetails!.IsCausedBy<JsonException>());
    }

    [Fact]
    public async Task CallActivity_WhenMoreThanTheLimitAreWanted_RunsNoMoreAtATime()
    {
        var (running, most) = (0, 0);
        await using var hub = await TestHub.StartAsync(
            async context =>
            {
                await Task.WhenAll(Enumerable.Range(0, 40).Select(i => context.CallActivityAsync("work", i)));
                return null;
            },
            hub =>
            {
                hub.Options = hub.Options with { MaxConcurrentActivities = 3 };
                hub.ActivityAsync("work", async _ =>
                {
                    var now = Interlocked.Increment(ref running);
                    InterlockedMax(ref most, now);
                    await Task.Delay(1);
                    Interlocked.Decrement(ref running);
                    return null;
                });
            });

        Assert.Equal(OrchestrationRuntimeStatus.Completed, await hub.StatusAsync(await hub.ScheduleAsync()));
        Assert.Equal(3, most);
    }

    [Fact]
    public async Task CallActivity_WhenNotAwaited_RunsAllTheSame()
    {
        var runs = 0;
        await using var hub = await TestHub.StartAsync(
            context =>
            {
                _ = context.CallActivityAsync("side");
                return Task.FromResult<object?>("done");
            },
            hub => hub.Activity("side", _ => Interlocked.Increment(ref runs)));

        Assert.Equal("done", await hub.OutputAsync<string>(await hub.ScheduleAsync()));
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task CallActivity_WhenStorageHasNotTakenTheCall_DoesNotRun()
    {
        var runs = 0;
        await using var hub = new TestHub();
        var store = new FaultyStore(hub.NewStore());
        hub.Store = store;
        hub.Orchestrator("main", async context => await context.CallActivityAsync<int>("work"));
        hub.Activity("work", _ => Interlocked.Increment(ref runs));
        await hub.StartAsync();
        store.FailFrom(1, applied: false);

        var scheduling = hub.Client.ScheduleNewOrchestrationInstanceAsync("main", TestContext.Current.CancellationToken);
        await store.Down;

        Assert.False(scheduling.IsCompleted);
        Assert.Equal(0, runs);
        await hub.Engine.AbandonAsync();
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => scheduling)).StatusCode);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = target; value > seen; seen = Interlocked.CompareExchange(ref target, value, seen))
        {
        }
    }
}
