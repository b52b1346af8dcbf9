using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Cadenza.Functions.Platform.Caching;

/// <summary>
/// Values by key, of which neither too many nor too old ones are kept: beyond the greatest count those go that were used least
/// recently, an eighth at once, so that making room costs little each time. Looking up takes no lock.
/// </summary>
/// <param name="maxCount">The most values kept; at least 1.</param>
/// <param name="maxAge">The greatest age of a value that is answered; null when they stay true.</param>
/// <param name="clock">Tells the age; not needed without a greatest one.</param>
internal sealed class BoundedCache<TKey, TValue>(int maxCount, TimeSpan? maxAge = null, TimeProvider? clock = null)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Entry> _entries = new();
    private readonly Lock _gate = new();
    private int _count;

    // Rises by two with each addition. What was looked up since the last one is more recent than what was added by it, and
    // among themselves those count as equal: that leaves nothing to write for whoever looks up the same again and again.
    private long _uses;

    /// <summary>How many values are kept, too old ones among them.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _count;
        }
    }

    /// <summary>Finds a value that is not too old.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (!_entries.TryGetValue(key, out var entry) || !IsFresh(entry.At))
        {
            value = default;
            return false;
        }

        entry.Touch(Volatile.Read(ref _uses));
        value = entry.Value;
        return true;
    }

    /// <summary>The value however old it is, or the default when none is kept: what a new reading may be compared with.</summary>
    public TValue? Last(TKey key) => _entries.TryGetValue(key, out var entry) ? entry.Value : default;

    /// <summary>The value, or what the factory makes, which is kept then. The factory is called once for a key, under a lock.</summary>
    public TValue GetOrAdd(TKey key, Func<TKey, TValue> factory)
    {
        if (TryGet(key, out var value)) return value;
        lock (_gate)
        {
            if (!TryGet(key, out value)) Keep(key, value = factory(key));
            return value;
        }
    }

    /// <summary>Keeps a value as one of now, in place of the one there was.</summary>
    public void Keep(TKey key, TValue value) => Keep(key, value, Now());

    /// <summary>Keeps a value in place of the one there was.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">The value.</param>
    /// <param name="at">Since when it ages: a timestamp of <see cref="Now"/>.</param>
    public void Keep(TKey key, TValue value, long at)
    {
        lock (_gate)
        {
            _uses += 2;
            var entry = new Entry(value, at, _uses - 1);
            if (_entries.TryAdd(key, entry)) _count++;
            else _entries[key] = entry;
            if (_count > maxCount) MakeRoom();
        }
    }

    /// <summary>The value holds no longer.</summary>
    public void Forget(TKey key)
    {
        lock (_gate) Remove(key);
    }

    /// <summary>The present, for <see cref="Keep(TKey, TValue, long)"/>.</summary>
    public long Now() => clock?.GetTimestamp() ?? 0;

    /// <summary>Whether something of that time is not too old.</summary>
    public bool IsFresh(long at) => maxAge is null || clock is null || clock.GetElapsedTime(at) <= maxAge;

    private void MakeRoom()
    {
        foreach (var (key, entry) in _entries)
        {
            if (!IsFresh(entry.At)) Remove(key);
        }

        var tooMany = _count - (maxCount - (maxCount / 8));
        if (tooMany <= 0) return;
        foreach (var (key, _) in _entries.OrderBy(known => known.Value.Used).Take(tooMany)) Remove(key);
    }

    private void Remove(TKey key)
    {
        if (_entries.TryRemove(key, out _)) _count--;
    }

    private sealed class Entry(TValue value, long at, long used)
    {
        private long _used = used;

        public TValue Value => value;

        public long At => at;

        public long Used => Volatile.Read(ref _used);

        public void Touch(long now)
        {
            if (Volatile.Read(ref _used) != now) Volatile.Write(ref _used, now);
        }
    }
}
