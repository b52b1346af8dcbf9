using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Organizations;

namespace Cadenza.Functions.Tests.Contacts;

/// <summary>What the tests of contacts and segments ask of the app, over real HTTP.</summary>
internal sealed class ContactApi
{
    private readonly AppFixture _app;

    public ContactApi(AppFixture app)
    {
        _app = app.OrSkip();
    }

    /// <summary>The organization of the fixture's key.</summary>
    public static OrganizationId Organization { get; } = OrganizationId.Parse("default");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async Task<HttpResponseMessage> SendAsync(string method, string path, string? body = null, string? ifMatch = null, string type = "application/json")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null) request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await _app.Client.SendAsync(request, Cancellation);
    }

    /// <summary>Sends a request that must succeed with a status, and gives the body of its answer.</summary>
    public async Task<JsonNode> OkAsync(string method, string path, string? body = null, int status = 200, string? ifMatch = null)
    {
        using var response = await SendAsync(method, path, body, ifMatch);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True((int)response.StatusCode == status, $"{method} {path}: {(int)response.StatusCode} instead of {status}: {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    /// <summary>Creates a contact and gives its id.</summary>
    public async Task<ContactId> CreateAsync(string body) =>
        ContactId.Parse((await OkAsync("POST", "/contacts", body, 201))["id"]!.GetValue<string>());

    /// <summary>All pages of a list.</summary>
    public async Task<List<JsonNode>> ListAsync(string path, int limit = 100)
    {
        var items = new List<JsonNode>();
        string? cursor = null;
        do
        {
            var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var page = await OkAsync("GET", $"{path}{separator}limit={limit}{(cursor is null ? "" : "&cursor=" + cursor)}");
            items.AddRange(page["data"]!.AsArray().Select(item => item!.DeepClone()));
            cursor = page["next_cursor"]?.GetValue<string>();
        }
        while (cursor is not null);
        return items;
    }

    /// <summary>A text as JSON.</summary>
    public static string Quote(string text) => JsonSerializer.Serialize(text);
}
