using System.Security.Cryptography;
using System.Text;

namespace Cadenza.Functions.Platform.Security;

/// <summary>
/// Signs what the app hands out and takes back: cursors, unsubscribe links. HMAC-SHA256 under one secret of the app; a
/// purpose keeps the signatures of one use from being taken for those of another.
/// </summary>
/// <remarks>
/// The secret is the setting <c>Security__SigningKey</c>. Without it one is generated at the first start and kept in a row of
/// its own, so that every instance and every restart has the same. It is read once, before the app takes requests.
/// <code>
/// var signature = signing.Sign("unsubscribe", content);
/// if (!signing.Verify("unsubscribe", content, signature)) return Problem.NotFound(...);
/// </code>
/// </remarks>
internal sealed class SigningKeys
{
    /// <summary>The length of a signature in bytes; callers may keep a beginning of it, 16 bytes at least.</summary>
    public const int SignatureBytes = HMACSHA256.HashSizeInBytes;

    /// <summary>The fewest bytes that are accepted of a signature that was cut.</summary>
    public const int MinSignatureBytes = 16;

    private byte[]? _key;

    /// <summary>Keys that have yet to be given their secret.</summary>
    public SigningKeys()
    {
    }

    /// <summary>Keys with this secret.</summary>
    /// <param name="secret">At least 20 characters that nobody can guess.</param>
    public SigningKeys(string secret) => Use(Encoding.UTF8.GetBytes(secret));

    /// <summary>Whether the secret is known.</summary>
    public bool IsReady => _key is not null;

    /// <summary>Takes the secret.</summary>
    public void Use(ReadOnlySpan<byte> secret) => _key = HMACSHA256.HashData("cadenza signing"u8, secret);

    /// <summary>The signature of a content.</summary>
    /// <param name="purpose">What it is for; a fixed word of the caller's, never data of a request.</param>
    /// <param name="content">What is signed.</param>
    public byte[] Sign(string purpose, ReadOnlySpan<byte> content)
    {
        var name = Encoding.UTF8.GetBytes(purpose);
        // The length keeps "ab" + "c" and "a" + "bc" apart.
        byte[] text = [.. BitConverter.GetBytes(name.Length), .. name, .. content];
        return HMACSHA256.HashData(_key ?? throw new InvalidOperationException("The signing key was not loaded."), text);
    }

    /// <summary>Whether a signature is that of a content; compared in constant time.</summary>
    /// <param name="purpose">As given to <see cref="Sign"/>.</param>
    /// <param name="content">What is said to have been signed.</param>
    /// <param name="signature">The signature, or its beginning of at least <see cref="MinSignatureBytes"/>.</param>
    public bool Verify(string purpose, ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature) =>
        signature.Length is >= MinSignatureBytes and <= SignatureBytes
        && CryptographicOperations.FixedTimeEquals(Sign(purpose, content).AsSpan(0, signature.Length), signature);
}
