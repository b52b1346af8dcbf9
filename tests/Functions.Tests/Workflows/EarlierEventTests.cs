using Azure.Data.Tables;
using Azure.Storage.Queues;
using Cadenza.Domain.Execution;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Events;
using Cadenza.Functions.Events.Storage;
using Cadenza.Functions.Platform.Tables;
using Cadenza.Functions.Timing;
using Cadenza.Functions.Workflows.Events;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Tests.Workflows;

/// <summary>A8, F1: a run that waits for an event sees all that came since the event that started it.</summary>
public abstract class EarlierEventTests(AppFixture app)
{
    private protected const string BySubject = """[{"id":"w","type":"wait_for_event","config":{"event_type":"order-placed","timeout":{"hours":2}}}]""";
    private protected const string ByMatch = """[{"id":"w","type":"wait_for_event","config":{"event_type":"order_placed","timeout":{"hours":2},"match":{"field":"lead","operator":"equals","value":"{{trigger.id}}"}}}]""";
    private const string ByTypeOfTrigger = """[{"id":"w","type":"wait_for_event","config":{"event_type":"order_{{trigger.what}}","timeout":{"hours":2}}}]""";

    private protected AppFixture App => app;

    [Theory]
    [InlineData(BySubject, true)]
    [InlineData(BySubject, false)]
    [InlineData(ByMatch, true)]
    [InlineData(ByMatch, false)]
    [InlineData(ByTypeOfTrigger, true)]
    public async Task Wait_WhenItsEventIsInTheBatchOfTheStart_EndsByIt(string steps, bool isStartFirst)
    {
        var world = await WorkflowWorld.CreateAsync(app);
        var workflow = await world.ActivateAsync("lead_created", steps);
        var (start, order) = (Start("l1"), Order("l1"));
        await world.SendAsync(isStartFirst ? [start, order] : [order, start]);
        AssertEndedByEvent(Assert.Single(await world.RunsAsync(workflow, 1)));
    }

    [Fact]
    public async Task Waits_WhenTheirEventsAreSentRightBehindTheStarts_EndByThem()
    {
        const int Count = 30;
        var world = await WorkflowWorld.CreateAsync(app);
        var workflow = await world.ActivateAsync("lead_created", BySubject);
        for (var number = 0; number < Count; number++)
        {
            await world.SendAsync([Start($"l{number}")]);
            await world.SendAsync([Order($"l{number}")]);
        }

        Assert.All(await world.RunsAsync(workflow, Count), AssertEndedByEvent);
    }

    [Fact]
    public async Task Wait_WhenBothEventsComeByQueueInMessagesOfTheirOwn_EndsByItsEvent()
    {
        var world = await WorkflowWorld.CreateAsync(app);
        var workflow = await world.ActivateAsync("lead_created", BySubject);
        var queue = app.Services.GetRequiredService<QueueServiceClient>().GetQueueClient(EventQueue.QueueName);
        foreach (var (type, data, _, subject) in new[] { Start("l1"), Order("l1") })
        {
            await queue.SendMessageAsync(
                $$"""{"specversion":"1.0","id":"{{Guid.NewGuid()}}","source":"/tests","type":"{{type}}","subject":"{{subject}}","organization":"{{world.Organization}}","data":{{data}} }""",
                TestContext.Current.CancellationToken);
        }

        AssertEndedByEvent(Assert.Single(await world.RunsAsync(workflow, 1)));
    }

    private protected static (string Type, string Data, string? Id, string? Subject) Start(string lead) =>
        ("lead_created", $$"""{"module":"leads","entity":{"id":"{{lead}}","what":"placed"} }""", null, lead);

    private protected static (string Type, string Data, string? Id, string? Subject) Order(string lead) =>
        ("order_placed", $$$"""{"module":"leads","entity":{"id":"o1","lead":"{{{lead}}}"}}""", null, lead);

    private protected static void AssertEndedByEvent(Run run) => Assert.Equal((RunStatus.Completed, StepLabels.Event), (run.Status, run.Journal[0].Label));
}

