namespace Cadenza.Functions.Tests.Leads;

/// <summary>C5, C6: nodes and edges, by real HTTP.</summary>
public abstract class NodeTests(AppFixture app) : IAsyncLifetime
{
    private LeadApi _api = null!;

    public static TheoryData<string> Types => ["VOICE_CALL", "TIME", "CONDITIONAL", "APPLICATION", "WEBHOOK", "SMS", "EMAIL", "WHATSAPP", "CONVERTED", "DROPPED"];

    public async ValueTask InitializeAsync() => _api = await LeadApi.CreateAsync(app);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _api?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task C5_Create_KeepsEveryTypeAsItWasGiven(string type)
    {
        var path = await _api.DraftAsync();

        var made = await _api.OkAsync("POST", $"{path}/nodes", $$$"""{"node_type":"{{{type}}}","label":"L","position_x":12.5,"position_y":-3,"config":{"a":"{{name}}"} }""", 201);

        Assert.Equal((type, "L", 12.5, -3.0, true), (Text(made, "node_type"), Text(made, "label"), made.GetProperty("position_x").GetDouble(), made.GetProperty("position_y").GetDouble(), made.GetProperty("is_entry").GetBoolean()));
        Assert.Equal("{{name}}", made.GetProperty("config").GetProperty("a").GetString());
        Assert.Equal(made.ToString(), (await _api.OkAsync("GET", $"{path}/nodes")).GetProperty("data")[0].ToString());
    }

    [Fact]
    public async Task C5_Create_WithBadFields_NamesThemAll()
    {
        var path = await _api.DraftAsync();

        var problem = await _api.RefusedAsync("POST", $"{path}/nodes", """{"node_type":"TELEPATHY","position_x":"left","config":[]}""", 400, "invalid_body");

        Assert.Equal(["/node_type", "/position_x", "/config"], problem.GetProperty("errors").EnumerateObject().Select(error => error.Name));
        Assert.Equal(0, (await _api.OkAsync("GET", $"{path}/nodes")).GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task C5_Patch_ChangesWhatIsGivenAndNeverTheType()
    {
        var path = await _api.DraftAsync();
        var node = await _api.NodeAsync(path, "DROPPED", """{"note":"x"}""", "Lost");

        var changed = await _api.OkAsync("PATCH", $"{path}/nodes/{node}", """{"position_x":4,"node_type":"DROPPED","config":{"note":"y"}}""");

        Assert.Equal(("Lost", "DROPPED", 4.0, "y"), (Text(changed, "label"), Text(changed, "node_type"), changed.GetProperty("position_x").GetDouble(), Text(changed.GetProperty("config"), "note")));
        await _api.RefusedAsync("PATCH", $"{path}/nodes/{node}", """{"node_type":"CONVERTED"}""", 409, "node_type_immutable");
        await _api.RefusedAsync("PATCH", $"{path}/nodes/none", """{"label":"x"}""", 404, "not_found");
        Assert.Equal("DROPPED", Text((await _api.OkAsync("GET", $"{path}/nodes")).GetProperty("data")[0], "node_type"));
    }

    [Fact]
    public async Task C5_Delete_TakesTheEdgesAlongAndSparesTheEntry()
    {
        var (path, wait, end) = await _api.WaitingAsync();
        await _api.RefusedAsync("DELETE", $"{path}/nodes/{wait}", null, 409, "node_is_entry");

        await _api.OkAsync("DELETE", $"{path}/nodes/{end}", null, 204);

        Assert.Equal(0, (await _api.OkAsync("GET", $"{path}/edges")).GetProperty("data").GetArrayLength());
        await _api.RefusedAsync("DELETE", $"{path}/nodes/{end}", null, 404, "not_found");
        await _api.RefusedAsync("DELETE", $"{path}/nodes/{end}?move_leads_to={end}", null, 404, "not_found");
    }

    [Fact]
    public async Task C5_EditsOfAnActiveWorkflow_PublishAtOnce_AndMustBeSound()
    {
        var (path, wait, _) = await _api.WaitingAsync();
        await _api.OkAsync("POST", $"{path}/activate");

        await _api.OkAsync("PATCH", $"{path}/nodes/{wait}", """{"config":{"delay_hours":2}}""");
        await _api.RefusedAsync("PATCH", $"{path}/nodes/{wait}", """{"config":{"delay_hours":-2}}""", 400, "invalid_body");

        Assert.Equal(2, (await _api.OkAsync("GET", $"{path}/nodes")).GetProperty("data")[0].GetProperty("config").GetProperty("delay_hours").GetInt32());
        Assert.Equal("active", await _api.StatusAsync(path));
    }

    [Theory]
    [InlineData("completed")]
    [InlineData("cancelled")]
    public async Task C5_EditsOfAWorkflowThatIsOver_AreConflicts(string status)
    {
        var path = await _api.InStatusAsync(status);

        await _api.RefusedAsync("POST", $"{path}/nodes", """{"node_type":"TIME"}""", 409, $"workflow_{status}");
    }

    [Fact]
    public async Task C6_Edges_KeepTheirOrderAndJoinOnlyNodesOfTheWorkflow()
    {
        var path = await _api.DraftAsync();
        var decide = await _api.NodeAsync(path, "CONDITIONAL");
        var won = await _api.NodeAsync(path, "CONVERTED");
        var lost = await _api.NodeAsync(path, "DROPPED");
        var first = await _api.EdgeAsync(path, decide, won, "true");
        var second = await _api.EdgeAsync(path, decide, lost);

        var edges = (await _api.OkAsync("GET", $"{path}/edges")).GetProperty("data").EnumerateArray().ToList();

        Assert.Equal([first, second], edges.Select(edge => Text(edge, "id")));
        Assert.Equal(("true", decide, won), (Text(edges[0], "label"), Text(edges[0], "from_node_id"), Text(edges[0], "to_node_id")));
        Assert.Equal(JsonValueKind.Null, edges[1].GetProperty("label").ValueKind);
        await _api.RefusedAsync("POST", $"{path}/edges", $$"""{"from_node_id":"{{decide}}","to_node_id":"{{won}}","label":"TRUE"}""", 409, "edge_exists");
        var unknown = await _api.RefusedAsync("POST", $"{path}/edges", """{"from_node_id":"a","to_node_id":"b"}""", 400, "invalid_body");
        Assert.Equal(["/from_node_id", "/to_node_id"], unknown.GetProperty("errors").EnumerateObject().Select(error => error.Name));
        await _api.RefusedAsync("POST", $"{path}/edges", $$"""{"from_node_id":"{{won}}","to_node_id":"{{lost}}"}""", 400, "invalid_body");
        await _api.OkAsync("DELETE", $"{path}/edges/{first}", null, 204);
        await _api.RefusedAsync("DELETE", $"{path}/edges/{first}", null, 404, "not_found");
    }

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;
}

/// <summary>In process, on embedded storage.</summary>
public sealed class NodeOnEmbeddedTests(AppFixture app) : NodeTests(app), IClassFixture<AppFixture>;

/// <summary>In two processes, on Azurite.</summary>
public sealed class NodeOnAzuriteTests(TwoProcessAppFixture app) : NodeTests(app.OrSkip()), IClassFixture<TwoProcessAppFixture>;
