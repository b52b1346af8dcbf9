using System.Diagnostics.CodeAnalysis;

namespace Cadenza.Functions.Platform.Caching;

/// <summary>
/// A <see cref="BoundedCache{TKey, TValue}"/> that reads what it has not. Whoever asks for the same meanwhile waits for the same
/// reading. A reading that fails, or answers null, is not kept: the next one who asks begins another.
/// </summary>
/// <param name="maxCount">The most values kept; at least 1. Those being read come on top.</param>
/// <param name="load">Reads a value. It is not cancelled with a question: others may wait for its answer.</param>
/// <param name="maxAge">The greatest age of a value that is answered, from when its reading began; null when they stay true.</param>
/// <param name="clock">Tells the age; not needed without a greatest one.</param>
internal sealed class LoadingCache<TKey, TValue>(int maxCount, Func<TKey, Task<TValue>> load, TimeSpan? maxAge = null, TimeProvider? clock = null)
    where TKey : notnull
{
    private readonly BoundedCache<TKey, TValue> _kept = new(maxCount, maxAge, clock);
    private readonly Dictionary<TKey, Reading> _readings = [];
    private readonly Lock _gate = new();

    /// <summary>How many values are kept, too old ones among them.</summary>
    public int Count => _kept.Count;

    /// <summary>Finds a value that is not too old, without a reading.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value) => _kept.TryGet(key, out value);

    /// <summary>The value, read when there is none that is new enough; what its reading throws.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellation">Ends the waiting, not the reading.</param>
    public ValueTask<TValue> GetAsync(TKey key, CancellationToken cancellation) =>
        _kept.TryGet(key, out var value) ? new(value) : new(ReadAsync(key).WaitAsync(cancellation));

    /// <summary>The value that was kept last, however old it is.</summary>
    public TValue? Last(TKey key) => _kept.Last(key);

    /// <summary>The value holds no longer, nor what a reading under way will answer: it is answered to those who wait for it, and not kept.</summary>
    public void Forget(TKey key)
    {
        lock (_gate)
        {
            _readings.Remove(key);
            _kept.Forget(key);
        }
    }

    private Task<TValue> ReadAsync(TKey key)
    {
        Reading reading;
        lock (_gate)
        {
            // It may have come since it was looked for.
            if (_kept.TryGet(key, out var value)) return Task.FromResult(value);
            if (_readings.TryGetValue(key, out var begun) && _kept.IsFresh(begun.At)) return begun.Answer.Task;
            _readings[key] = reading = new Reading(_kept.Now());
        }

        _ = AnswerAsync(key, reading);
        return reading.Answer.Task;
    }

    private async Task AnswerAsync(TKey key, Reading reading)
    {
        var loading = LoadAsync(key);
        await ((Task)loading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            // Another reading in its place, or none, says that something was written meanwhile.
            if (_readings.TryGetValue(key, out var current) && current == reading)
            {
                _readings.Remove(key);
                if (loading.IsCompletedSuccessfully && loading.Result is not null) _kept.Keep(key, loading.Result, reading.At);
            }
        }

        reading.Answer.SetFromTask(loading);
    }

    // Also what is thrown before there is a task is an answer.
    private async Task<TValue> LoadAsync(TKey key) => await load(key);

    private sealed class Reading(long at)
    {
        public long At => at;

        public TaskCompletionSource<TValue> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
