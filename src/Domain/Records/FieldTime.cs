using System.Globalization;
using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Records;

/// <summary>Days and moments in fields: <c>2026-12-01</c> is kept as it is, a moment in UTC with milliseconds.</summary>
public static class FieldTime
{
    private const string Day = "yyyy-MM-dd";

    /// <summary>A moment as it is written.</summary>
    public static string Format(DateTimeOffset time) => IsoTime.Format(time);

    /// <summary>A day as it is written.</summary>
    public static string Format(DateOnly day) => day.ToString(Day, CultureInfo.InvariantCulture);

    /// <summary>The stored form of a day, or of an ISO 8601 time with its offset; null for anything else, and before <see cref="StorableTime.First"/>.</summary>
    public static string? Canonical(string text)
    {
        if (DateOnly.TryParseExact(text, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return StorableTime.Holds(new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero)) ? text : null;
        return WallTime.TryReadMoment(text, out var time, out _) ? Format(time) : null;
    }

    /// <summary>When what is due by a stored day or moment is late: a day is over at midnight in UTC. Null when it is neither, or before <see cref="StorableTime.First"/>, as fields of earlier versions may be.</summary>
    public static DateTimeOffset? LateFrom(string? text)
    {
        if (text is null) return null;
        if (DateOnly.TryParseExact(text, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day == DateOnly.MaxValue ? null : StorableOrNull(new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero));
        }

        return DateTimeOffset.TryParseExact(text, IsoTime.Pattern, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? StorableOrNull(time) : null;
    }

    private static DateTimeOffset? StorableOrNull(DateTimeOffset time) => StorableTime.Holds(time) ? time : null;
}
