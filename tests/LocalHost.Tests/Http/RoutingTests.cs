using Cadenza.LocalHost.Tests.Hosting;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Tests.Http;

/// <summary>
/// Requests find their function as on the real host (4.1037): by name in alphabetical order, the first that fits. What fits a
/// function of other methods alone is not found.
/// </summary>
public sealed class RoutingTests(RoutingTests.App shared) : IClassFixture<RoutingTests.App>
{
    [Theory]
    [InlineData("GET", "things", 200, "list")]
    [InlineData("GET", "THINGS/", 200, "list")]
    [InlineData("POST", "things", 200, "create")]
    [InlineData("GET", "things/special", 200, "one special")]
    [InlineData("GET", "things/favourite", 200, "favourite")]
    [InlineData("GET", "things/other", 200, "one other")]
    [InlineData("PATCH", "things/special", 200, "patch special")]
    [InlineData("GET", "things/a%2Fb%20c", 200, "one a%2Fb c")]
    [InlineData("GET", "things/7/parts/x", 200, "part 7 x")]
    [InlineData("DELETE", "things", 404, "")]
    [InlineData("PUT", "things/special", 404, "")]
    [InlineData("GET", "no-such", 404, "")]
    [InlineData("GET", "things/7/parts", 404, "")]
    [InlineData("GET", "", 404, "")]
    [InlineData("GET", "number/12", 200, "int 12")]
    [InlineData("GET", "number/x", 500, "")]
    [InlineData("GET", "number/99999999999", 500, "")]
    [InlineData("GET", "constrained/12", 200, "long 12")]
    [InlineData("GET", "constrained/x", 404, "")]
    [InlineData("GET", "pattern/abc", 200, "pattern abc")]
    [InlineData("GET", "pattern/abd", 404, "")]
    [InlineData("GET", "guid/0f8fad5b-d9cb-469f-a165-70867728950e", 200, "guid 0f8fad5b-d9cb-469f-a165-70867728950e")]
    [InlineData("GET", "guid/1", 404, "")]
    [InlineData("GET", "flag/true", 200, "flag True")]
    [InlineData("GET", "flag/yes", 404, "")]
    [InlineData("GET", "page", 200, "page none")]
    [InlineData("GET", "page/3", 200, "page 3")]
    [InlineData("GET", "preset", 200, "preset en")]
    [InlineData("GET", "preset/de", 200, "preset de")]
    [InlineData("GET", "files", 200, "files ")]
    [InlineData("GET", "files/a/b.txt", 200, "files a/b.txt")]
    [InlineData("GET", "when/2026-01-02T03:04:05Z", 200, "when 3")]
    [InlineData("GET", "Unrouted", 200, "by name")]
    [InlineData("OPTIONS", "any", 200, "any OPTIONS")]
    [InlineData("DELETE", "any", 200, "any DELETE")]
    [InlineData("GET", "caught", 200, "caught ")]
    [InlineData("POST", "caught/no/such", 200, "caught no/such")]
    [InlineData("GET", "caught/shadowed", 200, "caught shadowed")]
    [InlineData("PUT", "caught/shadowed", 200, "shadowed")]
    [InlineData("GET", "admin", 404, "")]
    [InlineData("GET", "admin/host/status", 404, "")]
    public async Task Request_OfAPath_IsAnsweredByItsFunction(string method, string path, int status, string body)
    {
        Assert.Equal((status, body), await shared.Started.SendAsync(new HttpMethod(method), path));
    }

    [Theory]
    [InlineData("key/unsaid")]
    [InlineData("key/function")]
    [InlineData("key/admin")]
    public async Task Request_OfAFunctionThatNeedsAKey_Is401AndTheStartHasSaidSo(string path)
    {
        Assert.Equal((401, ""), await shared.Started.GetAsync(path));
        Assert.Equal(3, shared.Started.Log.Lines.Count(line => line.Level == LogLevel.Warning && line.Text.Contains("asks for a key of the host", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Request_WithAPrefix_NeedsIt()
    {
        await using var app = await TestApp.StartAsync(new TestAppSetup { HostJson = new { extensions = new { http = new { routePrefix = "v1/app" } } } });

        Assert.Equal((200, "list"), await app.GetAsync("v1/app/things"));
        Assert.Equal((404, ""), await app.GetAsync("things"));
    }

    [Fact]
    public async Task Request_WithoutHostJson_NeedsTheOfficialPrefix()
    {
        await using var app = await TestApp.StartAsync(new TestAppSetup { HostJson = new { version = "2.0" } });

        Assert.Equal((200, "list"), await app.GetAsync("api/things"));
    }

    public sealed class App : IAsyncLifetime
    {
        internal TestApp Started { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Started = await TestApp.StartAsync();

        public ValueTask DisposeAsync() => Started.DisposeAsync();
    }
}
