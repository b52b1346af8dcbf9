using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Cadenza.Functions.Platform.Security;

namespace Cadenza.Functions.Platform.Http.Paging;

/// <summary>
/// Turns a position in a list into a cursor and back. A cursor is opaque to the caller and sealed: one that was
/// altered, made up, or issued by another list or to another organization does not open.
/// </summary>
/// <param name="signing">The secret of the seal; a new one makes cursors in use invalid.</param>
/// <remarks>
/// A position is the key of the last item given out, never a count: items that come or go before it neither repeat nor hide
/// others (G8).
/// </remarks>
internal sealed class Cursors(SigningKeys signing)
{
    private const string Purpose = "cursor";
    private const int SealBytes = 16;

    /// <summary>The cursor of a position.</summary>
    /// <param name="list">Which list, in which organization and under which filter: what must not change between pages.</param>
    /// <param name="position">Where the next page begins.</param>
    public string Seal(string list, string position)
    {
        var content = Encoding.UTF8.GetBytes(position);
        return Base64Url.EncodeToString([.. signing.Sign(Purpose, Sealed(list, content)).AsSpan(0, SealBytes), .. content]);
    }

    /// <summary>The position of a cursor that <see cref="Seal"/> gave out for the same list.</summary>
    public bool TryOpen(string list, string cursor, [NotNullWhen(true)] out string? position)
    {
        position = null;
        if (!Base64Url.IsValid(cursor)) return false;
        ReadOnlySpan<byte> bytes = Base64Url.DecodeFromChars(cursor);
        if (bytes.Length < SealBytes) return false;
        var content = bytes[SealBytes..];
        if (!signing.Verify(Purpose, Sealed(list, content), bytes[..SealBytes])) return false;
        position = Encoding.UTF8.GetString(content);
        return true;
    }

    private static byte[] Sealed(string list, ReadOnlySpan<byte> content)
    {
        var name = Encoding.UTF8.GetBytes(list);
        // The length keeps "ab" + "c" and "a" + "bc" apart.
        return [.. BitConverter.GetBytes(name.Length), .. name, .. content];
    }
}
