using System.Net;
using System.Text.RegularExpressions;
using Cadenza.Functions.Platform.Http.OpenApi;

namespace Cadenza.Functions.Tests.Platform.Http.OpenApi;

/// <summary>The page at /docs comes whole from the app, without a key, under a policy that lets nothing else in.</summary>
public sealed partial class DocsPageTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task Page_LoadsOnlyFilesThatTheAppServes()
    {
        var page = await app.Stranger.GetStringAsync("/docs", TestContext.Current.CancellationToken);
        var files = Loaded().Matches(page).Select(match => match.Groups[1].Value).ToArray();
        Assert.True(files.Length >= 5, page);
        foreach (var file in files)
        {
            Assert.StartsWith("/docs/", file);
            using var answer = await app.Stranger.GetAsync(file, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("x-content-type-options")));
            Assert.NotEmpty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }

        Assert.DoesNotContain("<script>", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Page_HasAPolicyWithoutForeignHostsOrInlineCode()
    {
        using var answer = await app.Stranger.GetAsync("/docs", TestContext.Current.CancellationToken);
        var policy = Assert.Single(answer.Headers.GetValues("content-security-policy"));
        Assert.StartsWith("default-src 'none';", policy);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Document_IsServedToAnybody()
    {
        var served = await app.Stranger.GetByteArrayAsync("/openapi.json", TestContext.Current.CancellationToken);
        Assert.Equal(OpenApiDocument.Bytes.ToArray(), served);
    }

    [GeneratedRegex("(?:src|link rel=\"\\w+\" href)=\"([^\"]+)\"")]
    private static partial Regex Loaded();
}
