using Azure.Data.Tables;
using Cadenza.Functions.Events.Storage;
using Cadenza.Functions.Platform.Tables;

namespace Cadenza.Functions.Tests.Workflows;

/// <summary>F2: what happened lately, the app's own events too, and what came of it.</summary>
public abstract class EventListTests(AppFixture app)
{
    private const string Tell = """[{"id":"tell","type":"emit_event","config":{"type":"told"}}]""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_WhenListed_AreTheNewestFirstAndEachOnce_F2G8()
    {
        var world = await WorkflowWorld.CreateAsync(app);
        List<string> sent = [];
        for (var part = 0; part < 5; part++)
        {
            var answer = await world.SendAsync([.. Enumerable.Range(0, 6).Select(n => ("lead_created", """{"entity":{"id":"l1"}}""", (string?)$"{part}-{n}", (string?)null))]);
            sent.AddRange(answer.GetProperty("data").EnumerateArray().Select(one => one.GetProperty("id").GetString()!));
        }

        foreach (var limit in new[] { 1, 7, 29, 30, 100 })
        {
            var listed = await AllAsync(world, $"/events?limit={limit}", limit);
            Assert.Equal(sent.Order(), listed.Select(one => one.GetProperty("id").GetString()!).Order());
            var times = listed.Select(one => one.GetProperty("received_at").GetDateTimeOffset()).ToList();
            Assert.Equal(times.OrderDescending(), times);
        }
    }

    [Fact]
    public async Task Events_WhenFiltered_AreOfTheTypeOrSubject_F2()
    {
        var world = await WorkflowWorld.CreateAsync(app);
        await world.SendAsync([("lead_created", """{"entity":{}}""", null, "l1"), ("lead_created", """{"entity":{}}""", null, "l2"), ("order-paid", """{"entity":{}}""", null, "l1")]);
        Assert.Equal(2, (await AllAsync(world, "/events?type=lead-created&limit=1", 1)).Count);
        Assert.Equal("order-paid", Assert.Single(await AllAsync(world, "/events?type=order_paid&subject=l1&limit=5", 5)).GetProperty("type").GetString());
        Assert.Equal(2, (await AllAsync(world, "/events?subject=l1&limit=5", 5)).Count);
        Assert.Empty(await AllAsync(world, "/events?subject=nobody&limit=5", 5));
    }

    /// <summary>What nobody outside knows the id of: the event of a changed record, with the reason why nothing was started.</summary>
    [Fact]
    public async Task Events_OfTheAppItself_AreFoundByTheRecordAndTheRun_F2()
    {
        var world = await WorkflowWorld.CreateAsync(app);
        var fires = await world.ActivateAsync("lead_created", Tell);
        var refuses = await world.ActivateAsync("lead_created", Tell, filters: """{"field":"source","operator":"equals","value":"website"}""");
        using var made = await world.Client.CallAsync("POST", "/crm/leads", """{"name":"Ada","source":"ads"}""");
        var lead = (await made.JsonAsync(201)).GetProperty("id").GetString();
        var run = Assert.Single(await world.RunsAsync(fires, 1));

        var listed = Assert.Single(await AllAsync(world, $"/events?subject={lead}&type=lead_created&limit=10", 10));
        var outcomes = listed.GetProperty("outcomes").EnumerateArray().ToDictionary(outcome => outcome.GetProperty("workflow_id").GetString()!);
        Assert.Equal(run.Id.ToString(), outcomes[fires.Id.ToString()].GetProperty("run_id").GetString());
        Assert.Contains("source equals", outcomes[refuses.Id.ToString()].GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal("decided", listed.GetProperty("status").GetString());

        var id = listed.GetProperty("id").GetString();
        using var ofWorkflow = await world.Client.CallAsync("GET", $"/workflows/{fires.Id}/runs/{run.Id}");
        Assert.Equal(id, (await ofWorkflow.JsonAsync(200)).GetProperty("event_id").GetString());
        using var ofAutomation = await world.Client.CallAsync("GET", $"/crm/workflows/runs/{run.Id}");
        Assert.Equal(id, (await ofAutomation.JsonAsync(200)).GetProperty("eventId").GetString());
    }

    [Theory]
    [InlineData("/events?limit=0", "invalid_parameter")]
    [InlineData("/events?cursor=abc", "invalid_cursor")]
    public async Task Events_WhenThePageIsBad_AreRefused_G2(string path, string code)
    {
        var world = await WorkflowWorld.CreateAsync(app);
        using var response = await world.Client.CallAsync("GET", path);
        await response.IsProblemAsync(400, code);
    }

    /// <summary>Events of an earlier version, which have another row for their time, are read and go as ever.</summary>
    [Fact]
    public async Task Event_OfAnEarlierVersion_IsReadByIdAndPurged()
    {
        var world = await WorkflowWorld.CreateAsync(app);
        var key = (await world.SendAsync("lead_created", """{"entity":{}}""")).GetProperty("data")[0].GetProperty("id").GetString()!;
        await world.DecidedAsync(key);
        var tables = app.Services.GetRequiredService<StorageTables>();
        var partition = EventStore.Partition(world.Organization, Convert.ToInt32(key[..2], 16) % EventStore.Shards);
        var listing = new List<TableEntity>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {"n|"} and RowKey lt {"n}"}");
        await foreach (var row in tables.Events.QueryAsync<TableEntity>(filter, cancellationToken: Cancellation)) listing.Add(row);
        await tables.Events.DeleteEntityAsync(partition, Assert.Single(listing).RowKey, cancellationToken: Cancellation);
        var old = RowKey.Join("x", RowKey.Time(DateTimeOffset.UtcNow - EventStore.Retention - TimeSpan.FromDays(1)), key);
        await tables.Events.AddEntityAsync(new TableEntity(partition, old), Cancellation);

        await world.DecidedAsync(key);
        Assert.Empty(await AllAsync(world, "/events?limit=5", 5));
        Assert.True(await app.Services.GetRequiredService<EventStore>().PurgeAsync(world.Organization, 100, Cancellation));
        using var gone = await world.Client.CallAsync("GET", $"/events/{key}");
        Assert.Equal(404, (int)gone.StatusCode);
    }

    private static async Task<List<JsonElement>> AllAsync(WorkflowWorld world, string path, int limit)
    {
        var all = new List<JsonElement>();
        for (string? cursor = null; ;)
        {
            using var response = await world.Client.CallAsync("GET", cursor is null ? path : $"{path}&cursor={cursor}");
            var page = await response.JsonAsync(200);
            Assert.InRange(page.GetProperty("data").GetArrayLength(), 0, limit);
            all.AddRange(page.GetProperty("data").EnumerateArray());
            cursor = page.GetProperty("next_cursor").GetString();
            if (cursor is null) return all;
        }
    }
}

/// <summary>In process, on embedded storage.</summary>
public sealed class EventListOnEmbeddedTests(AppFixture app) : EventListTests(app), IClassFixture<AppFixture>;

/// <summary>In two processes, on Azurite.</summary>
public sealed class EventListOnAzuriteTests(TwoProcessAppFixture app) : EventListTests(app.OrSkip()), IClassFixture<TwoProcessAppFixture>;
