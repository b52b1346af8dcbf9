using Cadenza.Domain.Organizations;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Tests.Records;

/// <summary>D7, G2–G5, G8: records over HTTP.</summary>
public abstract class RecordApiTests
{
    private readonly AppFixture _app;

    protected RecordApiTests(AppFixture app)
    {
        _app = app.OrSkip();
    }

    [Theory]
    [InlineData("leads", """{"name":"A","stage":"new","score":3,"dueDate":"free here"}""")]
    [InlineData("accounts", """{"name":"A","website":"a.example"}""")]
    [InlineData("opportunities", """{"name":"A","amount":10.5,"closeDate":"2030-01-31"}""")]
    [InlineData("tasks", """{"title":"A","dueDate":"2030-01-31T08:00:00+02:00","assigneeId":"ada"}""")]
    [InlineData("projects", """{"name":"A","status":"open"}""")]
    public async Task Record_OfEveryModule_IsCreatedReadChangedListedAndDeleted(string module, string body)
    {
        using var client = await ClientAsync();
        using var created = await client.CallAsync("POST", $"/crm/{module}", body);
        var record = await created.JsonAsync(201);
        var id = record.GetProperty("id").GetString()!;
        Assert.Equal($"/crm/{module}/{id}", created.Headers.Location!.ToString());
        Assert.Equal("\"1\"", created.Headers.ETag!.Tag);
        Assert.Equal(module, record.GetProperty("module").GetString());
        using var read = await client.CallAsync("GET", $"/crm/{module}/{id.ToUpperInvariant()}");
        Assert.Equal(record.GetRawText(), (await read.JsonAsync(200)).GetRawText());

        using var patched = await client.CallAsync("PATCH", $"/crm/{module}/{id}", """{"my_field":"x","status":"open","tags":["a","a","b"]}""", ("If-Match", "\"1\""));
        var changed = await patched.JsonAsync(200);
        Assert.Equal("x", changed.GetProperty("myField").GetString());
        Assert.Equal(["a", "b"], changed.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
        Assert.Equal(2, changed.GetProperty("revision").GetInt32());
        using var stale = await client.CallAsync("PATCH", $"/crm/{module}/{id}", """{"status":"closed"}""", ("If-Match", "\"1\""));
        await stale.IsProblemAsync(412, "precondition_failed");
        using var cleared = await client.CallAsync("PATCH", $"/crm/{module}/{id}", """{"myField":null,"owner_id":"bob"}""");
        var after = await cleared.JsonAsync(200);
        Assert.False(after.TryGetProperty("myField", out _));
        Assert.Equal("bob", after.GetProperty("ownerId").GetString());

        using var list = await client.CallAsync("GET", $"/crm/{module}?ownerId=bob&status=open");
        Assert.Equal([id], (await list.JsonAsync(200)).GetProperty("data").EnumerateArray().Select(one => one.GetProperty("id").GetString()));
        using var deleted = await client.CallAsync("DELETE", $"/crm/{module}/{id}", null, ("If-Match", "\"3\""));
        Assert.Equal(204, (int)deleted.StatusCode);
        using var gone = await client.CallAsync("GET", $"/crm/{module}/{id}");
        await gone.IsProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task Body_WhenWrong_NamesEveryFaultAndStoresNothing()
    {
        using var client = await ClientAsync();
        using var response = await client.CallAsync(
            "POST", "/crm/leads", """{"score":"many","email":"x","stage":5,"id":"1","bad name":1,"due_date":"a","dueDate":"b","deep":{"a":1},"tags":["a,b"],"ownerId":7}""");
        var errors = (await response.JsonAsync(400)).GetProperty("errors");
        Assert.Equal(
            ["/bad name", "/deep", "/dueDate", "/email", "/id", "/ownerId", "/score", "/stage", "/tags/0"],
            errors.EnumerateObject().Select(error => error.Name).Order(StringComparer.Ordinal));
        using var large = await client.CallAsync("POST", "/crm/leads", JsonSerializer.Serialize(Enumerable.Range(0, 9).ToDictionary(number => $"f{number}", _ => new string('x', 4000))));
        await large.IsProblemAsync(400, "invalid_body");
        using var list = await client.CallAsync("GET", "/crm/leads");
        Assert.Empty((await list.JsonAsync(200)).GetProperty("data").EnumerateArray());
    }

    [Theory]
    [InlineData("GET", "/crm/invoices", 404, "unknown_route")]
    [InlineData("GET", "/crm/invoices/019a0b1c-2d3e-7f40-8a51-62738495a6b7", 404, "unknown_route")]
    [InlineData("GET", "/crm/leads/nope", 400, "invalid_parameter")]
    [InlineData("GET", "/crm/leads?limit=0", 400, "invalid_parameter")]
    [InlineData("GET", "/crm/leads?cursor=abc", 400, "invalid_cursor")]
    [InlineData("PUT", "/crm/leads", 405, "method_not_allowed")]
    [InlineData("GET", "/crm/notifications?userId=", 400, "invalid_parameter")]
    public async Task Path_WhenWrong_IsRefusedForWhatItIs(string method, string path, int status, string code)
    {
        using var response = await _app.Client.CallAsync(method, path);
        await response.IsProblemAsync(status, code);
    }

    [Fact]
    public async Task List_IsNewestFirstAndItsCursorBelongsToItAlone()
    {
        using var client = await ClientAsync();
        var made = new List<string>();
        for (var number = 0; number < 5; number++)
        {
            using var created = await client.CallAsync("POST", "/crm/leads", $$"""{"name":"{{number}}"}""");
            made.Add((await created.JsonAsync(201)).GetProperty("id").GetString()!);
        }

        using var first = await client.CallAsync("GET", "/crm/leads?limit=3");
        var page = await first.JsonAsync(200);
        var cursor = page.GetProperty("nextCursor").GetString();
        using var second = await client.CallAsync("GET", $"/crm/leads?limit=3&cursor={cursor}");
        var rest = await second.JsonAsync(200);
        Assert.Equal(JsonValueKind.Null, rest.GetProperty("nextCursor").ValueKind);
        var listed = page.GetProperty("data").EnumerateArray().Concat(rest.GetProperty("data").EnumerateArray()).Select(one => one.GetProperty("id").GetString()!).ToList();
        // Ids of one millisecond have no order among themselves.
        Assert.Equal(made.Order(), listed.Order());
        Assert.Equal(listed.Select(id => id[..13]).OrderDescending(), listed.Select(id => id[..13]));
        using var elsewhere = await client.CallAsync("GET", $"/crm/tasks?cursor={cursor}");
        await elsewhere.IsProblemAsync(400, "invalid_cursor");
        using var narrowed = await client.CallAsync("GET", $"/crm/leads?stage=new&cursor={cursor}");
        await narrowed.IsProblemAsync(400, "invalid_cursor");
    }

    [Fact]
    public async Task Post_SentAgainUnderItsKey_MakesOneRecord()
    {
        using var client = await ClientAsync();
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        using var first = await client.CallAsync("POST", "/crm/leads", """{"name":"A"}""", key);
        using var second = await client.CallAsync("POST", "/crm/leads", """{"name":"A"}""", key);
        Assert.Equal((await first.JsonAsync(201)).GetProperty("id").GetString(), (await second.JsonAsync(201)).GetProperty("id").GetString());
        using var list = await client.CallAsync("GET", "/crm/leads");
        Assert.Single((await list.JsonAsync(200)).GetProperty("data").EnumerateArray());
    }

    [Fact]
    public async Task Contact_IsOneOverBothSurfaces()
    {
        using var client = await ClientAsync();
        using var created = await client.CallAsync("POST", "/contacts", """{"email":"ada@example.com","name":"Ada","attributes":{"first_name":"Ada","plan":"pro"}}""");
        var id = (await created.JsonAsync(201)).GetProperty("id").GetString()!;
        using var seen = await client.CallAsync("GET", $"/crm/contacts/{id}");
        var record = await seen.JsonAsync(200);
        Assert.Equal(("ada@example.com", "Ada", "pro", "Ada"), (Text(record, "email"), Text(record, "name"), Text(record, "plan"), Text(record, "first_name")));
        using var patched = await client.CallAsync("PATCH", $"/crm/contacts/{id}", """{"firstName":"Augusta","score":7,"ownerId":"bob","tags":["vip"],"plan":null}""", ("If-Match", seen.Headers.ETag!.ToString()));
        await patched.JsonAsync(200);
        using var read = await client.CallAsync("GET", $"/contacts/{id}");
        var attributes = (await read.JsonAsync(200)).GetProperty("attributes");
        Assert.Equal("""{"first_name":"Augusta","ownerId":"bob","score":"7","tags":"vip"}""", JsonSerializer.Serialize(attributes.EnumerateObject().OrderBy(one => one.Name, StringComparer.Ordinal).ToDictionary(one => one.Name, one => one.Value)));
        using var mine = await client.CallAsync("GET", "/crm/contacts?ownerId=bob");
        Assert.Equal([id], (await mine.JsonAsync(200)).GetProperty("data").EnumerateArray().Select(one => Text(one, "id")));

        using var taken = await client.CallAsync("POST", "/crm/contacts", """{"email":"ADA@example.com"}""");
        await taken.IsProblemAsync(409, "email_taken");
        using var nobody = await client.CallAsync("POST", "/crm/contacts", """{"name":"X"}""");
        Assert.Equal(["/email"], (await nobody.JsonAsync(400)).GetProperty("errors").EnumerateObject().Select(error => error.Name));
        using var other = await client.CallAsync("POST", "/crm/contacts", """{"phone":"+14155550177","stage":"lead"}""");
        var otherId = Text(await other.JsonAsync(201), "id");
        using var same = await client.CallAsync("GET", $"/contacts/{otherId}");
        await same.JsonAsync(200);
        using var erased = await client.CallAsync("DELETE", $"/crm/contacts/{otherId}");
        Assert.Equal(204, (int)erased.StatusCode);
        using var gone = await client.CallAsync("GET", $"/contacts/{otherId}");
        await gone.IsProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task Notification_IsListedUntilItIsRead()
    {
        using var client = await ClientAsync();
        using var created = await client.CallAsync("POST", "/crm/notifications", """{"userId":"ada","title":"Look","message":"here"}""");
        var id = Text(await created.JsonAsync(201), "id");
        using var other = await client.CallAsync("POST", "/crm/notifications", """{"userId":"bob","title":"Not for Ada"}""");
        await other.JsonAsync(201);
        Assert.Equal([id], await IdsAsync(client, "true"));
        using var patched = await client.CallAsync("PATCH", $"/crm/notifications/{id}", """{"isRead":true}""");
        Assert.True((await patched.JsonAsync(200)).GetProperty("isRead").GetBoolean());
        Assert.Empty(await IdsAsync(client, "true"));
        Assert.Equal([id], await IdsAsync(client, "false"));
        using var closed = await client.CallAsync("PATCH", $"/crm/notifications/{id}", """{"isRead":null,"title":"x"}""");
        Assert.Equal(["/isRead", "/title"], (await closed.JsonAsync(400)).GetProperty("errors").EnumerateObject().Select(error => error.Name).Order());
    }

    /// <summary>Without a user the list is of everybody, each once, and pages.</summary>
    [Fact]
    public async Task Notifications_WhenNoUserIsNamed_AreThoseOfAll_D8()
    {
        using var client = await ClientAsync();
        List<string> made = [];
        for (var number = 0; number < 12; number++)
        {
            using var created = await client.CallAsync("POST", "/crm/notifications", $$"""{"userId":"user-{{number % 5}}","title":"{{number}}"}""");
            made.Add(Text(await created.JsonAsync(201), "id"));
        }

        List<string> listed = [];
        for (string? cursor = ""; cursor is not null;)
        {
            using var list = await client.CallAsync("GET", $"/crm/notifications?limit=5{(cursor.Length > 0 ? "&cursor=" + cursor : "")}");
            var page = await list.JsonAsync(200);
            listed.AddRange(page.GetProperty("data").EnumerateArray().Select(one => Text(one, "id")));
            cursor = page.GetProperty("nextCursor").GetString();
        }

        Assert.Equal(made.Order(), listed.Order());
        using var empty = await client.CallAsync("GET", "/crm/notifications?userId=");
        await empty.IsProblemAsync(400, "invalid_parameter");
    }

    /// <summary>D3, D8: from the request over the event and the run to the records that its steps make and change.</summary>
    [Fact]
    public async Task Lead_WhenCreated_SetsOffAWorkflowWhoseStepsReallyHappen()
    {
        var organization = OrganizationId.Parse("o" + Guid.NewGuid().ToString("N"));
        using var client = await _app.ClientOfAsync(organization.ToString());
        await ListenAsync(organization, "lead_created",
        [
            Step("owner", "assign_owner", """{"algorithm":"round_robin","userIds":["ada"]}"""),
            Step("tag", "add_tag", """{"tag":"new"}"""),
            Step("task", "create_task", """{"title":"Call {{trigger.name}}","dueInDays":1,"assigneeId":"{{owner.ownerId}}"}"""),
            Step("deal", "create_opportunity", """{"amount":"{{trigger.amount}}"}"""),
            Step("tell", "send_notification", """{"userIds":["{{owner.owner_id}}"],"title":"{{trigger.name}}","message":"{{task.id}}"}"""),
        ]);
        using var created = await client.CallAsync("POST", "/crm/leads", """{"name":"Grace","amount":700}""");
        var id = Text(await created.JsonAsync(201), "id");

        var told = await EventuallyAsync(client, "/crm/notifications?userId=ada");
        using var tasks = await client.CallAsync("GET", "/crm/tasks");
        var task = (await tasks.JsonAsync(200)).GetProperty("data")[0];
        Assert.Equal(("Call Grace", "ada", id), (Text(task, "title"), Text(task, "ownerId"), Text(task, "leadId")));
        Assert.Equal(Text(task, "id"), Text(told, "message"));
        using var read = await client.CallAsync("GET", $"/crm/leads/{id}");
        var lead = await read.JsonAsync(200);
        Assert.Equal(("ada", "new"), (Text(lead, "ownerId"), lead.GetProperty("tags")[0].GetString()));
        using var deals = await client.CallAsync("GET", "/crm/opportunities");
        Assert.Equal(700, (await deals.JsonAsync(200)).GetProperty("data")[0].GetProperty("amount").GetDouble());
    }

    [Fact]
    public async Task Change_IsAuditedByNamesOfFieldsAlone()
    {
        using var client = await ClientAsync();
        using var created = await client.CallAsync("POST", "/crm/leads", """{"name":"secret words"}""");
        var id = Text(await created.JsonAsync(201), "id");
        using var patched = await client.CallAsync("PATCH", $"/crm/leads/{id}", """{"stage":"won"}""");
        await patched.JsonAsync(200);
        using var audit = await client.CallAsync("GET", $"/audit?resource=leads/{id}");
        var entries = (await audit.JsonAsync(200)).GetProperty("data");
        Assert.Equal(["updated", "created"], entries.EnumerateArray().Select(entry => Text(entry, "action")));
        Assert.DoesNotContain("secret words", entries.GetRawText(), StringComparison.Ordinal);
    }

    private static WorkflowStep Step(string id, string type, string config)
    {
        using var json = JsonDocument.Parse(config);
        return new WorkflowStep(id, type, null, json.RootElement.Clone());
    }

    private async Task ListenAsync(OrganizationId organization, string type, WorkflowStep[] steps)
    {
        var edges = steps.Zip(steps.Skip(1), (from, to) => new WorkflowEdge(from.Id, to.Id)).ToList();
        var content = new WorkflowContent("Listens", null, new WorkflowTrigger(type, null), null, null, new WorkflowGraph(steps, edges, steps[0].Id), null);
        var now = _app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        await _app.Services.GetRequiredService<WorkflowStore>().CreateAsync(
            organization,
            number => new Workflow(WorkflowId.Create(Guid.CreateVersion7()), organization, number, "Listens", null, WorkflowStatus.Active, 1, 1, "secret", default, now, now) { LiveTrigger = type },
            content,
            TestContext.Current.CancellationToken);
    }

    private static async Task<JsonElement> EventuallyAsync(HttpClient client, string path)
    {
        JsonElement found = default;
        await Eventually.True(
            async () =>
            {
                using var list = await client.CallAsync("GET", path);
                var data = (await list.JsonAsync(200)).GetProperty("data");
                if (data.GetArrayLength() == 0) return false;
                found = data[0];
                return true;
            },
            $"{path} has an item");
        return found;
    }

    private static async Task<List<string>> IdsAsync(HttpClient client, string unread)
    {
        using var list = await client.CallAsync("GET", $"/crm/notifications?userId=ada&unread={unread}");
        return [.. (await list.JsonAsync(200)).GetProperty("data").EnumerateArray().Select(one => Text(one, "id"))];
    }

    private static string Text(JsonElement json, string member) => json.GetProperty(member).GetString()!;

    private Task<HttpClient> ClientAsync() => _app.ClientOfAsync("o" + Guid.NewGuid().ToString("N"));
}

/// <summary>On embedded storage.</summary>
public sealed class RecordApiOnEmbeddedTests(AppFixture app) : RecordApiTests(app), IClassFixture<AppFixture>;

/// <summary>On Azurite.</summary>
public sealed class RecordApiOnAzuriteTests(TwoProcessAppFixture app) : RecordApiTests(app), IClassFixture<TwoProcessAppFixture>;
