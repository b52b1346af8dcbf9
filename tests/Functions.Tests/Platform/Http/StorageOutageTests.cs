namespace Cadenza.Functions.Tests.Platform.Http;

/// <summary>What callers see while storage does not answer.</summary>
public sealed class StorageOutageTests
{
    [Fact]
    public async Task Requests_WhenStorageIsGone_AreAnsweredAsUnavailable()
    {
        await using var app = new TwoProcessAppFixture();
        await app.OrSkip().InitializeAsync();
        await app.StopStorageAsync();

        using var live = await app.Stranger.GetAsync("/health/live", TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)live.StatusCode);
        using var ready = await app.Stranger.GetAsync("/health/ready", TestContext.Current.CancellationToken);
        await ready.IsProblemAsync(503, "unavailable");
        using var read = await app.Client.GetAsync("/contacts/01890000-0000-7000-8000-000000000000", TestContext.Current.CancellationToken);
        await read.IsProblemAsync(503, "unavailable");
        Assert.Equal(TimeSpan.FromSeconds(5), read.Headers.RetryAfter?.Delta);
    }
}
