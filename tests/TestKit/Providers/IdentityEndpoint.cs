using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cadenza.TestKit.Providers;

/// <summary>
/// Gives tokens as the platform gives them to an app with a managed identity: at the address of <c>IDENTITY_ENDPOINT</c>, to
/// whoever shows <c>IDENTITY_HEADER</c>. They are signed by nobody.
/// </summary>
public sealed class IdentityEndpoint : IAsyncDisposable
{
    private const string Version = "2019-08-01";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<TokenRequest> _requests = new();

    private IdentityEndpoint(WebApplication app) => _app = app;

    /// <summary>What <c>IDENTITY_ENDPOINT</c> says.</summary>
    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/msi/token";

    /// <summary>What <c>IDENTITY_HEADER</c> says.</summary>
    public string Header { get; } = Guid.NewGuid().ToString("N");

    /// <summary>What was asked for so far, and answered with a token.</summary>
    public IReadOnlyCollection<TokenRequest> Requests => _requests;

    /// <summary>Starts it on a free port of this machine.</summary>
    public static async Task<IdentityEndpoint> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var endpoint = new IdentityEndpoint(app);
        app.MapGet("/msi/token", endpoint.Answer);
        await app.StartAsync().ConfigureAwait(false);
        return endpoint;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IResult Answer(HttpRequest request)
    {
        if (request.Headers["X-IDENTITY-HEADER"] != Header || request.Query["api-version"] != Version) return Results.StatusCode(401);
        var asked = new TokenRequest(request.Query["resource"].ToString(), request.Query["client_id"] is [{ } client] ? client : null);
        _requests.Enqueue(asked);
        var until = DateTimeOffset.UtcNow.AddHours(1);
        return Results.Json(new Dictionary<string, string>
        {
            ["access_token"] = Token(asked.Resource, until),
            ["expires_on"] = until.ToUnixTimeSeconds().ToString(),
            ["resource"] = asked.Resource,
            ["token_type"] = "Bearer",
        });
    }

    private static string Token(string audience, DateTimeOffset until)
    {
        var from = DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeSeconds();
        var claims = JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["aud"] = audience,
            ["iss"] = "https://sts.windows.net/00000000-0000-0000-0000-000000000000/",
            ["iat"] = from,
            ["nbf"] = from,
            ["exp"] = until.ToUnixTimeSeconds(),
        });
        return $"{Encoded("""{"alg":"none","typ":"JWT"}""")}.{Encoded(claims)}.";
    }

    private static string Encoded(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}

/// <summary>What somebody wanted a token for.</summary>
/// <param name="Resource">The service.</param>
/// <param name="ClientId">The identity, of several; null is the only one.</param>
public sealed record TokenRequest(string Resource, string? ClientId);
