using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Organizations;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Platform.Tables;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Tests.Leads;

/// <summary>What the tests of document 001 ask of the app, over real HTTP, as an organization of their own.</summary>
internal sealed class LeadApi : IDisposable
{
    private readonly AppFixture _app;

    private LeadApi(AppFixture app, HttpClient client, string organization) => (_app, Client, Organization) = (app, client, OrganizationId.Parse(organization));

    /// <summary>Sends the organization's key.</summary>
    public HttpClient Client { get; }

    /// <summary>The organization.</summary>
    public OrganizationId Organization { get; }

    public static async Task<LeadApi> CreateAsync(AppFixture app)
    {
        var organization = "leads-" + Guid.NewGuid().ToString("N")[..12];
        return new LeadApi(app, await app.OrSkip().ClientOfAsync(organization), organization);
    }

    /// <summary>A request that must be answered with a status.</summary>
    public async Task<JsonElement> OkAsync(string method, string path, string? body = null, int status = 200)
    {
        using var response = await Client.CallAsync(method, path, body);
        return status == 204 ? await NothingAsync(response) : await response.JsonAsync(status);
    }

    /// <summary>A request that must be refused.</summary>
    public async Task<JsonElement> RefusedAsync(string method, string path, string? body, int status, string code)
    {
        using var response = await Client.CallAsync(method, path, body);
        return await response.IsProblemAsync(status, code);
    }

    /// <summary>The path of a new draft.</summary>
    public async Task<string> DraftAsync(string name = "Nurture") =>
        "/v1/workflows/" + (await OkAsync("POST", "/v1/workflows", $$"""{"name":"{{name}}"}""", 201)).GetProperty("id").GetString();

    /// <summary>The id of a new node.</summary>
    public async Task<string> NodeAsync(string workflow, string type, string config = "{}", string? label = null) =>
        (await OkAsync("POST", $"{workflow}/nodes", $$"""{"node_type":"{{type}}","config":{{config}},"label":{{JsonSerializer.Serialize(label)}}}""", 201)).GetProperty("id").GetString()!;

    /// <summary>The id of a new edge.</summary>
    public async Task<string> EdgeAsync(string workflow, string from, string to, string? label = null) =>
        (await OkAsync("POST", $"{workflow}/edges", $$"""{"from_node_id":"{{from}}","to_node_id":"{{to}}","label":{{JsonSerializer.Serialize(label)}}}""", 201)).GetProperty("id").GetString()!;

    /// <summary>A draft that can be activated: a delay, then the end.</summary>
    public async Task<(string Path, string Wait, string End)> WaitingAsync(string delay = """{"delay_days":1}""")
    {
        var path = await DraftAsync();
        var wait = await NodeAsync(path, "TIME", delay, "Wait");
        var end = await NodeAsync(path, "CONVERTED", "{}", "Won");
        await EdgeAsync(path, wait, end);
        return (path, wait, end);
    }

    /// <summary>A workflow in a status, however it comes about.</summary>
    public async Task<string> InStatusAsync(string status)
    {
        var (path, _, _) = await WaitingAsync();
        string[] steps = status switch
        {
            "draft" => [],
            "active" => ["activate"],
            "paused" => ["activate", "pause"],
            "completed" => ["activate"],
            _ => ["activate", "cancel"],
        };
        foreach (var step in steps) await OkAsync("POST", $"{path}/{step}");
        if (status == "completed") await CompleteAsync(path);
        return path;
    }

    /// <summary>The status of a workflow.</summary>
    public async Task<string> StatusAsync(string path) => (await OkAsync("GET", path)).GetProperty("status").GetString()!;

    /// <summary>Writes a status into the row of a workflow, as another version of the app left it.</summary>
    public async Task StoreStatusAsync(string path, string status)
    {
        var table = _app.Services.GetRequiredService<StorageTables>().Workflows;
        var row = new TableEntity(Organization.ToString(), RowKey.Join("w", WorkflowId.Parse(path["/v1/workflows/".Length..]).ToString())) { ["Status"] = status };
        // Nobody else writes this row during the test.
        await table.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Merge, CancellationToken.None);
    }

    public void Dispose() => Client.Dispose();

    private async Task CompleteAsync(string path)
    {
        var store = _app.Services.GetRequiredService<WorkflowStore>();
        var read = (await store.GetAsync(Organization, WorkflowId.Parse(path["/v1/workflows/".Length..]), CancellationToken.None))!;
        var changed = WorkflowLifecycle.Apply(read.Workflow, WorkflowAction.Complete, DateTimeOffset.UtcNow)!;
        await store.SaveAsync(read, changed, null, null, CancellationToken.None);
    }

    private static Task<JsonElement> NothingAsync(HttpResponseMessage response)
    {
        Assert.Equal(204, (int)response.StatusCode);
        return Task.FromResult(default(JsonElement));
    }
}
