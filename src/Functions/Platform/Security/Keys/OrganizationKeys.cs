namespace Cadenza.Functions.Platform.Security.Keys;

/// <summary>Makes and revokes keys (G1).</summary>
internal sealed class OrganizationKeys(KeyStore store, KeyCache cache, TimeProvider clock)
{
    /// <summary>Makes a key, and its organization where that is new.</summary>
    /// <param name="organization">Whose it will be.</param>
    /// <param name="kind">What it may be used for.</param>
    /// <param name="name">What its owner calls it.</param>
    /// <param name="id">Its id, which nobody else has.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>The key's text, which is nowhere afterwards, and what is kept of it.</returns>
    public async Task<(ApiKey Key, StoredKey Stored)> CreateAsync(
        OrganizationId organization, KeyKind kind, string name, Guid id, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await store.EnsureOrganizationAsync(organization, now, cancellation);
        var key = ApiKey.Create(organization, kind);
        var stored = new StoredKey(id.ToString("D"), organization, kind, name, key.Prefix, key.Hash, now);
        if (!await store.AddAsync(stored, cancellation)) return await ReplaceAsync(key, stored, cancellation);
        cache.Forget(stored.Organization, stored.Hash);
        return (key, stored);
    }

    /// <summary>Revokes a key; null when there is none of that id.</summary>
    public async Task<StoredKey?> RevokeAsync(OrganizationId organization, string id, CancellationToken cancellation)
    {
        if (await store.GetAsync(organization, id, cancellation) is not { } key) return null;
        var removed = await store.RemoveAsync(key, cancellation);
        cache.Forget(organization, key.Hash);
        return removed ? key : null;
    }

    // A request that is repeated (G5) after it made its key, and whose answer nobody has: that key is lost to everybody, so
    // it gives way to a new one of the same id.
    private async Task<(ApiKey Key, StoredKey Stored)> ReplaceAsync(ApiKey key, StoredKey stored, CancellationToken cancellation)
    {
        if (await RevokeAsync(stored.Organization, stored.Id, cancellation) is null || !await store.AddAsync(stored, cancellation))
            throw new InvalidOperationException($"The key {stored.Id} is being made twice at once.");
        cache.Forget(stored.Organization, stored.Hash);
        return (key, stored);
    }
}
