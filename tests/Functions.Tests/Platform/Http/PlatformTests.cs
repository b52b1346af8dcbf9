using System.Net;

namespace Cadenza.Functions.Tests.Platform.Http;

public abstract class PlatformTests(AppFixture app)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/health/live", """{"status":"live"}""")]
    [InlineData("/health/ready", """{"status":"ready","storage":"ok","sweep":"ok","last_sweep_at":""")]
    public async Task Health_WhenAppIsUp_IsAnsweredToAnybody(string path, string body)
    {
        using var response = await app.Stranger.GetAsync(path, Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.StartsWith(body, await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.NotEmpty(Assert.Single(response.Headers.GetValues("x-request-id")));
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/nothing/here")]
    [InlineData("POST", "/sequencesx")]
    [InlineData("DELETE", "/%2F%5C..%2F%E2%82%AC")]
    [InlineData("PUT", "/health/live/deeper")]
    [InlineData("PURGE", "/nothing/here")]
    public async Task UnknownRoute_WhateverTheMethod_IsNotFound(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(app.Address + path[1..], new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        using var response = await app.Client.SendAsync(request, Cancellation);
        await response.IsProblemAsync(404, "unknown_route");
    }

    [Fact]
    public async Task UnknownRoute_WhenHead_HasNoBody()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/nothing/here");
        using var response = await app.Client.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    [InlineData("PURGE")]
    public async Task KnownRoute_WhenMethodIsNot_SaysWhichAre(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/health/live");
        using var response = await app.Client.SendAsync(request, Cancellation);
        await response.IsProblemAsync(405, "method_not_allowed");
        Assert.Equal("GET, HEAD", string.Join(", ", response.Content.Headers.Allow));
    }

    [Fact]
    public async Task RequestId_WhenSane_ComesBack()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live") { Headers = { { "x-request-id", "caller-7" } } };
        using var response = await app.Stranger.SendAsync(request, Cancellation);
        Assert.Equal("caller-7", Assert.Single(response.Headers.GetValues("x-request-id")));
    }

    [Fact]
    public async Task RequestId_WhenNoneOrOdd_IsNewEachTime()
    {
        var ids = new HashSet<string>();
        foreach (var given in new[] { null, "two words", new string('x', 500) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
            if (given is not null) request.Headers.TryAddWithoutValidation("x-request-id", given);
            using var response = await app.Stranger.SendAsync(request, Cancellation);
            Assert.True(ids.Add(Assert.Single(response.Headers.GetValues("x-request-id"))));
        }

        Assert.All(ids, id => Assert.True(Guid.TryParseExact(id, "N", out _)));
    }
}

/// <summary>In process, on embedded storage.</summary>
public sealed class PlatformOnEmbeddedTests(AppFixture app) : PlatformTests(app), IClassFixture<AppFixture>;

/// <summary>In two processes, on Azurite.</summary>
public sealed class PlatformOnAzuriteTests(TwoProcessAppFixture app) : PlatformTests(app.OrSkip()), IClassFixture<TwoProcessAppFixture>;
