using Cadenza.Functions.Tests.Workflows.Http.Blocks;

namespace Cadenza.Functions.Tests.Workflows.Http.Crm;

/// <summary>Document 002: workflows of a trigger, filters and actions (D1, D2), over the store that document 000 has too.</summary>
public abstract class AutomationTests(AppFixture app)
{
    /// <summary>The documented object, but for the id that the server gives.</summary>
    private const string Documented =
        """
        {
        "name": "Auto-assign new leads",
        "description": "Round-robin assignment for inbound leads",
        "triggerModule": "leads",
        "triggerType": "lead_created",
        "triggerFilters": {
        "logic": "AND",
        "conditions": [
        { "field": "source", "operator": "equals", "value": "website" }
        ]
        },
        "isActive": true,
        "version": 1,
        "actions": [
        {
        "id": "uuid",
        "actionType": "assign_owner",
        "config": { "algorithm": "round_robin", "userIds": ["uuid1", "uuid2"] },
        "sortOrder": 1
        }
        ]
        }
        """;

    [Fact]
    public async Task Create_WithTheDocumentedObject_AnswersItWithItsId_D1D2()
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        using var response = await client.CallAsync("POST", "/crm/workflows", Documented);
        var created = await response.JsonAsync(201);
        Assert.Equal(
            ["id", "name", "description", "triggerModule", "triggerType", "triggerFilters", "isActive", "version", "actions", "runCount", "lastRunAt"],
            created.Members());
        foreach (var member in JsonElement.Parse(Documented).EnumerateObject())
        {
            Assert.True(JsonElement.DeepEquals(member.Value, created.GetProperty(member.Name)), $"{member.Name}: {created.GetProperty(member.Name)}");
        }

