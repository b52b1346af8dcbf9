using Cadenza.Domain.Organizations;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Platform.Security.Keys;

namespace Cadenza.Functions.Tests.Platform.Security.Keys;

/// <summary>G1: what a process remembers of keys is short-lived and bounded.</summary>
public sealed class KeyCacheTests : IAsyncLifetime
{
    private static readonly OrganizationId Acme = OrganizationId.Parse("acme");

    private readonly AppFixture _app = new() { Clock = new ManualTimeProvider() };

    private KeyCache Cache => _app.Services.GetRequiredService<KeyCache>();

    private KeyStore Store => _app.Services.GetRequiredService<KeyStore>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _app.InitializeAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Find_WhenRevokedByAnotherProcess_AcceptsForASecondAtMost()
    {
        var (key, stored) = await CreateAsync();
        Assert.Equal(new Caller(Acme, stored.Id, KeyKind.Secret, "name"), await Cache.FindAsync(key, Cancellation));
        Assert.True(await Store.RemoveAsync(stored, Cancellation));
        // Nothing was read for this one: that is what makes it cheap, and why it must not last.
        Assert.NotNull(await Cache.FindAsync(key, Cancellation));
        _app.Clock!.Advance(KeyCache.MaxAge + TimeSpan.FromMilliseconds(1));
        Assert.Null(await Cache.FindAsync(key, Cancellation));
    }

    [Fact]
    public async Task Find_WhenMadeByAnotherProcess_KnowsItAfterASecondAtMost()
    {
        var key = ApiKey.Create(Acme, KeyKind.Secret);
        Assert.Null(await Cache.FindAsync(key, Cancellation));
        await Store.AddAsync(new StoredKey(Guid.NewGuid().ToString(), Acme, KeyKind.Public, "n", key.Prefix, key.Hash, _app.Clock!.GetUtcNow()), Cancellation);
        _app.Clock!.Advance(KeyCache.MaxAge + TimeSpan.FromMilliseconds(1));
        // What is stored holds, not what the text of the key says of itself.
        Assert.Equal(KeyKind.Public, (await Cache.FindAsync(key, Cancellation))?.Kind);
    }

    [Fact]
    public async Task Find_WhenThousandsOfKeysAreTried_RemembersABoundedNumberAndStillKnowsTheRealOne()
    {
        var (key, _) = await CreateAsync();
        for (var tried = 0; tried < KeyCache.MaxKept + 500; tried++)
        {
            Assert.Null(await Cache.FindAsync(ApiKey.Create(Acme, KeyKind.Secret), Cancellation));
        }

        Assert.InRange(Cache.Count, 1, KeyCache.MaxKept + 1);
        Assert.NotNull(await Cache.FindAsync(key, Cancellation));
    }

    private Task<(ApiKey Key, StoredKey Stored)> CreateAsync() =>
        _app.Services.GetRequiredService<OrganizationKeys>().CreateAsync(Acme, KeyKind.Secret, "name", Guid.NewGuid(), Cancellation);
}
