using Cadenza.Functions.Flows.Http.Cors;
using Cadenza.Functions.Platform.Configuration;
using Microsoft.Extensions.Configuration;

namespace Cadenza.Functions.Tests.Flows.Http;

/// <summary>E4: scripts of the configured origins may call /v1/public, and nothing else.</summary>
public sealed class CorsTests(CorsTests.App app) : IClassFixture<CorsTests.App>
{
    private const string Origin = "https://app.example.com";

    [Fact]
    public async Task Preflight_OfAKnownOrigin_IsAnsweredWithoutAKey()
    {
        using var response = await app.Stranger.CallAsync(
            "OPTIONS", "/v1/public/flowStates", null, ("Origin", Origin), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization,content-type"));
        Assert.Equal(204, (int)response.StatusCode);
        Assert.Equal(Origin, Header(response, "Access-Control-Allow-Origin"));
        Assert.Contains("POST", Header(response, "Access-Control-Allow-Methods"), StringComparison.Ordinal);
        Assert.Equal("authorization,content-type", Header(response, "Access-Control-Allow-Headers"));
        Assert.Equal("Origin", Header(response, "Vary"));
    }

    [Fact]
    public async Task Request_OfAKnownOrigin_CanBeReadRefusedOrNot()
    {
        using var allowed = await app.Client.CallAsync("GET", "/v1/public/flowStates?userId=ada", null, ("Origin", Origin));
        Assert.Equal(200, (int)allowed.StatusCode);
        Assert.Equal(Origin, Header(allowed, "Access-Control-Allow-Origin"));
        Assert.Contains("x-request-id", Header(allowed, "Access-Control-Expose-Headers"), StringComparison.Ordinal);
        using var refused = await app.Stranger.CallAsync("GET", "/v1/public/flowStates?userId=ada", null, ("Origin", Origin));
        await refused.IsProblemAsync(401, "unauthorized");
        Assert.Equal(Origin, Header(refused, "Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("/v1/public/flowStates", "https://evil.example.com")]
    [InlineData("/v1/public/flowStates", "https://app.example.com.evil.example.com")]
    [InlineData("/v1/flows", Origin)]
    [InlineData("/v1/publications", Origin)]
    [InlineData("/contacts", Origin)]
    public async Task Origin_WhenUnknownOrThePathIsNotPublic_IsNotAllowed(string path, string origin)
    {
        using var preflight = await app.Stranger.CallAsync("OPTIONS", path, null, ("Origin", origin), ("Access-Control-Request-Method", "POST"));
        Assert.Null(Header(preflight, "Access-Control-Allow-Origin"));
        Assert.True((int)preflight.StatusCode is 404 or 405);
        using var request = await app.Client.CallAsync("GET", path, null, ("Origin", origin));
        Assert.Null(Header(request, "Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("*", "https://any.example.com", true)]
    [InlineData("", "https://any.example.com", false)]
    [InlineData("https://a.example.com, http://localhost:3000", "http://localhost:3000", true)]
    [InlineData("https://a.example.com", "http://a.example.com", false)]
    public void Setting_SaysWhoMayCall(string value, string origin, bool isAllowed) => Assert.Equal(isAllowed, Read(value).Options.Allows(origin));

    [Theory]
    [InlineData("a.example.com")]
    [InlineData("https://a.example.com/")]
    [InlineData("https://a.example.com/path")]
    public void Setting_WhenItIsNoOrigin_EndsTheStart(string value) => Assert.Throws<SettingsException>(Read(value).Settings.ThrowIfFaulty);

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    private static (CorsOptions Options, Settings Settings) Read(string value)
    {
        var settings = new Settings(new ConfigurationBuilder().AddInMemoryCollection([new("Cadenza:Cors:Origins", value)]).Build());
        return (CorsOptions.Read(settings), settings);
    }

    /// <summary>The app with one origin.</summary>
    public sealed class App : AppFixture
    {
        public App() => Settings = [("Cadenza__Cors__Origins", $"{Origin}, http://localhost:3000")];
    }
}
