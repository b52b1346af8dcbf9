using Cadenza.Functions.Platform.Caching;

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

    private readonly LoadingCache<Sought, Caller?> _known = new(
        MaxKept,
        async key => await keys.FindAsync(key.Organization, key.Hash, CancellationToken.None) is { } found
            ? new Caller(found.Organization, found.Id, found.Kind, found.Name)
            : null,
        MaxAge,
        clock);

    private readonly BoundedCache<string, bool> _unknown = new(MaxKept, MaxAge, clock);

    /// <summary>How many readings are kept.</summary>
    public int Count => _known.Count + _unknown.Count;

    /// <summary>The caller a key stands for, or null.</summary>
    public ValueTask<Caller?> FindAsync(ApiKey key, CancellationToken cancellation)
    {
        var sought = new Sought(key.Organization, key.Hash);
        if (_known.TryGet(sought, out var caller)) return new(caller);
        return _unknown.TryGet(sought.Hash, out _) ? new(result: null) : ReadAsync(sought, cancellation);
    }

    /// <summary>The key was made or revoked: what was read of it no longer holds.</summary>
    public void Forget(OrganizationId organization, string hash)
    {
        _known.Forget(new(organization, hash));
        _unknown.Forget(hash);
    }

    private async ValueTask<Caller?> ReadAsync(Sought sought, CancellationToken cancellation)
    {
        var began = _unknown.Now();
        var caller = await _known.GetAsync(sought, cancellation);
        if (caller is null) _unknown.Keep(sought.Hash, true, began);
        return caller;
    }

    private readonly record struct Sought(OrganizationId Organization, string Hash)
    {
        // A part of a hash tells keys apart as well as all of it, and sooner.
        public override int GetHashCode() => string.GetHashCode(Hash.AsSpan(0, 16), StringComparison.Ordinal);
    }
}
