using Cadenza.Functions.Platform.Security.Rates;

namespace Cadenza.Functions.Tests.Platform.Security.Rates;

/// <summary>G6: 100 requests a minute and key as document 004 says, told in RateLimit headers, then 429 with Retry-After.</summary>
public sealed class RateLimitTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_WhenOverTheLimit_Are429UntilTheWindowEndsAndOtherKeysAreNot()
    {
        var clock = new ManualTimeProvider();
        await using var app = new AppFixture { Clock = clock, Settings = [("RateLimit__RequestsPerMinute", "3")] };
        await app.InitializeAsync();
        using var other = await app.ClientOfAsync("other");
        await ExpectAsync(app.Client, 200, remaining: 1, reset: 60);
        clock.Advance(TimeSpan.FromSeconds(10.5));
        await ExpectAsync(app.Client, 200, remaining: 0, reset: 50);
        using var refused = await app.Client.GetAsync("/outbox", Cancellation);
        await refused.IsProblemAsync(429, "too_many_requests");
        Assert.Equal("50", refused.Headers.RetryAfter?.ToString());
        Assert.Equal("0", Header(refused, "RateLimit-Remaining"));
        await ExpectAsync(other, 200, remaining: 2, reset: 60);
        clock.Advance(TimeSpan.FromSeconds(49.6));
        await ExpectAsync(app.Client, 200, remaining: 2, reset: 60);
    }

    [Fact]
    public async Task Headers_WhenTheLimitIsDocumentedOne_NameItInBothForms()
    {
        await using var app = new AppFixture { Settings = [("RateLimit__RequestsPerMinute", "")] };
        await app.InitializeAsync();
        using var response = await app.Client.GetAsync("/outbox", Cancellation);
        Assert.Equal("100", Header(response, "RateLimit-Limit"));
        Assert.Equal("99", Header(response, "RateLimit-Remaining"));
        Assert.Equal("\"minute\";q=100;w=60", Header(response, "RateLimit-Policy"));
        Assert.Equal("\"minute\";r=99;t=60", Header(response, "RateLimit"));
    }

    [Fact]
    public async Task Requests_WhenNobodyIsKnownOrTheLimitIsOff_AreNotCounted()
    {
        await using var app = new AppFixture { Settings = [("RateLimit__RequestsPerMinute", "1")] };
        await app.InitializeAsync();
        for (var request = 0; request < 3; request++)
        {
            Assert.Equal(200, (int)(await app.Stranger.GetAsync("/health/live", Cancellation)).StatusCode);
            await (await app.Stranger.GetAsync("/outbox", Cancellation)).IsProblemAsync(401, "unauthorized");
        }

        await using var unlimited = new AppFixture { Settings = [("RateLimit__RequestsPerMinute", "0")] };
        await unlimited.InitializeAsync();
        for (var request = 0; request < 3; request++)
        {
            using var response = await unlimited.Client.GetAsync("/outbox", Cancellation);
            Assert.Equal(200, (int)response.StatusCode);
            Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith("RateLimit", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public void Counters_WhenManyKeysHaveComeAndGone_AreForgotten()
    {
        var clock = new ManualTimeProvider();
        var counters = new RateCounters(new RateOptions(5), clock);
        for (var key = 0; key < 10_000; key++) counters.Take($"{key}");
        clock.Advance(RateCounters.Window);
        Assert.Equal(4, counters.Take("new")?.Remaining);
        Assert.Equal(1, counters.Count);
    }

    [Fact]
    public async Task Counters_WhenManyRequestsComeAtOnce_LetExactlyTheLimitThrough()
    {
        var counters = new RateCounters(new RateOptions(100), new ManualTimeProvider());
        var rates = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => Enumerable.Range(0, 10).Select(_ => counters.Take("key")!.Value).ToList())));
        Assert.Equal(100, rates.SelectMany(some => some).Count(rate => !rate.Exceeded));
    }

    private static async Task ExpectAsync(HttpClient client, int status, int remaining, int reset)
    {
        using var response = await client.GetAsync("/outbox", Cancellation);
        Assert.Equal(
            (status, "3", $"{remaining}", $"{reset}", $"\"minute\";r={remaining};t={reset}"),
            ((int)response.StatusCode, Header(response, "RateLimit-Limit"), Header(response, "RateLimit-Remaining"), Header(response, "RateLimit-Reset"), Header(response, "RateLimit")));
    }

    private static string Header(HttpResponseMessage response, string name) => Assert.Single(response.Headers.GetValues(name));
}
