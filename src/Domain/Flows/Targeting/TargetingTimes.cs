using System.Globalization;

namespace Cadenza.Domain.Flows.Targeting;

/// <summary>Times and durations as targeting expressions write them.</summary>
internal static class TargetingTimes
{
    private static readonly string[] Patterns =
    [
        "yyyy-MM-dd",
        "yyyy-MM-dd'T'HH:mmK",
        "yyyy-MM-dd'T'HH:mm:ssK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mm:ssK",
    ];

    private static readonly (string Name, TimeSpan Length)[] Units =
    [
        ("w", TimeSpan.FromDays(7)),
        ("d", TimeSpan.FromDays(1)),
        ("h", TimeSpan.FromHours(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("s", TimeSpan.FromSeconds(1)),
    ];

    /// <summary>An ISO 8601 date or time; without an offset it is UTC.</summary>
    public static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        // Cheap to refuse what most texts are: no date.
        return text.Length is >= 10 and <= 40
            && text[4] == '-'
            && char.IsAsciiDigit(text[0])
            && DateTimeOffset.TryParseExact(text, Patterns, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
    }

    /// <summary>A time in UTC with milliseconds.</summary>
    public static string Print(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The length of a unit, by its letter or its word in singular or plural; null for another word.</summary>
    public static TimeSpan? Unit(string word) => word switch
    {
        "s" or "second" or "seconds" => TimeSpan.FromSeconds(1),
        "m" or "minute" or "minutes" => TimeSpan.FromMinutes(1),
        "h" or "hour" or "hours" => TimeSpan.FromHours(1),
        "d" or "day" or "days" => TimeSpan.FromDays(1),
        "w" or "week" or "weeks" => TimeSpan.FromDays(7),
        _ => null,
    };

    /// <summary>A duration in the largest unit of which it is a whole number: <c>7d</c>.</summary>
    public static string Print(TimeSpan duration)
    {
        foreach (var (name, length) in Units)
        {
            if (duration.Ticks % length.Ticks == 0) return (duration.Ticks / length.Ticks).ToString(CultureInfo.InvariantCulture) + name;
        }

        return (duration.Ticks / (double)TimeSpan.TicksPerSecond).ToString("R", CultureInfo.InvariantCulture) + "s";
    }
}
