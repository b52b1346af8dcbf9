using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Cadenza.Functions.Http.Platform.Paging;

/// <summary>
/// Turns a position in a list into a cursor and back. A cursor is opaque to the caller and sealed: one that was
/// altered, made up, or issued by another list or to another organization does not open.
/// </summary>
/// <param name="key">The secret of the seal; a new one makes cursors in use invalid.</param>
internal sealed class Cursors(byte[] key)
{
    private const int SealBytes = 16;

    /// <summary>Derives the seal's secret from another secret of the app, which it does not reveal.</summary>
    public static Cursors DerivedFrom(string secret) =>
        new(HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), 32, info: "cadenza cursors"u8.ToArray()));

    /// <summary>The cursor of a position.</summary>
    /// <param name="list">Which list, in which organization and under which filter: what must not change between pages.</param>
    /// <param name="position">Where the next page begins.</param>
    public string Seal(string list, string position)
    {
        var content = Encoding.UTF8.GetBytes(position);
        return Base64Url.EncodeToString([.. Mac(list, content), .. content]);
    }

    /// <summary>The position of a cursor that <see cref="Seal"/> gave out for the same list.</summary>
    public bool TryOpen(string list, string cursor, [NotNullWhen(true)] out string? position)
    {
        position = null;
        if (!Base64Url.IsValid(cursor)) return false;
        ReadOnlySpan<byte> bytes = Base64Url.DecodeFromChars(cursor);
        if (bytes.Length < SealBytes) return false;
        var content = bytes[SealBytes..];
        if (!CryptographicOperations.FixedTimeEquals(Mac(list, content), bytes[..SealBytes])) return false;
        position = Encoding.UTF8.GetString(content);
        return true;
    }

    private byte[] Mac(string list, ReadOnlySpan<byte> content)
    {
        var name = Encoding.UTF8.GetBytes(list);
        // The length keeps "ab" + "c" and "a" + "bc" apart.
        byte[] sealedText = [.. BitConverter.GetBytes(name.Length), .. name, .. content];
        return HMACSHA256.HashData(key, sealedText)[..SealBytes];
    }
}
