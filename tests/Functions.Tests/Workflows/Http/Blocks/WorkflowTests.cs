namespace Cadenza.Functions.Tests.Workflows.Http.Blocks;

/// <summary>Document 000 and its siblings: versions, drafts and activation (A1 to A3, A5).</summary>
public abstract class WorkflowTests(AppFixture app)
{
    /// <summary>The members of document 000's answer, in its order.</summary>
    private static readonly string[] A3 =
    [
        "id", "workflow_id", "name", "description", "is_active", "trigger_type", "version_number", "created_at", "updated_at", "workflow_blocks",
        "trigger_configuration", "trigger_constraints",
    ];

    /// <summary>The documented request, its placeholders filled in: every member at once.</summary>
    [Fact]
    public async Task Patch_WithTheDocumentedBody_AnswersANewInactiveDraft_A1A2A3()
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        var created = await client.CreateAsync();
        var patched = await client.SendAsync("PATCH", "/workflows/" + created.Id(),
            """
            {
            "name": "New name",
            "description": "New description",
            "trigger_type": "cron-trigger",
            "trigger_configuration": {"cron": "0 9 * * MON", "timezone": "Europe/Paris"},
            "trigger_constraints": {"==": [{"var": "trigger.kind"}, "a"]},
            "workflow_blocks": [{"$kind": "Action", "id": "t", "type": "emit_event", "name": "T", "input": {"type": "x"}, "note": [1, null]}],
            "workflow_editor_state": {"nodes": [], "edges": [], "viewport": {"x": 0, "y": 0, "zoom": 1}}
            }
            """);
        Assert.Equal(A3, patched.Members());
        Assert.Equal(created.Id(), patched.Id());
        Assert.Equal(2, patched.GetProperty("version_number").GetInt32());
        Assert.True(patched.GetProperty("id").GetInt32() > created.GetProperty("id").GetInt32());
        Assert.False(patched.GetProperty("is_active").GetBoolean());
        Assert.Equal("cron-trigger", patched.GetProperty("trigger_type").GetString());
        Assert.Equal("New description", patched.GetProperty("description").GetString());
        Assert.Equal("""[{"$kind":"Action","id":"t","type":"emit_event","name":"T","input":{"type":"x"},"note":[1,null]}]""", patched.GetProperty("workflow_blocks").GetRawText());
        Assert.Equal("""{"cron":"0 9 * * MON","timezone":"Europe/Paris"}""", patched.GetProperty("trigger_configuration").GetRawText());
    }

    [Fact]
    public async Task Patch_WhenFieldsAreOmittedOrNull_CarriesThemOverOrClearsThem_A1A2()
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        var created = await client.CreateAsync(more: ""","description":"Words","trigger_constraints":true,"workflow_editor_state":{"zoom":2}""");
        var path = "/workflows/" + created.Id();
        var renamed = await client.SendAsync("PATCH", path, """{"name":"Other"}""");
        Assert.Equal("Words", renamed.GetProperty("description").GetString());
        Assert.True(renamed.GetProperty("trigger_constraints").GetBoolean());
        Assert.True(JsonElement.DeepEquals(created.GetProperty("workflow_blocks"), renamed.GetProperty("workflow_blocks")));
        var cleared = await client.SendAsync("PATCH", path, """{"description":null,"trigger_constraints":null,"workflow_blocks":null}""");
        Assert.Equal("Other", cleared.GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, cleared.GetProperty("description").ValueKind);
        Assert.Equal(JsonValueKind.Null, cleared.GetProperty("trigger_constraints").ValueKind);
        Assert.Equal("[]", cleared.GetProperty("workflow_blocks").GetRawText());
        var state = (await client.ReadAsync(path + "?include=editor_state")).GetProperty("workflow_editor_state");
        Assert.Equal(2, state.GetProperty("zoom").GetInt32());
    }

    /// <summary>G2: the documented request with its placeholders left as they are: all that is wrong with it at once.</summary>
    [Fact]
    public async Task Patch_WithThePlaceholdersOfTheDocument_TellsEveryFault_A1G2()
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        var path = "/workflows/" + (await client.CreateAsync()).Id();
        using var literal = await client.CallAsync(
            "PATCH",
            path,
            """
            {"name":"<string>","description":"<string>","trigger_type":"manual-trigger","trigger_configuration":"<unknown>","trigger_constraints":"<unknown>",
             "workflow_blocks":["<unknown>"],"workflow_editor_state":"<unknown>"}
            """);
        Assert.Equal(["/trigger_configuration", "/workflow_blocks/0"], (await literal.IsProblemAsync(400, "invalid_body")).Pointers().Order(StringComparer.Ordinal));
        using var without = await client.CallAsync("PATCH", path, """{"trigger_configuration":"<unknown>","workflow_blocks":["<unknown>"]}""");
        Assert.Equal(["/trigger_configuration", "/workflow_blocks/0"], (await without.IsProblemAsync(400, "invalid_body")).Pointers().Order(StringComparer.Ordinal));
        Assert.Equal(1, (await client.ReadAsync(path)).GetProperty("version_number").GetInt32());
    }

    /// <summary>A1: the editor's state is stored, and answered only when it is asked for.</summary>
    [Fact]
    public async Task EditorState_IsAnsweredOnlyWhenAskedFor_A1()
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        var created = await client.CreateAsync(more: ""","workflow_editor_state":{"viewport":{"zoom":1}}""");
        Assert.DoesNotContain("workflow_editor_state", created.Members());
        Assert.DoesNotContain("workflow_editor_state", (await client.ReadAsync("/workflows/" + created.Id())).Members());
        using var unknown = await client.CallAsync("GET", $"/workflows/{created.Id()}?include=everything");
        await unknown.IsProblemAsync(400, "invalid_parameter");
    }

    /// <summary>A2: what is live goes on until another version is activated, and any version can be.</summary>
    [Fact]
    public async Task Activate_WhenThereAreSeveralVersions_MakesExactlyOneLive_A2A5()
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        var path = "/workflows/" + (await client.CreateAsync()).Id();
        Assert.True((await client.SendAsync("POST", path + "/activate")).GetProperty("is_active").GetBoolean());
        var draft = await client.SendAsync("PATCH", path, """{"name":"Second"}""");
        Assert.False(draft.GetProperty("is_active").GetBoolean());
        Assert.Equal([false, true], await ActiveAsync(client, path));
        Assert.Equal("Second", (await client.SendAsync("POST", path + "/activate", "{}")).GetProperty("name").GetString());
        Assert.Equal([true, false], await ActiveAsync(client, path));
        Assert.Equal(1, (await client.SendAsync("POST", path + "/activate", """{"version_number":1}""")).GetProperty("version_number").GetInt32());
        Assert.Equal([false, true], await ActiveAsync(client, path));
        await client.SendAsync("POST", path + "/deactivate");
        Assert.Equal([false, false], await ActiveAsync(client, path));
        await client.SendAsync("POST", path + "/deactivate");
        using var unknown = await client.CallAsync("POST", path + "/activate", """{"version_number":9}""");
        await unknown.IsProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task Activate_WhenAStepIsNeverReached_SaysWhatStandsInTheWay_A5()
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        var created = await client.CreateAsync(blocks: """[{"id":"end","type":"stop"},{"id":"later","type":"emit_event","input":{"type":"x"}}]""");
        using var response = await client.CallAsync("POST", $"/workflows/{created.Id()}/activate");
        var problem = await response.IsProblemAsync(400, "workflow_not_ready");
        Assert.Equal(["/workflow_blocks"], problem.Pointers());
        Assert.Contains("later is never reached", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Versions_AreListedNewestFirstAndReadOneByOne_A5()
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        var path = "/workflows/" + (await client.CreateAsync()).Id();
        for (var version = 2; version <= 5; version++) await client.SendAsync("PATCH", path, $$"""{"name":"Version {{version}}"}""");
        var first = await client.ReadAsync(path + "/versions?limit=3");
        var second = await client.ReadAsync($"{path}/versions?limit=3&cursor={first.GetProperty("next_cursor").GetString()}");
        Assert.Equal([5, 4, 3, 2, 1], first.GetProperty("data").EnumerateArray().Concat(second.GetProperty("data").EnumerateArray()).Select(version => version.GetProperty("version_number").GetInt32()));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next_cursor").ValueKind);
        var third = await client.ReadAsync(path + "/versions/3");
        Assert.Equal("Version 3", third.GetProperty("name").GetString());
        Assert.Equal(A3, third.Members());
        using var unknown = await client.CallAsync("GET", path + "/versions/6");
        await unknown.IsProblemAsync(404, "not_found");
        using var bad = await client.CallAsync("GET", path + "/versions/first");
        await bad.IsProblemAsync(400, "invalid_parameter");
    }

    [Fact]
    public async Task List_PagesThroughAllWorkflowsInTheOrderOfTheirCreation_A5()
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        List<string> made = [];
        for (var index = 0; index < 5; index++) made.Add((await client.CreateAsync()).Id());
        List<string> listed = [];
        string? cursor = null;
        do
        {
            var page = await client.ReadAsync("/workflows?limit=2" + (cursor is null ? "" : "&cursor=" + cursor));
            listed.AddRange(page.GetProperty("data").EnumerateArray().Select(workflow => workflow.Id()));
            cursor = page.GetProperty("next_cursor").GetString();
        }
        while (cursor is not null);
        Assert.Equal(made, listed);
    }

    /// <summary>A5, A8: only webhooks and forms have an address, and nobody can guess it.</summary>
    [Theory]
    [InlineData("webhook", true)]
    [InlineData("form-trigger", true)]
    [InlineData("manual-trigger", false)]
    [InlineData("contact_created", false)]
    public async Task WebhookUrl_IsThereForWebhooksAndFormsOnly_A5(string trigger, bool hasAddress)
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        var created = await client.CreateAsync(trigger);
        var other = await client.CreateAsync(trigger);
        var read = await client.ReadAsync("/workflows/" + created.Id());
        Assert.Equal(created.GetProperty("webhook_url").GetString(), read.GetProperty("webhook_url").GetString());
        if (!hasAddress)
        {
            Assert.Equal(JsonValueKind.Null, created.GetProperty("webhook_url").ValueKind);
            return;
        }

        var secret = new Uri(created.GetProperty("webhook_url").GetString()!).Segments[^1];
        Assert.True(secret.Length >= 32);
        Assert.NotEqual(secret, new Uri(other.GetProperty("webhook_url").GetString()!).Segments[^1]);
    }

    [Fact]
    public async Task Delete_WhenActive_RemovesItAndItsVersions_A5()
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        var path = "/workflows/" + (await client.CreateAsync()).Id();
        await client.SendAsync("POST", path + "/activate");
        using var gone = await client.CallAsync("DELETE", path);
        Assert.Equal(204, (int)gone.StatusCode);
        foreach (var rest in new[] { "", "/versions", "/versions/1", "/runs" })
        {
            using var read = await client.CallAsync("GET", path + rest);
            await read.IsProblemAsync(404, "not_found");
        }

        using var patched = await client.CallAsync("PATCH", path, "{}");
        await patched.IsProblemAsync(404, "not_found");
        using var again = await client.CallAsync("DELETE", path);
        await again.IsProblemAsync(404, "not_found");
        Assert.Empty((await client.ReadAsync("/workflows")).GetProperty("data").EnumerateArray());
    }

    /// <summary>A5: nothing is created, and every fault is named with its step.</summary>
    [Fact]
    public async Task Validate_WhenThingsAreWrong_TellsAllOfThemAndStoresNothing_A5()
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        var answer = await client.SendAsync("POST", "/workflows/validate",
            """
            {"trigger_type":"cron-trigger","trigger_configuration":{"cron":"99 * * * *"},"trigger_constraints":{"frobnicate":[1]},
             "workflow_blocks":[
               {"id":"a","type":"dance"},
               {"id":"b","type":"send_email","input":{"subject":"Hi"}},
               {"id":"c","type":"create_task","input":{"title":"{{later.x}} {{d.x}}"}},
               {"id":"d","type":"stop"},
               {"id":"e","type":"wait","inputs":{"minutes":5}}]}
            """);
        Assert.False(answer.GetProperty("valid").GetBoolean());
        var issues = answer.GetProperty("issues").EnumerateArray().ToLookup(issue => issue.GetProperty("step_id").GetString(), issue => issue.GetProperty("pointer").GetString());
        Assert.Equal(["/trigger_configuration/cron", "/trigger_constraints/frobnicate"], issues[null].Order(StringComparer.Ordinal));
        Assert.Equal(["/workflow_blocks/0/type"], issues["a"]);
        Assert.Equal(["/workflow_blocks/1/input/body"], issues["b"]);
        Assert.Equal(["/workflow_blocks/2/input/title", "/workflow_blocks/2/input/title"], issues["c"]);
        Assert.Equal(["/workflow_blocks/4"], issues["e"]);
        Assert.Equal(["create_task", "send_email"], answer.GetProperty("action_types_used").EnumerateArray().Select(type => type.GetString()));
        Assert.Empty((await client.ReadAsync("/workflows")).GetProperty("data").EnumerateArray());
    }

    [Fact]
    public async Task Validate_WhenAllIsWell_SaysSo_A5()
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        var answer = await client.SendAsync("POST", "/workflows/validate", $$"""{"trigger_type":"ticket_created","workflow_blocks":{{WorkflowApi.Blocks}}}""");
        Assert.True(answer.GetProperty("valid").GetBoolean());
        Assert.Empty(answer.GetProperty("issues").EnumerateArray());
        Assert.Equal(["emit_event"], answer.GetProperty("action_types_used").EnumerateArray().Select(type => type.GetString()));
    }

    /// <summary>G4: an edit that begins with an older reading is refused, and of many at once none is lost.</summary>
    [Fact]
    public async Task Patch_WhenOthersEditToo_LosesNoEdit_G4()
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        var path = "/workflows/" + (await client.CreateAsync()).Id();
        using var read = await client.CallAsync("GET", path);
        var tag = read.Headers.ETag!.ToString();
        var edits = await Task.WhenAll(Enumerable.Range(0, 12).Select(async index => await client.SendAsync("PATCH", path, $$"""{"name":"Edit {{index}}"}""")));
        Assert.Equal(Enumerable.Range(2, 12), edits.Select(edit => edit.GetProperty("version_number").GetInt32()).Order());
        Assert.Equal(12, edits.Select(edit => edit.GetProperty("id").GetInt32()).Distinct().Count());
        using var stale = await client.CallAsync("PATCH", path, """{"name":"Stale"}""", ("If-Match", tag));
        await stale.IsProblemAsync(412, "precondition_failed");
    }

    /// <summary>G5: a POST that is sent again makes nothing more.</summary>
    [Fact]
    public async Task Create_WhenSentTwiceWithOneKey_MakesOneWorkflow_G5()
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        var body = $$"""{"name":"Once","trigger_type":"manual-trigger","workflow_blocks":{{WorkflowApi.Blocks}}}""";
        List<string> ids = [];
        for (var time = 0; time < 2; time++)
        {
            using var response = await client.CallAsync("POST", "/workflows", body, ("Idempotency-Key", "one"));
            ids.Add((await response.JsonAsync(201)).Id());
        }

        Assert.Single(ids.Distinct());
        Assert.Single((await client.ReadAsync("/workflows")).GetProperty("data").EnumerateArray());
    }

    [Fact]
    public async Task Changes_AreInTheAuditLog()
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        var id = (await client.CreateAsync()).Id();
        await client.SendAsync("PATCH", "/workflows/" + id, """{"name":"Other"}""");
        await client.SendAsync("POST", $"/workflows/{id}/activate");
        var log = await client.ReadAsync("/audit?resource=workflows/" + id);
        Assert.Equal(["activated", "updated", "created"], log.GetProperty("data").EnumerateArray().Select(entry => entry.GetProperty("action").GetString()));
    }

    private static async Task<IEnumerable<bool>> ActiveAsync(HttpClient client, string path) =>
        (await client.ReadAsync(path + "/versions")).GetProperty("data").EnumerateArray().Select(version => version.GetProperty("is_active").GetBoolean()).ToList();
}

/// <summary>In process, on embedded storage.</summary>
public sealed class WorkflowOnEmbeddedTests(AppFixture app) : WorkflowTests(app), IClassFixture<AppFixture>;

/// <summary>In two processes, on Azurite.</summary>
public sealed class WorkflowOnAzuriteTests(TwoProcessAppFixture app) : WorkflowTests(app.OrSkip()), IClassFixture<TwoProcessAppFixture>;
