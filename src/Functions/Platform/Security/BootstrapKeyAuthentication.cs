using System.Security.Cryptography;
using System.Text;

namespace Cadenza.Functions.Platform.Security;

/// <summary>Knows the one key from configuration.</summary>
internal sealed class BootstrapKeyAuthentication(SecurityOptions options) : IKeyLookup
{
    private readonly byte[] _hash = SHA256.HashData(Encoding.UTF8.GetBytes(options.BootstrapKey));
    private readonly Caller _caller = new(options.Organization, Caller.BootstrapId, KeyKind.Secret, Caller.BootstrapId);

    /// <inheritdoc/>
    public ValueTask<Caller?> FindAsync(string key, CancellationToken cancellation)
    {
        // Hashes have one length, so comparing them in constant time tells nothing about the key, not even its length.
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        return new(CryptographicOperations.FixedTimeEquals(hash, _hash) ? _caller : null);
    }
}
