using System.Globalization;
using Azure;

namespace Cadenza.LocalHost.Storage.Embedded;

/// <summary>A row's version: the tick it was written at, which is its timestamp and, as text, its ETag.</summary>
internal static class RowVersion
{
    public static string ETagText(long version) => string.Create(CultureInfo.InvariantCulture, $"W/\"{version:X}\"");

    public static ETag ETag(long version) => new(ETagText(version));

    public static DateTimeOffset Timestamp(long version) => new(version, TimeSpan.Zero);

    /// <summary>The version an ETag names; -1, which no row has, for one of another origin.</summary>
    public static long Of(ETag etag)
    {
        var text = etag.ToString().AsSpan();
        return text.StartsWith("W/\"") && text.EndsWith("\"")
            && long.TryParse(text[3..^1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var version)
                ? version
                : -1;
    }
}
