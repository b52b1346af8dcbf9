using System.Net.Http.Headers;
using System.Text;
using Cadenza.Functions.Tests.Platform.Http.OpenApi;

namespace Cadenza.Functions.Tests;

/// <summary>Calls that tests of several endpoints make: JSON out, JSON back, with keys of organizations made for the test.</summary>
internal static class ApiCalls
{
    /// <summary>Sends a request; the body is JSON as written here, null sends none.</summary>
    public static async Task<HttpResponseMessage> CallAsync(
        this HttpClient client, string method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>The JSON body of an answer that must have this status.</summary>
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status == (int)response.StatusCode, $"{(int)response.StatusCode} instead of {status}: {text}");
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    /// <summary>A new key of an organization, made with the bootstrap key.</summary>
    public static async Task<JsonElement> CreateKeyAsync(this AppFixture app, string organization, string kind = "secret", string name = "test")
    {
        using var response = await app.Client.CallAsync(
            "POST", "/keys", $$"""{"name":"{{name}}","kind":"{{kind}}","organization_id":"{{organization}}"}""");
        return await response.JsonAsync(201);
    }

    /// <summary>A client with a new secret key of an organization.</summary>
    public static async Task<HttpClient> ClientOfAsync(this AppFixture app, string organization) =>
        app.ClientWith((await app.CreateKeyAsync(organization)).GetProperty("key").GetString()!);

    /// <summary>A client with this key.</summary>
    public static HttpClient ClientWith(this AppFixture app, string key)
    {
        var client = DocumentedAnswers.Client(app.Address);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }
}
