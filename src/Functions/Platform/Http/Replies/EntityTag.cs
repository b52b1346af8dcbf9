using System.Globalization;
using Azure;

namespace Cadenza.Functions.Platform.Http.Replies;

/// <summary>A strong entity tag: two equal tags of one resource mean the same version of it.</summary>
/// <param name="Opaque">What stands between the quotes; no quotes, spaces or control characters.</param>
internal readonly record struct EntityTag(string Opaque)
{
    /// <summary>The tag of a resource that counts its versions.</summary>
    public static EntityTag Of(long version) => new(version.ToString(CultureInfo.InvariantCulture));

    /// <summary>The tag of a resource that is one row: the row's own, as a strong tag.</summary>
    public static EntityTag Of(ETag row)
    {
        var text = row.ToString().AsSpan();
        if (text.StartsWith("W/")) text = text[2..];
        return new(text.Trim('"').ToString());
    }

    /// <summary>The header value, quotes included.</summary>
    public override string ToString() => $"\"{Opaque}\"";
}
