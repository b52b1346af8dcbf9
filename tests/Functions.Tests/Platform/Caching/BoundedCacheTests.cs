using Cadenza.Functions.Platform.Caching;

namespace Cadenza.Functions.Tests.Platform.Caching;

/// <summary>Neither too many nor too old values are kept, and those go first that were used least recently.</summary>
public sealed class BoundedCacheTests
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(1);
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void TryGet_WhenAsOldAsMayBe_FindsItAndNotAMomentLater()
    {
        var cache = new BoundedCache<string, int>(10, Age, _clock);
        cache.Keep("a", 1);
        _clock.Advance(Age);
        Assert.True(cache.TryGet("a", out var value));
        Assert.Equal(1, value);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.False(cache.TryGet("a", out _));
        Assert.Equal(1, cache.Last("a"));
    }

    [Fact]
    public void TryGet_WhenAgeCountsFromEarlier_IsTooOldEarlier()
    {
        var cache = new BoundedCache<string, int>(10, Age, _clock);
        var began = cache.Now();
        _clock.Advance(Age / 2);
        cache.Keep("a", 1, began);
        Assert.True(cache.TryGet("a", out _));
        _clock.Advance(Age / 2 + TimeSpan.FromTicks(1));
        Assert.False(cache.TryGet("a", out _));
    }

    [Fact]
    public void Keep_WhenFull_LetsGoOfWhatWasUsedLeastRecently()
    {
        var cache = new BoundedCache<string, int>(3);
        foreach (var (key, value) in new[] { ("a", 1), ("b", 2), ("c", 3) }) cache.Keep(key, value);
        Assert.True(cache.TryGet("a", out _));
        Assert.True(cache.TryGet("b", out _));
        cache.Keep("d", 4);
        Assert.Equal(["a", "b", "d"], Kept(cache, "a", "b", "c", "d"));
        // Of those the two were looked up, and after d came; then only d and b again.
        cache.Keep("b", 5);
        Assert.True(cache.TryGet("d", out _));
        cache.Keep("e", 6);
        Assert.Equal(["b", "d", "e"], Kept(cache, "a", "b", "d", "e"));
        Assert.Equal(5, cache.Last("b"));
    }

    [Fact]
    public void Keep_WhenFullOfTooOldOnes_LetsGoOfThoseAlone()
    {
        var cache = new BoundedCache<int, int>(16, Age, _clock);
        for (var key = 0; key < 8; key++) cache.Keep(key, key);
        _clock.Advance(Age + Age);
        for (var key = 8; key < 24; key++) cache.Keep(key, key);
        Assert.Equal(16, cache.Count);
        Assert.All(Enumerable.Range(8, 16), key => Assert.True(cache.TryGet(key, out _)));
    }

    [Fact]
    public void Keep_WhenManyMoreComeThanAreKept_NeverKeepsMore()
    {
        var cache = new BoundedCache<int, int>(100);
        for (var key = 0; key < 5000; key++)
        {
            cache.Keep(key, key);
            // What is asked for again and again stays, whatever else comes.
            Assert.True(cache.TryGet(0, out _), $"gone after {key}");
            Assert.InRange(cache.Count, 1, 100);
        }

        // An eighth goes at once, so at least the rest of the newest are there.
        Assert.All(Enumerable.Range(4914, 86), key => Assert.True(cache.TryGet(key, out _)));
    }

    [Fact]
    public void Forget_OfOneKey_LeavesTheOthers()
    {
        var cache = new BoundedCache<string, int>(2);
        cache.Keep("a", 1);
        cache.Keep("b", 2);
        cache.Forget("a");
        cache.Forget("never was");
        Assert.Equal(["b"], Kept(cache, "a", "b"));
        Assert.Equal(1, cache.Count);
        cache.Keep("c", 3);
        Assert.Equal(["b", "c"], Kept(cache, "b", "c"));
    }

    [Fact]
    public async Task GetOrAdd_WhenManyAskAtOnce_MakesOneForEachKey()
    {
        var cache = new BoundedCache<int, object>(64);
        var made = 0;
        var found = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            Enumerable.Range(0, 64).Select(key => cache.GetOrAdd(key, _ =>
            {
                Interlocked.Increment(ref made);
                return new object();
            })).ToList())));
        Assert.Equal(64, made);
        Assert.All(found, values => Assert.Equal(found[0], values));
    }

    [Fact]
    public async Task Keep_WhenManyKeepForgetAndLookUpAtOnce_CountsWhatIsThere()
    {
        var cache = new BoundedCache<int, int>(50);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
        {
            for (var turn = 0; turn < 2000; turn++)
            {
                var key = ((turn * 31) + worker) % 120;
                cache.Keep(key, key);
                if (cache.TryGet((key + 7) % 120, out var value)) Assert.Equal((key + 7) % 120, value);
                if (turn % 3 == 0) cache.Forget((key + 1) % 120);
            }
        })));
        Assert.Equal(Enumerable.Range(0, 120).Count(key => cache.TryGet(key, out _)), cache.Count);
        Assert.InRange(cache.Count, 1, 50);
    }

    private static IEnumerable<string> Kept(BoundedCache<string, int> cache, params string[] keys) => keys.Where(key => cache.Last(key) != 0);
}