        Assert.True(Guid.TryParse(created.GetProperty("id").GetString(), out _));
        Assert.Equal(0, created.GetProperty("runCount").GetInt32());
        Assert.Equal(JsonValueKind.Null, created.GetProperty("lastRunAt").ValueKind);
        Assert.Equal($"/crm/workflows/{created.GetProperty("id").GetString()}", response.Headers.Location!.OriginalString);
        Assert.True(JsonElement.DeepEquals(created, await client.ReadAsync("/crm/workflows/" + created.GetProperty("id").GetString())));
    }

    /// <summary>D1, D2: what GET answers can be sent back; PUT counts the version up and takes effect at once where active.</summary>
    [Fact]
    public async Task Put_WhenActive_TakesEffectAtOnceAndKeepsWhatIsOmitted_D2()
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        var created = await client.SendAsync("POST", "/crm/workflows", Documented, 201);
        var path = "/crm/workflows/" + created.GetProperty("id").GetString();
        var renamed = await client.SendAsync("PUT", path, """{"name":"Other","description":null}""");
        Assert.Equal(("Other", 2, true), (renamed.GetProperty("name").GetString(), renamed.GetProperty("version").GetInt32(), renamed.GetProperty("isActive").GetBoolean()));
        Assert.Equal(JsonValueKind.Null, renamed.GetProperty("description").ValueKind);
        Assert.True(JsonElement.DeepEquals(created.GetProperty("actions"), renamed.GetProperty("actions")));
        var versions = await client.ReadAsync($"/workflows/{created.GetProperty("id").GetString()}/versions");
        Assert.Equal([true, false], versions.GetProperty("data").EnumerateArray().Select(version => version.GetProperty("is_active").GetBoolean()));
        var whole = await client.SendAsync("PUT", path, renamed.GetRawText());
        Assert.Equal(3, whole.GetProperty("version").GetInt32());
        Assert.False((await client.SendAsync("PUT", path, """{"isActive":false}""")).GetProperty("isActive").GetBoolean());
        Assert.True((await client.SendAsync("PUT", path, """{"isActive":true}""")).GetProperty("isActive").GetBoolean());
    }

    [Fact]
    public async Task Toggle_WithOrWithoutABody_EnablesAndDisables_D1()
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        var path = "/crm/workflows/" + (await client.SendAsync("POST", "/crm/workflows", Documented, 201)).GetProperty("id").GetString();
        Assert.False(await ToggleAsync(null));
        Assert.True(await ToggleAsync(null));
        Assert.True(await ToggleAsync("""{"isActive":true}"""));
        Assert.False(await ToggleAsync("""{"isActive":false}"""));
        Assert.Equal(1, (await client.ReadAsync(path)).GetProperty("version").GetInt32());

        async Task<bool> ToggleAsync(string? body) => (await client.SendAsync("PATCH", path + "/toggle", body)).GetProperty("isActive").GetBoolean();
    }

    [Fact]
    public async Task List_WhenAModuleIsAskedFor_HasItsWorkflowsOnly_D1()
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        var lead = await client.SendAsync("POST", "/crm/workflows", Documented, 201);
        await client.SendAsync("POST", "/crm/workflows", """{"name":"Tasks","triggerType":"task-overdue"}""", 201);
        Assert.Equal(2, (await client.ReadAsync("/crm/workflows")).GetProperty("data").GetArrayLength());
        var leads = (await client.ReadAsync("/crm/workflows?module=leads")).GetProperty("data");
        Assert.Equal(lead.GetProperty("id").GetString(), Assert.Single(leads.EnumerateArray()).GetProperty("id").GetString());
        using var unknown = await client.CallAsync("GET", "/crm/workflows?module=spaceships");
        await unknown.IsProblemAsync(400, "invalid_parameter");
    }

    /// <summary>D4: nested branches are blocks in document 000, and the same actions again.</summary>
    [Fact]
    public async Task Workflow_MadeHere_IsTheSameThereAndBack_D4()
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        var created = await client.SendAsync("POST", "/crm/workflows",
            """
            {"name":"Split","triggerType":"opportunity_stage_changed","isActive":true,
             "triggerFilters":{"logic":"OR","conditions":[{"field":"stage","operator":"changed_to","value":"won"},{"logic":"AND","conditions":[{"field":"amount","operator":"greater_than","value":10}]}]},
             "actions":[
              {"actionType":"branch","config":{"condition":{"logic":"AND","conditions":[{"field":"amount","operator":"greater_than","value":1000}]},
                "then":[{"actionType":"create_project","config":{"name":"{{trigger.name}}"}}],
                "else":[{"actionType":"add_tag","config":{"tag":"small"}}]}},
              {"actionType":"wait","config":{"minutes":5}},
              {"actionType":"create_task","config":{"title":"Call {{trigger.firstName}}"}}]}
            """, 201);
        var id = created.GetProperty("id").GetString();
        var blocks = (await client.ReadAsync("/workflows/" + id)).GetProperty("workflow_blocks");
        Assert.Equal(["if-else", "wait", "create_task"], blocks.EnumerateArray().Select(block => block.GetProperty("type").GetString()));
        Assert.Equal("create_project", blocks[0].GetProperty("branches").GetProperty("then")[0].GetProperty("type").GetString());
        Assert.True((await client.ReadAsync("/workflows/" + id)).TryGetProperty("trigger_filters", out var filters));
        Assert.True(JsonElement.DeepEquals(created.GetProperty("triggerFilters"), filters));
        await client.SendAsync("PATCH", "/workflows/" + id, $$"""{"workflow_blocks":{{blocks.GetRawText()}}}""");
        await client.SendAsync("POST", $"/workflows/{id}/activate");
        var back = await client.ReadAsync("/crm/workflows/" + id);
        Assert.True(JsonElement.DeepEquals(created.GetProperty("actions"), back.GetProperty("actions")), back.GetProperty("actions").GetRawText());
        Assert.Equal(2, back.GetProperty("version").GetInt32());
    }

    /// <summary>One store: what document 000 made is here, with its module; a draft of it is not what runs.</summary>
    [Fact]
    public async Task Workflow_MadeThere_IsHereWithItsModuleAndItsLiveVersion()
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        var id = (await client.CreateAsync("ticket-created")).Id();
        await client.SendAsync("POST", $"/workflows/{id}/activate");
        await client.SendAsync("PATCH", "/workflows/" + id, """{"name":"A draft"}""");
        var here = await client.ReadAsync("/crm/workflows/" + id);
        Assert.Equal(
            ("Test", "tickets", "ticket_created", 1, true),
            (here.GetProperty("name").GetString(), here.GetProperty("triggerModule").GetString(), here.GetProperty("triggerType").GetString(), here.GetProperty("version").GetInt32(), here.GetProperty("isActive").GetBoolean()));
        Assert.Equal(["emit_event", "branch"], here.GetProperty("actions").EnumerateArray().Select(action => action.GetProperty("actionType").GetString()));
        Assert.Equal(JsonValueKind.Null, (await client.ReadAsync("/crm/workflows/" + (await client.CreateAsync("webhook")).Id())).GetProperty("triggerModule").ValueKind);
    }

    /// <summary>D1: a run is found by its id alone, and the two routes of runs do not collide.</summary>
    [Fact]
    public async Task Runs_OfAWorkflow_AreListedAndReadWithTheirSteps_D1()
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        var id = (await client.CreateAsync()).Id();
        await client.SendAsync("POST", $"/workflows/{id}/activate");
        var run = (await client.SendAsync("POST", $"/workflows/{id}/execute", """{"input":{"size":"big"}}""", 202)).GetProperty("run_id").GetString();
        var list = await client.EventuallyAsync(
            $"/crm/workflows/{id}/runs?page=1&limit=10", page => page.GetProperty("data").EnumerateArray().Any(one => one.GetProperty("status").GetString() == "completed"), "the run is over");
        Assert.Equal((1, 10, 1), (list.GetProperty("page").GetInt32(), list.GetProperty("limit").GetInt32(), list.GetProperty("total").GetInt32()));
        var detail = await client.ReadAsync("/crm/workflows/runs/" + run);
        Assert.Equal(id, detail.GetProperty("workflowId").GetString());
        Assert.Equal(["emit_event", "branch", "emit_event"], detail.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("actionType").GetString()));
        Assert.All(detail.GetProperty("steps").EnumerateArray(), step => Assert.Equal("completed", step.GetProperty("status").GetString()));
        var workflow = await client.ReadAsync("/crm/workflows/" + id);
        Assert.Equal(1, workflow.GetProperty("runCount").GetInt32());
        Assert.Equal(JsonValueKind.String, workflow.GetProperty("lastRunAt").ValueKind);
        foreach (var path in new[] { "/crm/workflows/runs/runs", "/crm/workflows/runs/" + id, "/crm/workflows/nobody/runs" })
        {
            using var unknown = await client.CallAsync("GET", path);
            await unknown.IsProblemAsync(404, "not_found");
        }
    }

    [Fact]
    public async Task Delete_RemovesItOnBothSurfaces_D1()
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        var id = (await client.SendAsync("POST", "/crm/workflows", Documented, 201)).GetProperty("id").GetString();
        using var gone = await client.CallAsync("DELETE", "/crm/workflows/" + id);
        Assert.Equal(204, (int)gone.StatusCode);
        foreach (var path in new[] { "/crm/workflows/" + id, "/workflows/" + id, $"/crm/workflows/{id}/runs" })
        {
            using var read = await client.CallAsync("GET", path);
            await read.IsProblemAsync(404, "not_found");
        }
    }

    /// <summary>G2: every fault at its pointer, in the words of this surface.</summary>
    [Theory]
    [InlineData("""{}""", "/name,/triggerType")]
    [InlineData("""{"name":"x","triggerType":"lead_created","triggerModule":"tasks"}""", "/triggerModule")]
    [InlineData("""{"name":"x","triggerType":"lead_created","triggerFilters":{"logic":"AND","conditions":[{"field":"a","operator":"like","value":1},{"logic":"OR","conditions":[{"field":"b","operator":"resembles","value":1}]}]}}""", "/triggerFilters/conditions/0/operator,/triggerFilters/conditions/1/conditions/0/operator")]
    [InlineData("""{"name":"x","triggerType":"lead_created","triggerFilters":[]}""", "/triggerFilters")]
    [InlineData("""{"name":"x","triggerType":"lead_created","isActive":"yes","actions":[{"actionType":"juggle"},{"actionType":"update_field","config":{"field":"a"}}]}""", "/actions/0/actionType,/actions/1/config/value,/isActive")]
    [InlineData("""{"name":"x","triggerType":"lead_created","actions":[{"id":"a","actionType":"branch","config":{"logic":"AND","conditions":[{"field":"a","operator":"like","value":1}],"then":[{"actionType":"stop"},{"actionType":"add_tag","config":{"tag":"x"}}]}}]}""", "/actions/0/config/conditions/0/operator,/actions/0/config/then/1")]
    [InlineData("""{"name":"x","triggerType":"cron_trigger","actions":[]}""", "/triggerConfiguration/cron")]
    public async Task Create_WhenFaulty_PointsAtEveryFault_D2(string body, string pointers)
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        using var response = await client.CallAsync("POST", "/crm/workflows", body);
        var problem = await response.IsProblemAsync(400, "invalid_body");
        Assert.Equal(pointers.Split(','), problem.Pointers().Order(StringComparer.Ordinal));
        Assert.Empty((await client.ReadAsync("/crm/workflows")).GetProperty("data").EnumerateArray());
    }

    /// <summary>G4: an edit that begins with an older reading is refused.</summary>
    [Fact]
    public async Task Put_WhenTheTagIsOld_IsRefused_G4()
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        using var created = await client.CallAsync("POST", "/crm/workflows", Documented);
        var path = created.Headers.Location!.OriginalString;
        await client.SendAsync("PUT", path, """{"name":"First"}""");
        using var stale = await client.CallAsync("PUT", path, """{"name":"Second"}""", ("If-Match", created.Headers.ETag!.ToString()));
        await stale.IsProblemAsync(412, "precondition_failed");
        using var toggle = await client.CallAsync("PATCH", path + "/toggle", null, ("If-Match", created.Headers.ETag!.ToString()));
        await toggle.IsProblemAsync(412, "precondition_failed");
    }
}

/// <summary>In process, on embedded storage.</summary>
public sealed class AutomationOnEmbeddedTests(AppFixture app) : AutomationTests(app), IClassFixture<AppFixture>;

/// <summary>In two processes, on Azurite.</summary>
public sealed class AutomationOnAzuriteTests(TwoProcessAppFixture app) : AutomationTests(app.OrSkip()), IClassFixture<TwoProcessAppFixture>;
