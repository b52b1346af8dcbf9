using Cadenza.Domain.Workflows;

namespace Cadenza.Functions.Tests.Leads;

/// <summary>C1 to C4: what document 001 says of workflows themselves, by real HTTP.</summary>
public abstract class LeadWorkflowTests(AppFixture app) : IAsyncLifetime
{
    private static readonly string[] Members =
    [
        "id", "organization_id", "title", "name", "description", "status", "node_count", "edge_count", "enrolled_leads", "created_at", "updated_at",
    ];

    private LeadApi _api = null!;

    public static TheoryData<string> Statuses => ["draft", "active", "paused", "completed", "cancelled"];

    /// <summary>Each lifecycle call in each status, and what it must come to; null is 409.</summary>
    public static TheoryData<string, string, string?> Calls => new()
    {
        { "draft", "activate", "active" },
        { "active", "activate", null },
        { "paused", "activate", null },
        { "completed", "activate", null },
        { "cancelled", "activate", null },
        { "draft", "pause", null },
        { "active", "pause", "paused" },
        { "paused", "pause", null },
        { "completed", "pause", null },
        { "cancelled", "pause", null },
        { "draft", "resume", null },
        { "active", "resume", null },
        { "paused", "resume", "active" },
        { "completed", "resume", null },
        { "cancelled", "resume", null },
        { "draft", "cancel", "cancelled" },
        { "active", "cancel", "cancelled" },
        { "paused", "cancel", "cancelled" },
        { "completed", "cancel", null },
        { "cancelled", "cancel", null },
        { "draft", "deactivate", null },
        { "active", "deactivate", "draft" },
        { "paused", "deactivate", "draft" },
        { "completed", "deactivate", null },
        { "cancelled", "deactivate", null },
    };

    public async ValueTask InitializeAsync() => _api = await LeadApi.CreateAsync(app);

