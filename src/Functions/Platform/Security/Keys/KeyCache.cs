using System.Collections.Concurrent;

namespace Cadenza.Functions.Platform.Security.Keys;

/// <summary>
/// Whose a stored key is, known to within <see cref="MaxAge"/>, so that a busy key costs one point read a second and not one
/// a request. What was not found is remembered apart: whoever tries keys at random fills neither memory nor the place of
/// keys that exist. A key revoked through this process is forgotten at once.
/// </summary>
internal sealed class KeyCache(KeyStore keys, TimeProvider clock)
{
    /// <summary>The greatest age of a reading that is acted on; also how long a key revoked elsewhere can still be used here.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    /// <summary>The most readings kept of keys that exist, and again of texts that are none.</summary>
    public const int MaxKept = 10_000;

    private readonly ConcurrentDictionary<string, Reading> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _unknown = new(StringComparer.Ordinal);

    /// <summary>How many readings are kept.</summary>
    public int Count => _known.Count + _unknown.Count;

    /// <summary>The caller a key stands for, or null.</summary>
    public async ValueTask<Caller?> FindAsync(ApiKey key, CancellationToken cancellation)
    {
        var hash = key.Hash;
        if (_known.TryGetValue(hash, out var reading) && IsFresh(reading.At) && !reading.Caller.IsFaulted)
        {
            return await reading.Caller.WaitAsync(cancellation);
        }

        if (_unknown.TryGetValue(hash, out var at) && IsFresh(at)) return null;
        return await ReadAsync(key, hash, cancellation);
    }

    /// <summary>The key was made or revoked: what was read of it no longer holds.</summary>
    public void Forget(string hash)
    {
        _known.TryRemove(hash, out _);
        _unknown.TryRemove(hash, out _);
    }

    private async Task<Caller?> ReadAsync(ApiKey key, string hash, CancellationToken cancellation)
    {
        // Noted before it begins: a key forgotten while it is being read is then read again.
        var reading = new Reading(new Lazy<Task<Caller?>>(() => FindAsync(key, hash)), clock.GetTimestamp());
        MakeRoom(_known, known => known.At);
        _known[hash] = reading;
        var caller = await reading.Caller.WaitAsync(cancellation);
        if (caller is not null) return caller;
        _known.TryRemove(KeyValuePair.Create(hash, reading));
        MakeRoom(_unknown, noted => noted);
        _unknown[hash] = reading.At;
        return null;
    }

    private async Task<Caller?> FindAsync(ApiKey key, string hash)
    {
        // Shared by every request that asks meanwhile, so it does not end with the one that asked first.
        var found = await keys.FindAsync(key.Organization, hash, CancellationToken.None);
        return found is null ? null : new Caller(found.Organization, found.Id, found.Kind, found.Name);
    }

    private void MakeRoom<T>(ConcurrentDictionary<string, T> readings, Func<T, long> at)
    {
        if (readings.Count < MaxKept) return;
        foreach (var (hash, reading) in readings)
        {
            if (!IsFresh(at(reading))) readings.TryRemove(hash, out _);
        }

        if (readings.Count >= MaxKept) readings.Clear();
    }

    private bool IsFresh(long at) => clock.GetElapsedTime(at) <= MaxAge;

    private sealed record Reading(Lazy<Task<Caller?>> Lookup, long At)
    {
        public Task<Caller?> Caller => Lookup.Value;
    }
}
