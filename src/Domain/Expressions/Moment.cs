using System.Globalization;

namespace Cadenza.Domain.Expressions;

/// <summary>A point in time as data tell it (ISO 8601): a day, or a day and a time with or without an offset; without one it is UTC.</summary>
/// <param name="At">The point; midnight UTC for a day.</param>
/// <param name="IsDay">Whether only the day was told.</param>
internal readonly record struct Moment(DateTimeOffset At, bool IsDay)
{
    private const DateTimeStyles Style = DateTimeStyles.AssumeUniversal;

    private static readonly string[] Times =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK",
        "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd HH:mmK",
    ];

    // Seconds since 1970 go up to the year 5138; a larger number counts milliseconds.
    private const double LargestSeconds = 1e11;

    /// <summary>Reads a text; numbers are not times here.</summary>
    public static bool TryRead(string text, out Moment moment)
    {
        moment = default;
        if (text.Length is < 10 or > 35 || text[4] != '-' || text[7] != '-') return false;
        if (text.Length == 10)
        {
            var isDay = DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, Style, out var day);
            moment = new Moment(day, true);
            return isDay;
        }

        var isTime = DateTimeOffset.TryParseExact(text, Times, CultureInfo.InvariantCulture, Style, out var time);
        moment = new Moment(time.ToUniversalTime(), false);
        return isTime;
    }

    /// <summary>Reads a text, or a number of seconds or milliseconds since 1970.</summary>
    public static bool TryRead(in Value value, out Moment moment)
    {
        moment = default;
        if (value.TextOrNull is { } text) return TryRead(text, out moment);
        if (!value.IsNumber) return false;
        var milliseconds = Math.Abs(value.Number) < LargestSeconds ? value.Number * 1000 : value.Number;
        if (!(milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()))
            return false;
        moment = new Moment(DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds), false);
        return true;
    }
}
