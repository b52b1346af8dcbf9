using Azure.Data.Tables;
using Cadenza.Functions.Tests.Fuzz;

namespace Cadenza.Functions.Tests.Workflows.Http.Blocks;

/// <summary>G2: what is wrong is refused with every pointer, and nothing is stored.</summary>
public sealed class WorkflowBadInputTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Theory]
    [InlineData("""{}""", "/name,/trigger_type,/workflow_blocks")]
    [InlineData("""{"name":"","trigger_type":"contact-made","workflow_blocks":{}}""", "/name,/trigger_type,/workflow_blocks")]
    [InlineData("""{"name":"x","trigger_type":"cron-trigger","workflow_blocks":[]}""", "/trigger_configuration/cron")]
    [InlineData("""{"name":"x","trigger_type":"cron-trigger","trigger_configuration":{"cron":"0 25 * * *"},"workflow_blocks":[]}""", "/trigger_configuration/cron")]
    [InlineData("""{"name":"x","trigger_type":"webhook","trigger_configuration":{"secret":"short"},"workflow_blocks":[]}""", "/trigger_configuration/secret")]
    [InlineData("""{"name":"x","trigger_type":"ai-trigger","trigger_configuration":{"input_schema":{"type":"word"}},"workflow_blocks":[]}""", "/trigger_configuration/input_schema/type")]
    [InlineData("""{"name":"x","trigger_type":"webhook","trigger_constraints":{"and":[{"nope":1}]},"workflow_blocks":[]}""", "/trigger_constraints/and/0/nope")]
    [InlineData("""{"name":"x","trigger_type":"webhook","workflow_blocks":["<unknown>"]}""", "/workflow_blocks/0")]
    [InlineData("""{"name":"x","trigger_type":"webhook","workflow_blocks":[{"id":"a","type":"emit_event"},{"id":"a","type":"fly","input":{}}]}""", "/workflow_blocks/1/id")]
    [InlineData("""{"name":"x","trigger_type":"webhook","workflow_blocks":[{"id":"a","type":"emit_event"},{"id":"b","type":"fly","input":{}}]}""", "/workflow_blocks/0/input/type,/workflow_blocks/1/type")]
    [InlineData("""{"name":"x","trigger_type":"webhook","workflow_blocks":[{"id":"a","type":"if-else","inputs":{"condition":{"field":"x","operator":"sounds_like","value":1}}}]}""", "/workflow_blocks/0/inputs/condition/operator")]
    [InlineData("""{"name":"x","trigger_type":"webhook","workflow_blocks":[{"id":"a","type":"emit_event","input":{"type":"{{trigger.x"}}]}""", "/workflow_blocks/0/input/type")]
    [InlineData("""{"name":"x","trigger_type":"cron-trigger","trigger_configuration":{"cron":"0 9 * * *","catchUp":"all"},"workflow_blocks":[]}""", "/trigger_configuration/catchUp")]
    [InlineData("""{"name":"x","trigger_type":"webhook","trigger_configuration":{"Secret":"sixteen-letters-or-more"},"workflow_blocks":[]}""", "/trigger_configuration/Secret")]
    [InlineData("""{"name":"x","trigger_type":"webhook","workflow_blocks":[{"id":"a","type":"wait","input":{"minutes":5,"hour":1}}]}""", "/workflow_blocks/0/input/hour")]
    [InlineData("""{"name":"x","trigger_type":"webhook","workflow_blocks":[{"id":"a","type":"wait-for-event","input":{"event_type":"x","timeout_minutes":5}}]}""", "/workflow_blocks/0/input/timeout_minutes")]
    [InlineData("""{"name":"x","trigger_type":"webhook","workflow_blocks":[{"id":"a","type":"wait-for-event","input":{"event_type":"x","timeout":{"minute":5}}}]}""", "/workflow_blocks/0/input/timeout/minute")]
    public async Task Create_WhenFaulty_PointsAtEveryFaultAndStoresNothing(string body, string pointers) => await RefusedAsync("POST", "/workflows", body, pointers);

    /// <summary>Who misspells a member is told which there are; the configuration of an event is the document's own, and open.</summary>
    [Fact]
    public async Task Create_WhenAMemberIsNotKnown_NamesThoseThatAre()
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        using var refused = await client.CallAsync(
            "POST", "/workflows", """{"name":"x","trigger_type":"cron-trigger","trigger_configuration":{"cron":"0 9 * * *","catchUp":"all"},"workflow_blocks":[]}""");
        var problem = await refused.IsProblemAsync(400, "invalid_body");
        Assert.Equal("is not a known member; known are cron, timezone, catch_up", problem.GetProperty("errors").GetProperty("/trigger_configuration/catchUp")[0].GetString());
        await client.CreateAsync("contact_created", more: ""","trigger_configuration":{"anything":1}""");
    }

    [Theory]
    [InlineData("""{"name":null,"trigger_type":null}""", "/name,/trigger_type")]
    [InlineData("""{"trigger_type":"cron-trigger"}""", "/trigger_configuration/cron")]
    [InlineData("""{"trigger_configuration":{"input_schema":5}}""", "/trigger_configuration/input_schema")]
    [InlineData("""{"workflow_blocks":[{"id":"trigger","type":"stop"}],"trigger_constraints":{"a":1,"b":2}}""", "/trigger_constraints,/workflow_blocks/0/id")]
    public async Task Patch_WhenFaulty_PointsAtEveryFaultAndStoresNothing(string body, string pointers)
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        await RefusedAsync("PATCH", "/workflows/" + (await client.CreateAsync()).Id(), body, pointers, client);
    }

    [Fact]
    public async Task Blocks_WhenThereAre501_AreRefused_G6()
    {
        var blocks = string.Join(',', Enumerable.Range(0, 501).Select(index => $$$"""{"id":"s{{{index}}}","type":"emit_event","input":{"type":"x"}}"""));
        await RefusedAsync("POST", "/workflows", $$"""{"name":"x","trigger_type":"webhook","workflow_blocks":[{{blocks}}]}""", "/workflow_blocks");
    }

    [Theory]
    [InlineData("GET", "/workflows/nobody")]
    [InlineData("GET", "/workflows/01890000-0000-7000-8000-000000000000")]
    [InlineData("PATCH", "/workflows/01890000-0000-7000-8000-000000000000")]
    [InlineData("POST", "/workflows/01890000-0000-7000-8000-000000000000/activate")]
    [InlineData("POST", "/workflows/01890000-0000-7000-8000-000000000000/execute")]
    [InlineData("GET", "/workflows/01890000-0000-7000-8000-000000000000/runs")]
    public async Task Request_WhenTheIdIsUnknown_Is404(string method, string path)
    {
        using var response = await app.Client.CallAsync(method, path, method == "GET" ? null : "{}");
        await response.IsProblemAsync(404, "not_found");
    }

    [Theory]
    [InlineData("?page=0")]
    [InlineData("?limit=51")]
    [InlineData("?status=done")]
    [InlineData("?trigger_cause=manual,luck")]
    public async Task Runs_WhenAParameterIsBad_AreRefused_A6(string query)
    {
        using var client = await WorkflowApi.OrganizationAsync(app);
        using var response = await client.CallAsync("GET", $"/workflows/{(await client.CreateAsync()).Id()}/runs{query}");
        await response.IsProblemAsync(400, "invalid_parameter");
    }

    private async Task RefusedAsync(string method, string path, string body, string pointers, HttpClient? client = null)
    {
        var tables = app.Services.GetRequiredService<TableServiceClient>();
        var before = await StoredRows.ReadAsync(tables);
        using var response = await (client ?? app.Client).CallAsync(method, path, body);
        var problem = await response.IsProblemAsync(400, "invalid_body");
        Assert.Equal(pointers.Split(','), problem.Pointers().Order(StringComparer.Ordinal));
        var changed = StoredRows.Differences(before, await StoredRows.ReadAsync(tables));
        Assert.DoesNotContain(changed, row => row.Contains("workflows", StringComparison.Ordinal));
    }
}