/// <summary>In process, on embedded storage, on a clock that the test moves.</summary>
public sealed class EarlierEventOnEmbeddedTests(EarlierEventOnEmbeddedTests.ManualApp app) : EarlierEventTests(app), IClassFixture<EarlierEventOnEmbeddedTests.ManualApp>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(BySubject)]
    [InlineData(ByMatch)]
    public async Task Wait_WhenItsEventIsWorkedOffBeforeTheStart_EndsByIt(string steps)
    {
        var world = await WorkflowWorld.CreateAsync(App);
        var workflow = await world.ActivateAsync("lead_created", steps);
        var (inbox, work, doorbells) = (App.Services.GetRequiredService<EventInbox>(), App.Services.GetRequiredService<EventProcessing>(), new Doorbells(App.DurableClient));
        var (start, order) = (EventOf(world, Start("l1")), EventOf(world, Order("l1")));
        await inbox.ReceiveAsync(world.Organization, [start], Cancellation);
        await inbox.ReceiveAsync(world.Organization, [order], Cancellation);
        // Twice each, as a queue may hand a message over.
        foreach (var happening in new[] { order, start, order, start })
            await work.DoAsync([happening], isReceived: true, App.Clock!.GetUtcNow(), doorbells, Cancellation);
        var run = Assert.Single(await world.RunsAsync(workflow, 1));
        AssertEndedByEvent(run);
        Assert.Equal(EventKey.Of(order), run.Journal[0].Event);
    }

    [Theory]
    [InlineData(BySubject)]
    [InlineData(ByMatch)]
    public async Task Wait_WhenAnEventCameBeforeTheStart_DoesNotEndByIt(string steps)
    {
        var world = await WorkflowWorld.CreateAsync(App);
        var workflow = await world.ActivateAsync("lead_created", steps);
        await DecidedAsync(world, Order("l1"));
        App.Clock!.Leap(TimeSpan.FromMilliseconds(1));
        await world.SendAsync([Start("l1")]);
        await world.RunsAsync(workflow, 1, run => run.Status == RunStatus.Idle);
        Assert.Equal(StepLabels.Timeout, (await OverAsync(world, workflow)).Journal[0].Label);
    }

    [Fact]
    public async Task Wait_WhereEventsSayNoModule_EndsByItsOwnSubjectAlone()
    {
        var world = await WorkflowWorld.CreateAsync(App);
        var workflow = await world.ActivateAsync("ticket_created", BySubject);
        await world.SendAsync([("ticket_created", """{"n":1}""", null, "X1"), ("ticket_created", """{"n":2}""", null, "X2")]);
        await world.RunsAsync(workflow, 2, run => run.Status == RunStatus.Idle);
        await DecidedAsync(world, ("order_placed", """{"for":"X1"}""", null, "X1"));
        App.Clock!.Leap(TimeSpan.FromMilliseconds(1));
        await App.Engine.IdleAsync();
        var runs = await world.RunsAsync(workflow, 2, run => run.IsOver == (run.Trigger.About == "X1"));
        var ended = Assert.Single(runs, run => run.IsOver);
        Assert.True(ended.Journal[0].Output.TryGetMember("event_id", out var id));
        Assert.Equal(ended.Journal[0].Event, id.AsText);
    }

    [Fact]
    public async Task Wait_OfARunAboutARecord_EndsByAnEventThatSaysNoModule()
    {
        var world = await WorkflowWorld.CreateAsync(App);
        var workflow = await world.ActivateAsync("lead_created", BySubject);
        await world.SendAsync([Start("l1")]);
        await world.RunsAsync(workflow, 1, run => run.Status == RunStatus.Idle);
        await world.SendAsync([("order_placed", """{"total":7}""", null, "l1")]);
        AssertEndedByEvent(Assert.Single(await world.RunsAsync(workflow, 1)));
    }

    [Theory]
    [InlineData(1, StepLabels.Timeout)]
    [InlineData(2, StepLabels.Event)]
    public async Task Wait_WhenAnEventEndedTheOneBefore_WantsAnother(int orders, string outcome)
    {
        var world = await WorkflowWorld.CreateAsync(App);
        var workflow = await world.ActivateAsync("lead_created", $"[{BySubject[1..^1]},{BySubject[1..^1].Replace("\"w\"", "\"again\"", StringComparison.Ordinal)}]");
        await world.SendAsync([Start("l1"), .. Enumerable.Repeat(Order("l1"), orders)]);
        if (orders == 1) await world.RunsAsync(workflow, 1, run => run.Wait?.StepId == "again");
        var run = await OverAsync(world, workflow);
        Assert.Equal([StepLabels.Event, outcome], run.Journal.Select(entry => entry.Label));
        Assert.NotEqual(run.Journal[0].Event, run.Journal[1].Event);
    }

    [Fact]
    public async Task Wait_WhenItsEventCameDuringADelay_EndsByIt()
    {
        var world = await WorkflowWorld.CreateAsync(App);
        var workflow = await world.ActivateAsync("lead_created", $$"""[{"id":"pause","type":"wait","config":{"days":3} },{{BySubject[1..^1]}}]""");
        await world.SendAsync([Start("l1")]);
        await world.RunsAsync(workflow, 1, run => run.Status == RunStatus.Idle);
        await DecidedAsync(world, Order("l2"));
        await DecidedAsync(world, Order("l1"));
        App.Clock!.Leap(TimeSpan.FromDays(3));
        await App.Engine.IdleAsync();
        var run = Assert.Single(await world.RunsAsync(workflow, 1));
        Assert.Equal([StepLabels.Event], run.Journal.Skip(1).Select(entry => entry.Label));
        Assert.True(run.EndedAt - run.CreatedAt < TimeSpan.FromDays(3) + TimeSpan.FromMinutes(30));
    }

    [Fact]
    public async Task Wait_OfAVersionThatWasStoredBeforeWaitsWereNoted_EndsByAnEarlierEvent()
    {
        var world = await WorkflowWorld.CreateAsync(App);
        var workflow = await world.ActivateAsync("lead_created", BySubject);
        var table = App.Services.GetRequiredService<StorageTables>().Workflows;
        var organization = world.Organization.ToString();
        await foreach (var note in table.QueryAsync<TableEntity>($"PartitionKey eq '{organization}' and RowKey gt 't|order_placed|a|' and RowKey lt 't|order_placed|a}}'", cancellationToken: Cancellation))
            await table.DeleteEntityAsync(note, cancellationToken: Cancellation);
        var counter = (await table.GetEntityAsync<TableEntity>(organization, "c", cancellationToken: Cancellation)).Value;
        Assert.True(counter.Remove("HasAwaited"));
        await table.UpdateEntityAsync(counter, counter.ETag, TableUpdateMode.Replace, Cancellation);

        await world.SendAsync([Start("l1"), Order("l1")]);
        AssertEndedByEvent(Assert.Single(await world.RunsAsync(workflow, 1)));
    }

    [Fact]
    public async Task Listeners_WhenAnotherInstanceActivated_KnowAtOnce()
    {
        var world = await WorkflowWorld.CreateAsync(App);
        await world.ActivateAsync("lead_deleted", BySubject);
        var store = App.Services.GetRequiredService<WorkflowStore>();
        var here = new EventListeners(store);
        Assert.False(await WantsAsync("contact_created"));
        Assert.True(await WantsAsync("order_placed"));
        await world.ActivateAsync("contact_created", BySubject);
        Assert.True(await WantsAsync("contact_created"));

        async Task<bool> WantsAsync(string type) => (await here.OfAsync(world.Organization, [type], Cancellation))[type].IsWanted;
    }

    [Fact]
    public async Task Events_WhenTheyExpire_AreNoLongerFound()
    {
        await using var own = new ManualApp();
        await own.InitializeAsync();
        var world = await WorkflowWorld.CreateAsync(own);
        await world.ActivateAsync("lead_created", BySubject);
        await DecidedAsync(world, Order("l1"));
        var (store, began) = (own.Services.GetRequiredService<EventStore>(), own.Clock!.GetUtcNow());
        Assert.Single(await ListAsync("l1"));
        Assert.Single(await ListAsync(null));
        own.Clock.Leap(EventStore.Retention + TimeSpan.FromDays(1));
        Assert.True(await store.PurgeAsync(world.Organization, 100, Cancellation));
        Assert.Empty(await ListAsync("l1"));
        Assert.Empty(await ListAsync(null));

        Task<IReadOnlyList<string>> ListAsync(string? subject) => store.ListAwaitedAsync(world.Organization, "order_placed", subject, began.AddDays(-1), Cancellation);
    }

    private CloudEvent EventOf(WorkflowWorld world, (string Type, string Data, string? Id, string? Subject) one)
    {
        App.Clock!.Leap(TimeSpan.FromMilliseconds(1));
        var now = App.Clock.GetUtcNow();
        return new CloudEvent(Guid.NewGuid().ToString(), "/tests", one.Type, one.Subject, now, world.Organization.ToString(), JsonElement.Parse(one.Data)).Received(now);
    }

    private static async Task DecidedAsync(WorkflowWorld world, (string Type, string Data, string? Id, string? Subject) one)
    {
        var sent = await world.SendAsync([one]);
        await world.DecidedAsync(sent.GetProperty("data")[0].GetProperty("id").GetString()!);
    }

    private async Task<Run> OverAsync(WorkflowWorld world, Workflow workflow)
    {
        await Eventually.True(
            async () =>
            {
                App.Clock!.Leap(TimeSpan.FromMinutes(20));
                await App.Engine.IdleAsync();
                return (await world.RunsAsync(workflow, 1, _ => true))[0].IsOver;
            },
            "the run is over");
        return Assert.Single(await world.RunsAsync(workflow, 1));
    }

    /// <summary>An app on a clock that the test moves.</summary>
    public sealed class ManualApp : AppFixture
    {
        public ManualApp() => Clock = new ManualTimeProvider();
    }
}

/// <summary>In two processes, on Azurite.</summary>
public sealed class EarlierEventOnAzuriteTests(TwoProcessAppFixture app) : EarlierEventTests(app.OrSkip()), IClassFixture<TwoProcessAppFixture>;
