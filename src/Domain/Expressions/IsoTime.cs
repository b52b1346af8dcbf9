using System.Globalization;

namespace Cadenza.Domain.Expressions;

/// <summary>A moment as the app writes it, on the wire, in fields and for expressions: ISO 8601 in UTC with exactly three decimals, <c>2026-01-31T08:00:00.000Z</c>.</summary>
public static class IsoTime
{
    /// <summary>The format of a time that is in UTC already.</summary>
    public const string Pattern = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>The text of <paramref name="time"/>, cut to milliseconds.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(Pattern, CultureInfo.InvariantCulture);
}
