namespace Cadenza.Functions.Platform.Security.Keys;

/// <summary>Knows the bootstrap key and the keys that are stored.</summary>
internal sealed class KeyLookup(BootstrapKeyAuthentication bootstrap, KeyCache cache) : IKeyLookup
{
    /// <inheritdoc/>
    public async ValueTask<Caller?> FindAsync(string key, CancellationToken cancellation) =>
        await bootstrap.FindAsync(key, cancellation)
        ?? (ApiKey.TryParse(key, out var stored) ? await cache.FindAsync(stored, cancellation) : null);
}
