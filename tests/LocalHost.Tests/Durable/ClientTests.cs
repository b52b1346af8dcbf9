using DurableTask.Core.Exceptions;
using DurableTask.Core.History;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Cadenza.LocalHost.Tests.Durable;

public sealed class ClientTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Schedule_WhenTheIdRuns_IsRefused()
    {
        await using var hub = await StartWaitingAsync();
        await hub.ScheduleAsync(id: "taken");

        var refused = await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => hub.ScheduleAsync(id: "taken"));

        Assert.Contains("'taken'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schedule_WhenTheIdHasEnded_StartsAnew()
    {
        await using var hub = await StartWaitingAsync();
        await hub.ScheduleAsync("first", "x");
        await hub.RaiseAsync("x", "go", 1);

        await hub.ScheduleAsync("second", "x");

        Assert.Equal(OrchestrationRuntimeStatus.Running, await hub.StatusAsync("x"));
        await hub.CrashAndRestartAsync();
        await hub.RaiseAsync("x", "go", 2);
        Assert.Equal(2, await hub.OutputAsync<int>("x"));
        Assert.Equal("second", (await hub.GetAsync("x")).ReadInputAs<string>());
        Assert.Single(await ListAsync(hub, new OrchestrationQuery()));
    }

    [Fact]
    public async Task Schedule_WhenDedupeNamesTheEndedStatus_IsRefused()
    {
        await using var hub = await StartWaitingAsync();
        await hub.ScheduleAsync(id: "x");
        await hub.RaiseAsync("x", "go", 1);
        var options = new StartOrchestrationOptions("x").WithDedupeStatuses(OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Completed);

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => hub.Client.ScheduleNewOrchestrationInstanceAsync("main", options, Cancellation));

        Assert.Equal(1, await hub.OutputAsync<int>("x"));
    }

    [Theory]
    [InlineData(false, "old")]
    [InlineData(true, "new")]
    public async Task Schedule_WhenDedupeLeavesRunningOut_ReplacesTheOneThatRunsOnlyIfTheHostLetsIt(bool canReplace, string left)
    {
        await using var hub = await StartWaitingAsync(hub => hub.Options = hub.Options with { CanReplaceRunning = canReplace });
        await hub.ScheduleAsync("old", "x");
        await hub.RaiseAsync("x", "other", "unread");
        var options = new StartOrchestrationOptions("x").WithDedupeStatuses(OrchestrationRuntimeStatus.Completed);

        var refused = await Record.ExceptionAsync(() => hub.Client.ScheduleNewOrchestrationInstanceAsync("main", "new", options, Cancellation));
        await hub.CrashAndRestartAsync();
        await hub.RaiseAsync("x", "go", 7);

        Assert.Equal(canReplace ? null : typeof(OrchestrationAlreadyExistsException), refused?.GetType());
        Assert.Equal(left, (await hub.GetAsync("x")).ReadInputAs<string>());
        Assert.Equal(7, await hub.OutputAsync<int>("x"));
    }

    [Fact]
    public async Task Schedule_WhenThirtyTwoThreadsWantOneId_StartsExactlyOne()
    {
        var starts = 0;
        await using var hub = await TestHub.StartAsync(async context =>
        {
            Interlocked.Increment(ref starts);
            return await context.WaitForExternalEvent<int>("go");
        });
        using var barrier = new Barrier(32);
        var won = 0;

        var threads = Enumerable.Range(0, 32).Select(i => new Thread(() =>
        {
            barrier.SignalAndWait();
            try
            {
                hub.Client.ScheduleNewOrchestrationInstanceAsync("main", i, new StartOrchestrationOptions("race")).GetAwaiter().GetResult();
                Interlocked.Increment(ref won);
            }
            catch (OrchestrationAlreadyExistsException)
            {
                // Refused, as all but one must be.
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        await hub.Engine.IdleAsync();

        Assert.Equal((1, 1), (won, starts));
    }

    [Theory]
    [InlineData("a/b\\c#d?e")]
    [InlineData("quote'\"%25+ and space")]
    [InlineData("größe-\U0001F600~tilde!")]
    [InlineData("tenant:sequence:2026-01-01")]
    public async Task Schedule_WhenTheIdHasOddCharacters_WorksAsAny(string id)
    {
        await using var hub = await StartWaitingAsync();

        await hub.ScheduleAsync(id: id);
        await hub.CrashAndRestartAsync();
        await hub.RaiseAsync(id, "go", 3);

        Assert.Equal(3, await hub.OutputAsync<int>(id));
        Assert.Equal([id], await ListAsync(hub, new OrchestrationQuery(InstanceIdPrefix: id[..2])));
        Assert.Equal(1, (await hub.Client.PurgeInstanceAsync(id, Cancellation)).PurgedInstanceCount);
    }

    [Fact]
    public async Task Schedule_WhenTheIdIsTooLong_Throws()
    {
        await using var hub = await StartWaitingAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => hub.ScheduleAsync(id: new string('x', 500)));
    }

    [Fact]
    public async Task GetInstance_WhenThereIsNone_IsNull()
    {
        await using var hub = await StartWaitingAsync();

        Assert.Null(await hub.Client.GetInstanceAsync("nobody", true, Cancellation));
    }

    [Fact]
    public async Task GetInstance_WhenFetchedWithoutInputsAndOutputs_DoesNotReadThem()
    {
        await using var hub = await StartWaitingAsync();
        var id = await hub.ScheduleAsync("input");

        var metadata = await hub.Client.GetInstanceAsync(id, Cancellation);

        Assert.Null(metadata!.SerializedInput);
        Assert.Throws<InvalidOperationException>(() => metadata.ReadInputAs<string>());
        Assert.Throws<InvalidOperationException>(() => metadata.ReadOutputAs<string>());
        Assert.Throws<InvalidOperationException>(() => metadata.ReadCustomStatusAs<string>());
    }

    [Fact]
    public async Task GetInstance_WhenItRuns_TellsInputAndTimes()
    {
        await using var hub = await StartWaitingAsync();
        var created = hub.Clock.GetUtcNow();
        var id = await hub.ScheduleAsync("input");
        await hub.AdvanceAsync(TimeSpan.FromHours(1));
        await hub.RaiseAsync(id, "other");

        var metadata = await hub.GetAsync(id);

        Assert.Equal("input", metadata.ReadInputAs<string>());
        Assert.Equal((created, created.AddHours(1)), (metadata.CreatedAt, metadata.LastUpdatedAt));
        Assert.True(metadata.IsRunning);
    }

    [Fact]
    public async Task WaitForInstanceCompletion_WhenItEndsLater_Returns()
    {
        await using var hub = await StartWaitingAsync();
        var id = await hub.ScheduleAsync();

        var waiting = hub.Client.WaitForInstanceCompletionAsync(id, true, Cancellation);
        Assert.False(waiting.IsCompleted);
        await hub.RaiseAsync(id, "go", 5);

        Assert.Equal(5, (await waiting).ReadOutputAs<int>());
        Assert.Equal(5, (await hub.Client.WaitForInstanceCompletionAsync(id, true, Cancellation)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task WaitForInstanceCompletion_WhenCancelled_Throws()
    {
        await using var hub = await StartWaitingAsync();
        var id = await hub.ScheduleAsync();
        using var cancel = new CancellationTokenSource();

        var waiting = hub.Client.WaitForInstanceCompletionAsync(id, cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task WaitForInstanceStart_WhenItStartsLater_Returns()
    {
        await using var hub = await StartWaitingAsync();
        await hub.Client.ScheduleNewOrchestrationInstanceAsync("main", new StartOrchestrationOptions("x", hub.Clock.GetUtcNow().AddHours(1)), Cancellation);

        var waiting = hub.Client.WaitForInstanceStartAsync("x", Cancellation);
        Assert.False(waiting.IsCompleted);
        await hub.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(OrchestrationRuntimeStatus.Running, (await waiting).RuntimeStatus);
    }

    [Fact]
    public async Task WaitForInstance_WhenThereIsNone_WaitsForOne()
    {
        await using var hub = await StartWaitingAsync();

        var (start, end) = (hub.Client.WaitForInstanceStartAsync("late", Cancellation), hub.Client.WaitForInstanceCompletionAsync("late", Cancellation));
        await hub.ScheduleAsync(id: "late");

        Assert.Equal(OrchestrationRuntimeStatus.Running, (await start).RuntimeStatus);
        await hub.RaiseAsync("late", "go", 1);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await end).RuntimeStatus);
    }

    [Fact]
    public async Task GetAllInstances_WhenFiltered_ListsWhatMatches()
    {
        await using var hub = await StartWaitingAsync();
        for (var i = 0; i < 6; i++)
        {
            await hub.ScheduleAsync(i, $"{(i % 2 == 0 ? "even" : "odd")}-{i}");
            if (i < 3) await hub.RaiseAsync($"{(i % 2 == 0 ? "even" : "odd")}-{i}", "go", i);
            await hub.AdvanceAsync(TimeSpan.FromHours(1));
        }

        var start = hub.Clock.GetUtcNow().AddHours(-6);
        Assert.Equal(["even-0", "even-2", "odd-1"], await ListAsync(hub, new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Completed])));
        Assert.Equal(["odd-1", "odd-3", "odd-5"], await ListAsync(hub, new OrchestrationQuery(InstanceIdPrefix: "odd-")));
        Assert.Equal(["even-2", "odd-3"], await ListAsync(hub, new OrchestrationQuery(CreatedFrom: start.AddHours(2), CreatedTo: start.AddHours(3))));
        Assert.Equal(["odd-3"], await ListAsync(hub, new OrchestrationQuery(InstanceIdPrefix: "odd-3", Statuses: [OrchestrationRuntimeStatus.Running])));
        Assert.Empty(await ListAsync(hub, new OrchestrationQuery(TaskHubNames: ["AnotherHub"])));
        Assert.Equal(6, (await ListAsync(hub, new OrchestrationQuery(TaskHubNames: ["testhub"]))).Count);
    }

    [Fact]
    public async Task GetAllInstances_WhenPaged_GivesEachOnceAndGoesOnFromAToken()
    {
        await using var hub = await StartWaitingAsync();
        for (var i = 0; i < 50; i++)
        {
            await hub.ScheduleAsync(i, $"n{i}");
            if (i % 3 == 0) await hub.RaiseAsync($"n{i}", "go", i);
        }

        var pages = new List<Page<OrchestrationMetadata>>();
        await foreach (var page in hub.Client.GetAllInstancesAsync(new OrchestrationQuery(PageSize: 7, FetchInputsAndOutputs: true)).AsPages()) pages.Add(page);

        Assert.All(pages, page => Assert.InRange(page.Values.Count, 0, 7));
        Assert.Equal(Enumerable.Range(0, 50), pages.SelectMany(page => page.Values).Select(found => found.ReadInputAs<int>()).Order());
        var rest = await ListAsync(hub, new OrchestrationQuery(ContinuationToken: pages[2].ContinuationToken));
        Assert.Equal(50 - pages.Take(3).Sum(page => page.Values.Count), rest.Count);
    }

    [Fact]
    public async Task PurgeInstance_WhenItRuns_IsRefused()
    {
        await using var hub = await StartWaitingAsync();
        var id = await hub.ScheduleAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => hub.Client.PurgeInstanceAsync(id, Cancellation));

        await hub.RaiseAsync(id, "go", 1);
        Assert.Equal(1, await hub.OutputAsync<int>(id));
    }

    [Fact]
    public async Task PurgeInstance_WhenItHasEnded_RemovesEveryRow()
    {
        await using var hub = await StartWaitingAsync();
        var id = await hub.ScheduleAsync();
        await hub.RaiseAsync(id, "go", 1);
        Assert.NotEmpty(await hub.HistoryRowsAsync(id));

        Assert.Equal(1, (await hub.Client.PurgeInstanceAsync(id, Cancellation)).PurgedInstanceCount);

        Assert.Null(await hub.Client.GetInstanceAsync(id, Cancellation));
        Assert.Empty(await hub.HistoryRowsAsync(id));
        Assert.Equal(0, (await hub.Client.PurgeInstanceAsync(id, Cancellation)).PurgedInstanceCount);
    }

    [Fact]
    public async Task PurgeInstance_WhenRecursive_TakesTheChildrenToo()
    {
        await using var hub = await TestHub.StartAsync(
            async context => await context.CallSubOrchestratorAsync<int>("child", new SubOrchestrationOptions(instanceId: "kid")),
            hub => hub.Orchestrator("child", _ => Task.FromResult<object?>(1)));
        var id = await hub.ScheduleAsync();

        Assert.Equal(2, (await hub.Client.PurgeInstanceAsync(id, new PurgeInstanceOptions(Recursive: true), Cancellation)).PurgedInstanceCount);

        Assert.Null(await hub.Client.GetInstanceAsync("kid", Cancellation));
    }

    [Fact]
    public async Task PurgeAllInstances_WhenFiltered_RemovesOnlyWhatMatches()
    {
        await using var hub = await StartWaitingAsync();
        for (var i = 0; i < 20; i++)
        {
            await hub.ScheduleAsync(i, $"n{i}");
            if (i < 10) await hub.RaiseAsync($"n{i}", "go", i);
            else if (i < 15) await hub.Client.TerminateInstanceAsync($"n{i}", Cancellation);
        }

        var purged = await hub.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(Statuses: [OrchestrationRuntimeStatus.Completed]), Cancellation);

        Assert.Equal(10, purged.PurgedInstanceCount);
        Assert.Equal(10, (await ListAsync(hub, new OrchestrationQuery())).Count);
        Assert.Equal(5, (await hub.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(), Cancellation)).PurgedInstanceCount);
        Assert.Equal(5, (await ListAsync(hub, new OrchestrationQuery())).Count);
    }

    [Fact]
    public async Task Schedule_WhenTagged_TellsTheTags()
    {
        await using var hub = await StartWaitingAsync();
        var options = new StartOrchestrationOptions("x") { Tags = new Dictionary<string, string> { ["tenant"] = "größe", ["kind"] = "drip" } };
        await hub.Client.ScheduleNewOrchestrationInstanceAsync("main", options, Cancellation);

        await hub.CrashAndRestartAsync();

        Assert.Equal(options.Tags, (await hub.GetAsync("x")).Tags.ToDictionary());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Restart_WhenItHasEnded_StartsItAgainWithItsInput(bool withNewId)
    {
        await using var hub = await StartWaitingAsync();
        await hub.ScheduleAsync("input", "x");
        if (!withNewId) await Assert.ThrowsAsync<InvalidOperationException>(() => hub.Client.RestartAsync("x", cancellation: Cancellation));
        await hub.RaiseAsync("x", "go", 1);

        var id = await hub.Client.RestartAsync("x", withNewId, Cancellation);

        Assert.Equal(withNewId, id != "x");
        Assert.Equal(OrchestrationRuntimeStatus.Running, await hub.StatusAsync(id));
        Assert.Equal("input", (await hub.GetAsync(id)).ReadInputAs<string>());
        await Assert.ThrowsAsync<ArgumentException>(() => hub.Client.RestartAsync("nobody", cancellation: Cancellation));
    }

    [Fact]
    public async Task GetHistory_WhenItHasEnded_StreamsItsEvents()
    {
        await using var hub = await StartWaitingAsync();
        await hub.ScheduleAsync("input", "x");
        await hub.RaiseAsync("x", "go", 1);

        var history = await hub.Client.GetOrchestrationHistoryAsync("x", Cancellation);

        Assert.Equal(
            [EventType.OrchestratorStarted, EventType.ExecutionStarted, EventType.OrchestratorCompleted, EventType.OrchestratorStarted, EventType.EventRaised, EventType.ExecutionCompleted, EventType.OrchestratorCompleted],
            history.Select(happened => happened.EventType));
        await Assert.ThrowsAsync<ArgumentException>(() => hub.Client.GetOrchestrationHistoryAsync("nobody", Cancellation));
    }

    [Fact]
    public async Task Rewind_WhenAsked_IsRefusedByName()
    {
        await using var hub = await StartWaitingAsync();

        var refused = await Assert.ThrowsAsync<NotImplementedException>(() => hub.Client.RewindInstanceAsync("x", "why", Cancellation));
        Assert.Equal("RewindInstance is not supported by LocalHost.", refused.Message);
        var entity = await Assert.ThrowsAsync<RpcException>(() => hub.Client.Entities.SignalEntityAsync(new("counter", "a"), "add", cancellation: Cancellation));
        Assert.Equal("SignalEntity is not supported by LocalHost.", entity.Status.Detail);
    }

    private static Task<TestHub> StartWaitingAsync(Action<TestHub>? setUp = null) =>
        TestHub.StartAsync(async context => await context.WaitForExternalEvent<int>("go"), setUp);

    private static async Task<List<string>> ListAsync(TestHub hub, OrchestrationQuery query)
    {
        var ids = new List<string>();
        await foreach (var found in hub.Client.GetAllInstancesAsync(query)) ids.Add(found.InstanceId);
        ids.Sort(StringComparer.Ordinal);
        return ids;
    }
}
