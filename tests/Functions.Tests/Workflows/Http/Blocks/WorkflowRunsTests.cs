namespace Cadenza.Functions.Tests.Workflows.Http.Blocks;

/// <summary>A5, A6, A8: workflows that are executed, and their runs.</summary>
public abstract class WorkflowRunsTests(AppFixture app)
{
    /// <summary>The members of a run as document 000's siblings have them, in their order.</summary>
    private static readonly string[] A6 =
    [
        "id", "workflow_id", "status", "trigger_cause", "duration_in_seconds", "run_started_at", "run_ended_at", "is_test_run", "created_at",
    ];

    [Fact]
    public async Task Execute_WhenLive_RunsToItsEndAndTellsItsSteps_A5A6()
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        var created = await client.CreateAsync();
        var path = "/workflows/" + created.Id();
        await client.SendAsync("POST", path + "/activate");
        var started = await client.SendAsync("POST", path + "/execute", """{"input":{"name":"Ada","size":"big"}}""", 202);
        var run = await client.EventuallyAsync(
            path + "/runs", list => list.GetProperty("runs").EnumerateArray().Any(one => one.GetProperty("status").GetString() == "completed"), "the run is over");
        var listed = Assert.Single(run.GetProperty("runs").EnumerateArray());
        Assert.Equal(A6, listed.Members());
        Assert.Equal(started.GetProperty("run_id").GetString(), listed.GetProperty("id").GetString());
        Assert.Equal(created.GetProperty("id").GetInt32(), listed.GetProperty("workflow_id").GetInt32());
        Assert.Equal("manual", listed.GetProperty("trigger_cause").GetString());
        Assert.Equal((1, 1, false, 1), (run.GetProperty("total_items").GetInt32(), run.GetProperty("total_pages").GetInt32(), run.GetProperty("has_next_page").GetBoolean(), run.GetProperty("current_page").GetInt32()));
        var detail = await client.ReadAsync($"{path}/runs/{started.GetProperty("run_id").GetString()}");
        Assert.Equal(["tag", "is_big", "more"], detail.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("step_id").GetString()));
        Assert.Equal("Ada", detail.GetProperty("steps")[0].GetProperty("input").GetProperty("data").GetProperty("name").GetString());
        Assert.Equal("true", detail.GetProperty("steps")[1].GetProperty("outcome").GetString());
        Assert.Equal("Ada", detail.GetProperty("trigger").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Execute_WhenNothingIsLive_IsRefusedButForATest_A5()
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        var path = "/workflows/" + (await client.CreateAsync()).Id();
        using var refused = await client.CallAsync("POST", path + "/execute");
        await refused.IsProblemAsync(409, "workflow_not_active");
        await client.SendAsync("POST", path + "/execute", """{"payload":{"name":"Ada"},"is_test_run":true}""", 202);
        var runs = await client.EventuallyAsync(
            path + "/runs?status=completed,failed", list => list.GetProperty("total_items").GetInt32() == 1, "the test run is over");
        Assert.True(runs.GetProperty("runs")[0].GetProperty("is_test_run").GetBoolean());
        Assert.Equal(0, (await client.ReadAsync(path + "/runs?trigger_cause=scheduled")).GetProperty("total_items").GetInt32());
        Assert.Equal(1, (await client.ReadAsync(path + "/runs?trigger_cause=manual,automatic")).GetProperty("total_items").GetInt32());
    }

    [Fact]
    public async Task Execute_WhenPaused_IsRefusedUntilItIsResumed_A5()
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        var path = "/workflows/" + (await client.CreateAsync()).Id();
        await client.SendAsync("POST", path + "/activate");
        await client.SendAsync("POST", "/v1" + path + "/pause");
        using var refused = await client.CallAsync("POST", path + "/execute", """{"payload":{"name":"Ada"} }""");
        var problem = await refused.IsProblemAsync(409, "workflow_not_active");
        Assert.Equal("The workflow is paused; resume it, or make a test run.", problem.GetProperty("detail").GetString());
        await client.SendAsync("POST", "/v1" + path + "/resume");
        await client.SendAsync("POST", path + "/execute", """{"payload":{"name":"Ada"} }""", 202);
    }

    [Fact]
    public async Task Execute_WhenSomethingElseStartsTheWorkflow_IsRefused_A8()
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        var path = "/workflows/" + (await client.CreateAsync("ticket-created")).Id();
        await client.SendAsync("POST", path + "/activate");
        using var refused = await client.CallAsync("POST", path + "/execute", "{}");
        await refused.IsProblemAsync(409, "workflow_not_manual");
    }

    [Fact]
    public async Task Run_WithoutBlocks_HasStarted_A6()
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        var path = "/workflows/" + (await client.CreateAsync(blocks: "[]")).Id();
        await client.SendAsync("POST", path + "/activate");
        await client.SendAsync("POST", path + "/execute", "{}", 202);
        var runs = await client.EventuallyAsync(path + "/runs?status=completed", list => list.GetProperty("total_items").GetInt32() == 1, "the run is over");
        Assert.NotNull(runs.GetProperty("runs")[0].GetProperty("run_started_at").GetString());
    }

    [Fact]
    public async Task Run_WhileItWaits_ShowsTheStepItWaitsAt_A6D1()
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        var path = "/workflows/" + (await client.CreateAsync(
            blocks: """[{"id":"tell","type":"emit_event","input":{"type":"told"}},{"$kind":"Block","id":"pause","type":"wait","inputs":{"days":1}}]""")).Id();
        await client.SendAsync("POST", path + "/activate");
        var run = (await client.SendAsync("POST", path + "/execute", "{}", 202)).GetProperty("run_id").GetString();
        await client.EventuallyAsync(path + "/runs?status=idle", list => list.GetProperty("total_items").GetInt32() == 1, "the run waits");
        var steps = (await client.ReadAsync($"{path}/runs/{run}")).GetProperty("steps");
        Assert.Equal(["tell/completed", "pause/waiting"], steps.EnumerateArray().Select(step => $"{step.GetProperty("step_id").GetString()}/{step.GetProperty("status").GetString()}"));
        Assert.Equal(("wait", 1, null), (steps[1].GetProperty("type").GetString(), steps[1].GetProperty("input").GetProperty("days").GetInt32(), steps[1].GetProperty("ended_at").GetString()));
        var actions = (await client.ReadAsync($"/crm/workflows/runs/{run}")).GetProperty("steps");
        Assert.Equal(["completed", "waiting"], actions.EnumerateArray().Select(action => action.GetProperty("status").GetString()));
    }

    /// <summary>A8: an agent's input must fit the schema of the trigger.</summary>
    [Fact]
    public async Task Execute_WhenTheInputBreaksItsSchema_PointsAtIt_A8()
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        var created = await client.CreateAsync(
            "ai-trigger", more: ""","trigger_configuration":{"input_schema":{"type":"object","required":["name"],"properties":{"size":{"enum":["big","small"]}}}}""");
        var path = "/workflows/" + created.Id();
        await client.SendAsync("POST", path + "/activate");
        using var refused = await client.CallAsync("POST", path + "/execute", """{"input":{"size":"{{huge}}"}}""");
        var problem = await refused.IsProblemAsync(400, "invalid_body");
        Assert.Equal(["/input/name", "/input/size"], problem.Pointers().Order(StringComparer.Ordinal));
        await client.SendAsync("POST", path + "/execute", """{"input":{"name":"Ada","size":"big"}}""", 202);
    }

    /// <summary>G5: sent again with the same key, the same run is answered and there is one.</summary>
    [Fact]
    public async Task Execute_WhenSentTwiceWithOneKey_RunsOnce_G5()
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        var path = "/workflows/" + (await client.CreateAsync()).Id();
        await client.SendAsync("POST", path + "/activate");
        List<string> ids = [];
        for (var time = 0; time < 2; time++)
        {
            using var response = await client.CallAsync("POST", path + "/execute", "{}", ("Idempotency-Key", "again"));
            ids.Add((await response.JsonAsync(202)).GetProperty("run_id").GetString()!);
        }

        Assert.Single(ids.Distinct());
        var runs = await client.EventuallyAsync(path + "/runs?status=completed", list => list.GetProperty("total_items").GetInt32() > 0, "the run is over");
        Assert.Equal(1, runs.GetProperty("total_items").GetInt32());
    }

    [Fact]
    public async Task Runs_ArePagedFromOneWithTwentyEach_A6()
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        var path = "/workflows/" + (await client.CreateAsync()).Id();
        await client.SendAsync("POST", path + "/activate");
        for (var run = 0; run < 23; run++) await client.SendAsync("POST", path + "/execute", "{}", 202);
        var first = await client.EventuallyAsync(path + "/runs?status=completed", list => list.GetProperty("total_items").GetInt32() == 23, "all runs are over");
        Assert.Equal((20, 2, true), (first.GetProperty("runs").GetArrayLength(), first.GetProperty("total_pages").GetInt32(), first.GetProperty("has_next_page").GetBoolean()));
        var second = await client.ReadAsync(path + "/runs?page=2");
        Assert.Equal((3, false, 2), (second.GetProperty("runs").GetArrayLength(), second.GetProperty("has_next_page").GetBoolean(), second.GetProperty("current_page").GetInt32()));
        var ids = first.GetProperty("runs").EnumerateArray().Concat(second.GetProperty("runs").EnumerateArray()).Select(run => run.GetProperty("id").GetString()).ToList();
        Assert.Equal(23, ids.Distinct().Count());
        var times = first.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("created_at").GetDateTimeOffset()).ToList();
        Assert.Equal(times.OrderDescending(), times);
        Assert.Empty((await client.ReadAsync(path + "/runs?page=9")).GetProperty("runs").EnumerateArray());
    }
}

/// <summary>In process, on embedded storage.</summary>
public sealed class WorkflowRunsOnEmbeddedTests(AppFixture app) : WorkflowRunsTests(app), IClassFixture<AppFixture>;

/// <summary>In two processes, on Azurite.</summary>
public sealed class WorkflowRunsOnAzuriteTests(TwoProcessAppFixture app) : WorkflowRunsTests(app.OrSkip()), IClassFixture<TwoProcessAppFixture>;
