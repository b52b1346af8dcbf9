namespace Cadenza.Functions.Platform.Security;

/// <summary>Finds out whose a key is. The middleware knows nothing else of keys, so where they are kept can change.</summary>
internal interface IKeyLookup
{
    /// <summary>The caller a key stands for, or null when it is not a key.</summary>
    /// <param name="key">The key as presented; never to be logged or stored.</param>
    /// <param name="cancellation">The request's.</param>
    ValueTask<Caller?> FindAsync(string key, CancellationToken cancellation);
}