    public ValueTask DisposeAsync()
    {
        _api?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task C1_Patch_InAnyStatus_AppliesAtOnceAndAnswersTheUnionOfC2(string status)
    {
        var path = await _api.InStatusAsync(status);

        var answer = await _api.OkAsync("PATCH", path, """{"name":"30-Day Lead Nurture v2"}""");

        Assert.Equal(Members, answer.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("30-Day Lead Nurture v2", "30-Day Lead Nurture v2", status), (Text(answer, "name"), Text(answer, "title"), Text(answer, "status")));
        Assert.Equal((2, 1, 0), (answer.GetProperty("node_count").GetInt32(), answer.GetProperty("edge_count").GetInt32(), answer.GetProperty("enrolled_leads").GetInt32()));
        Assert.Equal(answer.ToString(), (await _api.OkAsync("GET", path)).ToString());
    }

    [Fact]
    public async Task C1_Patch_TakesTitleForName_AndClearsADescription()
    {
        var path = await _api.DraftAsync();

        Assert.Equal("Other", Text(await _api.OkAsync("PATCH", path, """{"title":"Other","description":"About"}"""), "name"));
        Assert.Equal("About", Text(await _api.OkAsync("PATCH", path, """{"title":"Third","name":"Third"}"""), "description"));
        Assert.Equal(JsonValueKind.Null, (await _api.OkAsync("PATCH", path, """{"description":null}""")).GetProperty("description").ValueKind);
    }

    [Theory]
    [InlineData("{}", "")]
    [InlineData("""{"color":"red"}""", "")]
    [InlineData("""{"name":""}""", "/name")]
    [InlineData("""{"name":null}""", "/name")]
    [InlineData("""{"name":7}""", "/name")]
    [InlineData("""{"title":"a","name":"b"}""", "/title")]
    [InlineData("""{"description":5,"title":""}""", "/description")]
    public async Task C1_Patch_WithNothingToEditOrABadValue_IsRefusedAndChangesNothing(string body, string place)
    {
        var path = await _api.DraftAsync();
        var before = await _api.OkAsync("GET", path);

        var problem = await _api.RefusedAsync("PATCH", path, body, 400, "invalid_body");

        Assert.True(problem.GetProperty("errors").TryGetProperty(place, out _), problem.ToString());
        Assert.Equal(before.ToString(), (await _api.OkAsync("GET", path)).ToString());
    }

    [Theory]
    [InlineData("""{"status":"active"}""")]
    [InlineData("""{"name":"Taken","status":"paused"}""")]
    [InlineData("""{"name":"","status":17}""")]
    public async Task C1_Patch_WithAStatus_IsAConflictThatPointsAtTheLifecycleAndChangesNothing(string body)
    {
        var path = await _api.DraftAsync();
        var before = await _api.OkAsync("GET", path);

        var problem = await _api.RefusedAsync("PATCH", path, body, 409, "status_not_editable");

        Assert.Contains("/activate", Text(problem, "detail"), StringComparison.Ordinal);
        Assert.Equal(before.ToString(), (await _api.OkAsync("GET", path)).ToString());
    }

    [Theory]
    [InlineData("wfl_m3v7zb9rk2px")]
    [InlineData("wf_abc123")]
    [InlineData("wfl_01890000000070008000000000000000")]
    public async Task C1_Patch_OfAnUnknownId_IsNotFound(string id)
    {
        await _api.RefusedAsync("PATCH", $"/v1/workflows/{id}", """{"name":"30-Day Lead Nurture v2"}""", 404, "not_found");
        await _api.RefusedAsync("PATCH", $"/v1/workflows/{id}", """{"status":"active"}""", 404, "not_found");
    }

    [Fact]
    public async Task C1_AnyFormOfAnId_FindsTheWorkflow()
    {
        var path = await _api.DraftAsync("Forms");
        var id = WorkflowId.Parse(path["/v1/workflows/".Length..]);

        foreach (var form in new[] { id.ToPrefixed(), id.ToString(), id.ToString().ToUpperInvariant(), id.ToPrefixed().Replace("wfl_", "wf_", StringComparison.Ordinal) })
            Assert.Equal(id.ToPrefixed(), Text(await _api.OkAsync("GET", "/v1/workflows/" + form), "id"));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task C3_LifecycleCall_InEachStatus_ChangesItOrIsAConflict(string status, string call, string? after)
    {
        var path = await _api.InStatusAsync(status);

        if (call != "deactivate") await ExpectAsync("POST", $"{path}/{call}", null);
        path = await _api.InStatusAsync(status);
        await ExpectAsync("PATCH", $"{path}/status", $$"""{"action":"{{call}}"}""");

        async Task ExpectAsync(string method, string at, string? body)
        {
            if (after is null)
            {
                var problem = await _api.RefusedAsync(method, at, body, 409, $"workflow_{status}");
                Assert.Contains(call, Text(problem, "detail"), StringComparison.Ordinal);
            }
            else
            {
                var answer = await _api.OkAsync(method, at, body);
                Assert.Equal(["id", "status"], answer.EnumerateObject().Select(member => member.Name));
                Assert.Equal(after, Text(answer, "status"));
            }

            Assert.Equal(after ?? status, await _api.StatusAsync(path));
        }
    }

    /// <summary>The model is the table above, and every call of a random walk must do what it says.</summary>
    [Fact]
    public async Task C3_RandomCalls_AlwaysDoWhatTheTableSays()
    {
        var table = Calls.Select(row => row.Data).ToDictionary(row => (row.Item1, row.Item2), row => row.Item3);
        var random = new Random(20261121);
        for (var walk = 0; walk < 6; walk++)
        {
            var (path, _, _) = await _api.WaitingAsync();
            var (status, accepted) = ("draft", 1);
            for (var step = 0; step < 15; step++)
            {
                var call = new[] { "activate", "pause", "resume", "deactivate", "activate", "pause", "resume", "cancel" }[random.Next(step < 12 ? 7 : 8)];
                var expected = table[(status, call)];
                using var answer = await _api.Client.CallAsync("PATCH", $"{path}/status", $$"""{"action":"{{call}}"}""");
                Assert.Equal((call, status, expected is null ? 409 : 200), (call, status, (int)answer.StatusCode));
                accepted += expected is null ? 0 : 1;
                status = expected ?? status;
                Assert.Equal(status, await _api.StatusAsync(path));
            }

            var entries = (await _api.OkAsync("GET", $"{path}/audit?limit=100")).GetProperty("data").EnumerateArray().Where(entry => entry.GetProperty("to").ValueKind == JsonValueKind.String);
            Assert.Equal(accepted, entries.Count());
        }
    }

    [Fact]
    public async Task C3_Audit_TellsWhoDidWhatWhenAndWhy()
    {
        var (path, _, _) = await _api.WaitingAsync();
        using var activated = await _api.Client.CallAsync("POST", $"{path}/activate", null, ("x-audit-reason", "The campaign begins."));
        await activated.JsonAsync(200);
        using var held = await _api.Client.CallAsync("POST", $"{path}/pause", """{"reason":"The office is closed."}""", ("x-audit-reason", "another"));
        await held.JsonAsync(200);
        using var resumed = await _api.Client.CallAsync("PATCH", $"{path}/status", """{"action":"resume","reason":"It is open again."}""");
        await resumed.JsonAsync(200);
        using var refused = await _api.Client.CallAsync("POST", $"{path}/pause", """{"reason":5}""");
        Assert.Equal("invalid_body", (await refused.JsonAsync(400)).GetProperty("code").GetString());

        var entries = (await _api.OkAsync("GET", $"{path}/audit")).GetProperty("data").EnumerateArray().ToList();

        var (again, paused, active) = (entries[0], entries[1], entries[2]);
        Assert.Equal(("resumed", "It is open again."), (Text(again, "action"), Text(again, "reason")));
        Assert.Equal(("paused", "active", "paused", "The office is closed."), (Text(paused, "action"), Text(paused, "from"), Text(paused, "to"), Text(paused, "reason")));
        Assert.Equal(("activated", "draft", "active", "The campaign begins."), (Text(active, "action"), Text(active, "from"), Text(active, "to"), Text(active, "reason")));
        Assert.Equal("test", Text(active, "key_name"));
        Assert.Equal("created", Text(entries[^1], "action"));
    }

    [Fact]
    public async Task C3_Activate_WhenLeadsCannotTravel_NamesEveryNodeAndFault()
    {
        var path = await _api.DraftAsync();
        await _api.RefusedAsync("POST", $"{path}/activate", null, 400, "invalid_graph");
        var decide = await _api.NodeAsync(path, "CONDITIONAL", """{"logic":"AND","conditions":[{"field":"city","operator":"no_such","value":1}]}""");
        var call = await _api.NodeAsync(path, "VOICE_CALL", """{"agent_id":"a"}""");
        var lost = await _api.NodeAsync(path, "DROPPED");
        await _api.EdgeAsync(path, decide, call);
        await _api.EdgeAsync(path, decide, decide, "true");

        var problem = await _api.RefusedAsync("POST", $"{path}/activate", null, 400, "invalid_graph");

        var errors = problem.GetProperty("errors");
        string Of(string node) => errors.GetProperty($"/nodes/{node}").ToString();
        Assert.Contains("condition", Of(decide), StringComparison.Ordinal);
        Assert.Contains("circle", Of(decide), StringComparison.Ordinal);
        Assert.Contains("from_number", Of(call), StringComparison.Ordinal);
        Assert.Contains("outgoing edge", Of(call), StringComparison.Ordinal);
        Assert.Contains("reached", Of(lost), StringComparison.Ordinal);
        Assert.Equal("draft", await _api.StatusAsync(path));
    }

    /// <summary>C3, G9: what an earlier version stored as running is active.</summary>
    [Fact]
    public async Task C3_Status_WhenItIsStoredAsRunning_IsActive()
    {
        var path = await _api.InStatusAsync("active");
        await _api.StoreStatusAsync(path, "running");

        Assert.Equal("active", await _api.StatusAsync(path));
        Assert.Equal("paused", Text(await _api.OkAsync("POST", $"{path}/pause"), "status"));
    }

    [Fact]
    public async Task C4_List_PagesAndSorts()
    {
        foreach (var name in new[] { "B", "C", "A" }) await _api.DraftAsync(name);

        var first = await _api.OkAsync("GET", "/v1/workflows?page=1&limit=2&sortBy=name&sortOrder=ASC");
        var second = await _api.OkAsync("GET", "/v1/workflows?page=2&limit=2&sortBy=name&sortOrder=ASC");
        var newest = await _api.OkAsync("GET", "/v1/workflows");

        Assert.Equal(["A", "B", "C"], first.GetProperty("data").EnumerateArray().Concat(second.GetProperty("data").EnumerateArray()).Select(item => Text(item, "name")));
        Assert.Equal("""{"page":2,"limit":2,"total":3,"totalPages":2}""", second.GetProperty("meta").ToString());
        Assert.Equal(["A", "C", "B"], newest.GetProperty("data").EnumerateArray().Select(item => Text(item, "name")));
        await _api.RefusedAsync("GET", "/v1/workflows?limit=101", null, 400, "invalid_parameter");
        await _api.RefusedAsync("GET", "/v1/workflows?page=0", null, 400, "invalid_parameter");
        await _api.RefusedAsync("GET", "/v1/workflows?sortBy=color", null, 400, "invalid_parameter");
    }

    [Fact]
    public async Task C4_Duplicate_IsADraftWithTheSameGraphAndNoLeads()
    {
        var (path, _, _) = await _api.WaitingAsync();
        await _api.OkAsync("POST", $"{path}/activate");

        var copy = await _api.OkAsync("POST", $"{path}/duplicate", null, 201);

        Assert.Equal(("Nurture (Copy)", "draft", 2, 1, 0), (
            Text(copy, "name"), Text(copy, "status"), copy.GetProperty("node_count").GetInt32(), copy.GetProperty("edge_count").GetInt32(), copy.GetProperty("enrolled_leads").GetInt32()));
        Assert.NotEqual(path, "/v1/workflows/" + Text(copy, "id"));
    }

    [Fact]
    public async Task C4_Delete_IsRefusedWhileActiveAndRemovesEverythingElse()
    {
        var (path, _, _) = await _api.WaitingAsync();
        await _api.OkAsync("POST", $"{path}/activate");
        await _api.RefusedAsync("DELETE", path, null, 409, "workflow_active");
        await _api.OkAsync("POST", $"{path}/cancel");

        Assert.NotEmpty(Text(await _api.OkAsync("DELETE", path), "message"));

        await _api.RefusedAsync("GET", path, null, 404, "not_found");
        await _api.RefusedAsync("DELETE", path, null, 404, "not_found");
    }

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;
}

/// <summary>On embedded storage.</summary>
public sealed class LeadWorkflowOnEmbeddedTests(AppFixture app) : LeadWorkflowTests(app), IClassFixture<AppFixture>;

/// <summary>On Azurite.</summary>
public sealed class LeadWorkflowOnAzuriteTests(TwoProcessAppFixture app) : LeadWorkflowTests(app), IClassFixture<TwoProcessAppFixture>;
