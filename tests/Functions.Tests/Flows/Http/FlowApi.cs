using System.Text.Json.Nodes;

namespace Cadenza.Functions.Tests.Flows.Http;

/// <summary>What the tests of flows ask of the app, over real HTTP, each with an organization of its own.</summary>
internal sealed class FlowApi : IDisposable
{
    private readonly HttpClient _secret;
    private readonly HttpClient _public;

    private FlowApi(string organization, HttpClient secret, HttpClient open)
    {
        Organization = organization;
        _secret = secret;
        _public = open;
    }

    public string Organization { get; }

    public HttpClient Secret => _secret;

    public HttpClient Public => _public;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A new organization with a secret and a public key.</summary>
    public static async Task<FlowApi> OpenAsync(AppFixture app)
    {
        var organization = "f" + Guid.NewGuid().ToString("N")[..12];
        var secret = await app.OrSkip().ClientOfAsync(organization);
        var key = await app.CreateKeyAsync(organization, "public");
        return new FlowApi(organization, secret, app.ClientWith(key.GetProperty("key").GetString()!));
    }

    public void Dispose()
    {
        _secret.Dispose();
        _public.Dispose();
    }

    /// <summary>Sends a request with the secret key, or the public one below /v1/public.</summary>
    public Task<HttpResponseMessage> SendAsync(string method, string path, string? body = null, params (string Name, string Value)[] headers) =>
        (path.StartsWith("/v1/public", StringComparison.Ordinal) ? _public : _secret).CallAsync(method, path, body, headers);

    /// <summary>Sends a request that must be answered with a status, and gives the body.</summary>
    public async Task<JsonNode> OkAsync(string method, string path, string? body = null, int status = 200)
    {
        using var response = await SendAsync(method, path, body);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True((int)response.StatusCode == status, $"{method} {path}: {(int)response.StatusCode} instead of {status}: {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    /// <summary>Makes a flow.</summary>
    public Task<JsonNode> CreateAsync(string data = "steps:\n  - id: one\n  - id: two\n", string? targeting = null, string more = "") =>
        OkAsync("POST", "/v1/flows", $$"""{"name":"Welcome","data":{{Quote(data)}},"targetingLogic":{{Quote(targeting ?? "")}}{{more}}}""", 201);

    /// <summary>Makes a flow and activates it; gives its slug and numeric id.</summary>
    public async Task<(string Slug, long Id)> ActiveAsync(string data = "steps:\n  - id: one\n  - id: two\n", string? targeting = null, string more = "")
    {
        var flow = await CreateAsync(data, targeting, more);
        var id = flow["id"]!.GetValue<long>();
        await ActivateAsync(id);
        return (flow["slug"]!.GetValue<string>(), id);
    }

    public Task<JsonNode> ActivateAsync(long id, string behavior = "EXIT_EXISTING_USERS") =>
        OkAsync("PUT", $"/v1/flows/{id}/activate", $$"""{"archiveBehavior":"{{behavior}}"}""");

    /// <summary>Reports what a user did, with the public key.</summary>
    public Task<JsonNode> ReportAsync(string user, string slug, string action, string? step = null, string more = "") =>
        OkAsync("POST", "/v1/public/flowStates", Report(user, slug, action, step, more));

    /// <summary>The body of a report.</summary>
    public static string Report(string user, string slug, string action, string? step = null, string more = "") =>
        $$"""{"userId":"{{user}}","flowSlug":"{{slug}}","actionType":"{{action}}"{{(step is null ? "" : $",\"stepId\":\"{step}\"")}}{{more}}}""";

    public Task<JsonNode> StatesAsync(string user, string more = "") => OkAsync("GET", $"/v1/public/flowStates?userId={Uri.EscapeDataString(user)}{more}");

    /// <summary>The state of a user in a flow that the user gets.</summary>
    public async Task<JsonNode> StateAsync(string user, string slug) => Eligible(await StatesAsync(user), slug)["$state"]!;

    /// <summary>A flow among those a user gets.</summary>
    public static JsonNode Eligible(JsonNode states, string slug) =>
        Assert.Single(states["eligibleFlows"]!.AsArray(), flow => flow!["flowSlug"]!.GetValue<string>() == slug)!;

    /// <summary>A flow among those a user does not get.</summary>
    public static JsonNode Ineligible(JsonNode states, string slug) =>
        Assert.Single(states["ineligibleFlows"]!.AsArray(), flow => flow!["flowSlug"]!.GetValue<string>() == slug)!;

    public static string Quote(string text) => JsonSerializer.Serialize(text);
}
