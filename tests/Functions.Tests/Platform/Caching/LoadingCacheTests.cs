using Cadenza.Functions.Platform.Caching;

namespace Cadenza.Functions.Tests.Platform.Caching;

/// <summary>What is not kept is read once for all who ask; what fails or is not there is not kept.</summary>
public sealed class LoadingCacheTests
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(1);
    private readonly ManualTimeProvider _clock = new();
    private readonly List<TaskCompletionSource<string?>> _readings = [];
    private readonly LoadingCache<string, string?> _cache;

    public LoadingCacheTests() => _cache = new LoadingCache<string, string?>(2, _ => Begin(), Age, _clock);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_WhenAskedBySeveralAtOnce_ReadsOnceAndKeepsIt()
    {
        var asked = Enumerable.Range(0, 5).Select(_ => _cache.GetAsync("a", Cancellation).AsTask()).ToList();
        _readings.Single().SetResult("one");
        Assert.All(await Task.WhenAll(asked), answer => Assert.Equal("one", answer));
        Assert.Equal("one", await _cache.GetAsync("a", Cancellation));
        Assert.Single(_readings);
    }

    [Fact]
    public async Task Get_WhenTheReadingFails_FailsForAllWhoWaitAndIsReadAnewByTheNext()
    {
        var asked = Enumerable.Range(0, 2).Select(_ => _cache.GetAsync("a", Cancellation).AsTask()).ToList();
        _readings.Single().SetException(new InvalidOperationException("broken"));
        foreach (var one in asked) Assert.Equal("broken", (await Assert.ThrowsAsync<InvalidOperationException>(() => one)).Message);
        var again = _cache.GetAsync("a", Cancellation);
        _readings[1].SetResult("two");
        Assert.Equal("two", await again);
    }

    [Fact]
    public async Task Get_WhenTheReadingThrowsBeforeItBegins_FailsAndIsReadAnew()
    {
        var isBroken = true;
        var cache = new LoadingCache<string, string>(2, _ => isBroken ? throw new InvalidOperationException("broken") : Task.FromResult("whole"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => cache.GetAsync("a", Cancellation).AsTask());
        isBroken = false;
        Assert.Equal("whole", await cache.GetAsync("a", Cancellation));
    }

    [Fact]
    public async Task Get_WhenThereIsNone_AsksAgain()
    {
        var asked = _cache.GetAsync("a", Cancellation);
        _readings.Single().SetResult(null);
        Assert.Null(await asked);
        Assert.Equal(0, _cache.Count);
        var again = _cache.GetAsync("a", Cancellation);
        _readings[1].SetResult("there");
        Assert.Equal("there", await again);
    }

    [Fact]
    public async Task Get_WhenTheReadingTookLong_CountsTheAgeFromItsBeginning()
    {
        var asked = _cache.GetAsync("a", Cancellation);
        _clock.Advance(Age);
        _readings.Single().SetResult("old");
        Assert.Equal("old", await asked);
        _clock.Advance(TimeSpan.FromTicks(1));
        _ = _cache.GetAsync("a", Cancellation).AsTask();
        Assert.Equal(2, _readings.Count);
        Assert.Equal("old", _cache.Last("a"));
    }

    [Fact]
    public async Task Get_WhenAReadingIsUnderWayForTooLong_BeginsAnotherAndKeepsThat()
    {
        var slow = _cache.GetAsync("a", Cancellation);
        _clock.Advance(Age + TimeSpan.FromTicks(1));
        var fast = _cache.GetAsync("a", Cancellation);
        _readings[1].SetResult("new");
        Assert.Equal("new", await fast);
        _readings[0].SetResult("old");
        Assert.Equal("old", await slow);
        Assert.Equal("new", await _cache.GetAsync("a", Cancellation));
    }

    [Fact]
    public async Task Forget_WhenItIsBeingRead_ReadsAgainAndKeepsNothingOfBefore()
    {
        var before = _cache.GetAsync("a", Cancellation);
        _cache.Forget("a");
        var after = _cache.GetAsync("a", Cancellation);
        _readings[1].SetResult("after");
        Assert.Equal("after", await after);
        _readings[0].SetResult("before");
        Assert.Equal("before", await before);
        Assert.Equal("after", await _cache.GetAsync("a", Cancellation));
    }

    [Fact]
    public async Task Get_WhenOneWhoAskedGivesUp_AnswersTheOthers()
    {
        using var patience = new CancellationTokenSource();
        var impatient = _cache.GetAsync("a", patience.Token).AsTask();
        var patient = _cache.GetAsync("a", Cancellation);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        _readings.Single().SetResult("one");
        Assert.Equal("one", await patient);
    }

    [Fact]
    public async Task Get_WhenMoreAreReadThanKept_KeepsABoundedNumber()
    {
        foreach (var key in new[] { "a", "b", "c" })
        {
            var asked = _cache.GetAsync(key, Cancellation);
            _readings[^1].SetResult(key);
            Assert.Equal(key, await asked);
        }

        Assert.Equal(2, _cache.Count);
        Assert.Null(_cache.Last("a"));
    }

    private Task<string?> Begin()
    {
        _readings.Add(new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously));
        return _readings[^1].Task;
    }
}
