using Azure.Storage.Queues;
using Cadenza.Domain.Records;
using Cadenza.Functions.Records;
using Cadenza.Functions.Records.Storage;
using Cadenza.LocalHost.Storage;

namespace Cadenza.Functions.Tests.Records;

/// <summary>D3, D7: records keep what they are told, and tell of it, whatever dies in between.</summary>
public abstract class RecordKeepingTests(RecordStorage storage)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Change_OverTheApi_TellsBeforeAndAfterAndLeavesNothingBehind()
    {
        var world = new RecordWorld(storage);
        var lead = await world.CreateAsync(RecordModule.Leads, """{"stage":"new","custom":"x"}""", owner: "ada");
        var changed = await world.ChangeAsync(lead, """{"stage":"won","custom":null}""");
        Assert.Equal(2, changed.Record!.Record.Revision);
        Assert.Equal(["lead_assigned", "lead_created", "lead_stage_changed", "lead_updated"], await world.TypesAsync());
        var stage = (await world.ToldAsync()).Single(one => one.GetProperty("type").GetString() == "lead_stage_changed");
        Assert.Equal($"/crm/leads/{lead.Id}", stage.GetProperty("source").GetString());
        Assert.Equal("new", stage.GetProperty("data").GetProperty("before").GetProperty("stage").GetString());
        Assert.Equal("won", stage.GetProperty("data").GetProperty("after").GetProperty("stage").GetString());
        Assert.Equal("leads", stage.GetProperty("data").GetProperty("module").GetString());
        Assert.Empty(await world.RowsAsync(world.Tables.Records, "o|"));
        var stored = await world.FindAsync(RecordModule.Leads, lead.Id);
        Assert.Equal("won", stored!.Fields.Text("stage"));
        Assert.True(stored.Fields["custom"].IsNull);
    }

    [Fact]
    public async Task Change_ThatChangesNothing_TellsNothingAndKeepsTheRevision()
    {
        var world = new RecordWorld(storage);
        var lead = await world.CreateAsync(RecordModule.Leads, """{"score":1}""");
        var same = await world.ChangeAsync(lead, """{"score":1.0}""");
        Assert.False(same.IsChange);
        Assert.Equal(1, (await world.FindAsync(RecordModule.Leads, lead.Id))!.Revision);
    }

    /// <summary>The process dies between the transaction and the queue.</summary>
    [Fact]
    public async Task Event_WhenTheProcessDiesBeforeTheQueue_IsSentByTheCheckOnce()
    {
        using var nowhere = new TemporaryFolder();
        var dying = new RecordWorld(storage, events: StorageClients.Queues($"UseEmbeddedStorage=true;Path={nowhere.Path}"));
        var lead = await dying.CreateAsync(RecordModule.Leads, """{"stage":"new"}""");
        await dying.ChangeAsync(lead, """{"stage":"won"}""");
        Assert.Empty(await dying.TypesAsync());
        Assert.Equal(2, (await dying.RowsAsync(dying.Tables.Records, "o|")).Count);
        Assert.Equal("won", (await dying.FindAsync(RecordModule.Leads, lead.Id))!.Fields.Text("stage"));

        // What comes back a minute later is the message that was put aside before the first change.
        var next = new RecordWorld(storage, dying.Organization, clock: dying.Clock);
        var check = new UnsentEventsCheck("records", RecordRows.Partition(dying.Organization, lead));
        await next.Outbox.CheckAsync(check, Cancellation);
        Assert.Empty(await next.TypesAsync());
        next.Clock.Leap(TimeSpan.FromMinutes(1));
        await next.Outbox.CheckAsync(check, Cancellation);
        await next.Outbox.CheckAsync(check, Cancellation);

        Assert.Equal(["lead_created", "lead_stage_changed", "lead_updated"], await next.TypesAsync());
        Assert.Empty(await next.RowsAsync(next.Tables.Records, "o|"));
    }

    [Fact]
    public async Task Check_IsPutAsideBeforeTheFirstChangeOfAWindow()
    {
        using var folder = new TemporaryFolder();
        var own = StorageClients.Queues($"UseEmbeddedStorage=true;Path={folder.Path}");
        var queue = own.GetQueueClient(UnsentEvents.QueueName);
        await queue.CreateIfNotExistsAsync(cancellationToken: Cancellation);
        var clock = new ManualTimeProvider();
        var outbox = new UnsentEvents(new UnsentEventsChecks(own, clock), storage.Tables ?? throw new MissingRequirementException(storage.Missing!), null!, clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<UnsentEvents>.Instance);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => outbox.ArmAsync("records", "acme|leads|1", Cancellation)));
        var afterFirst = await CountAsync();
        await outbox.ArmAsync("records", "acme|leads|2", Cancellation);
        clock.Leap(TimeSpan.FromSeconds(29));
        await outbox.ArmAsync("records", "acme|leads|1", Cancellation);
        var withinWindow = await CountAsync();
        clock.Leap(TimeSpan.FromSeconds(2));
        await outbox.ArmAsync("records", "acme|leads|1", Cancellation);
        Assert.InRange(afterFirst, 1, 20);
        Assert.Equal(afterFirst + 1, withinWindow);
        Assert.Equal(withinWindow + 1, await CountAsync());
        // They come back later: none can be taken now.
        Assert.Empty((await queue.ReceiveMessagesAsync(32, cancellationToken: Cancellation)).Value);

        async Task<int> CountAsync() => (await queue.GetPropertiesAsync(Cancellation)).Value.ApproximateMessagesCount;
    }

    [Fact]
    public async Task Step_CarriedOutTwice_ChangesOnceAndAnswersTheSame()
    {
        var world = new RecordWorld(storage);
        var lead = await world.CreateAsync(RecordModule.Leads, """{"stage":"new"}""");
        await world.TypesAsync();
        var first = await world.ChangeAsync(lead, """{"stage":"won"}""", "run/step");
        await world.ChangeAsync(lead, """{"stage":"lost"}""", "run/other");
        await world.ChangeAsync(lead, """{"score":5}""");
        world.Clock.Leap(TimeSpan.FromHours(1));
        var second = await world.ChangeAsync(lead, """{"stage":"won"}""", "run/step");

        Assert.Equal(Told(first), Told(second));
        Assert.Equal("won", second.Record!.Record.Fields.Text("stage"));
        Assert.Equal("lost", (await world.FindAsync(RecordModule.Leads, lead.Id))!.Fields.Text("stage"));
        // A step hands its events on itself; none of them is left to the outbox.
        Assert.Equal(["lead_created", "lead_score_changed", "lead_updated"], await world.TypesAsync());
    }

    [Fact]
    public async Task Creation_ByAStepCarriedOutTwice_MakesOneRecord()
    {
        var world = new RecordWorld(storage);
        var first = await world.DoneAsync("create_task", """{"title":"Call","dueInDays":2,"assigneeId":"ada"}""", null, "run/create");
        world.Clock.Leap(TimeSpan.FromDays(1));
        var second = await world.DoneAsync("create_task", """{"title":"Call","dueInDays":2,"assigneeId":"ada"}""", null, "run/create");
        Assert.Equal(first.Output.ToText(), second.Output.ToText());
        Assert.Equal(first.Events.Select(one => (one.Id, one.Source, one.Data.ToString())), second.Events.Select(one => (one.Id, one.Source, one.Data.ToString())));
        Assert.Single(await world.RowsAsync(world.Tables.Records, "r|"));
    }

    [Fact]
    public async Task Patches_OfManyWritersAtOnce_AllStay()
    {
        var world = new RecordWorld(storage);
        var lead = await world.CreateAsync(RecordModule.Leads);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 32).Select(number => world.ChangeAsync(lead, $$"""{"field{{number}}":{{number}}}""", number % 2 == 0 ? $"run {number}" : null)));
        var stored = (await world.FindAsync(RecordModule.Leads, lead.Id))!;
        Assert.All(outcomes, outcome => Assert.True(outcome.IsChange));
        Assert.Equal(33, stored.Revision);
        Assert.All(Enumerable.Range(0, 32), number => Assert.Equal(number, stored.Fields[$"field{number}"].AsNumber));
        Assert.Equal(16, (await world.TypesAsync()).Count(type => type == "lead_updated"));
        Assert.Empty(await world.RowsAsync(world.Tables.Records, "o|"));
    }

    [Fact]
    public async Task List_IsNewestFirstAndPagesWithoutGapsOrRepetitions()
    {
        var world = new RecordWorld(storage);
        var made = new List<string>();
        for (var number = 0; number < 45; number++)
        {
            world.Clock.Leap(TimeSpan.FromMilliseconds(5));
            made.Insert(0, (await world.CreateAsync(RecordModule.Accounts, $$"""{"status":"{{(number % 3 == 0 ? "open" : "closed")}}"}""")).Id.ToString());
        }

        Assert.Equal(made, await ReadAllAsync(new RecordFilter(null, null, null)));
        Assert.Equal(made.Where((_, index) => (44 - index) % 3 == 0), await ReadAllAsync(new RecordFilter(null, null, "open")));
        Assert.Empty(await ReadAllAsync(new RecordFilter("nobody", null, null)));

        async Task<List<string>> ReadAllAsync(RecordFilter filter)
        {
            var (read, position) = (new List<string>(), (string?)null);
            do
            {
                var page = await world.Records.ListAsync(world.Organization, RecordModule.Accounts, filter, position, 7, Cancellation);
                Assert.InRange(page.Records.Count, 0, 7);
                read.AddRange(page.Records.Select(record => record.Id.ToString()));
                position = page.Next;
            }
            while (position is not null);
            return read;
        }
    }

    [Fact]
    public async Task OpenRecords_AreCountedByOwnerThroughEveryChange()
    {
        var world = new RecordWorld(storage);
        var first = await world.CreateAsync(RecordModule.Tasks, owner: "ada");
        var second = await world.CreateAsync(RecordModule.Tasks, owner: "ada");
        await world.CreateAsync(RecordModule.Tasks, """{"status":"done"}""", owner: "ada");
        Assert.Equal((2, 0), await CountAsync());
        await world.ChangeAsync(first, """{"status":"completed"}""");
        Assert.Equal((1, 0), await CountAsync());
        await world.Records.ChangeAsync(
            world.Organization, new RecordTarget(RecordModule.Tasks, second.Id), _ => new RecordChange { SetsOwner = true, OwnerId = "bob" }, new RecordOrigin(world.Clock.GetUtcNow()), Cancellation);
        Assert.Equal((0, 1), await CountAsync());
        await world.ChangeAsync(first, """{"status":"open"}""");
        Assert.Equal((1, 1), await CountAsync());
        Assert.Null(await world.Records.DeleteAsync(world.Organization, new RecordTarget(RecordModule.Tasks, first.Id), Cancellation));
        Assert.Equal((0, 1), await CountAsync());
        Assert.Equal(RecordRefusal.Missing, await world.Records.DeleteAsync(world.Organization, new RecordTarget(RecordModule.Tasks, first.Id), Cancellation));

        async Task<(int Ada, int Bob)> CountAsync() => (
            await world.Store.CountOpenAsync(world.Organization, RecordModule.Tasks, "ada", Cancellation),
            await world.Store.CountOpenAsync(world.Organization, RecordModule.Tasks, "bob", Cancellation));
    }

    private static List<(string, string, string)> Told(RecordOutcome outcome) =>
        [.. outcome.Events.Select(one => (one.Id, one.Type, one.Data.ToText()))];
}

/// <summary>On embedded storage.</summary>
public sealed class RecordKeepingOnEmbeddedTests(EmbeddedRecordStorage storage) : RecordKeepingTests(storage), IClassFixture<EmbeddedRecordStorage>;

/// <summary>On Azurite.</summary>
public sealed class RecordKeepingOnAzuriteTests(AzuriteRecordStorage storage) : RecordKeepingTests(storage), IClassFixture<AzuriteRecordStorage>;
