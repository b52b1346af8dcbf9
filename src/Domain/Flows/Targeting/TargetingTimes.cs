using System.Globalization;
using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Flows.Targeting;

/// <summary>Times and durations as targeting expressions write them.</summary>
internal static class TargetingTimes
{
    private static readonly (string Name, TimeSpan Length)[] Units =
    [
        ("w", TimeSpan.FromDays(7)),
        ("d", TimeSpan.FromDays(1)),
        ("h", TimeSpan.FromHours(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("s", TimeSpan.FromSeconds(1)),
    ];

    /// <summary>
    /// An ISO 8601 date or time: <c>2026-01-31</c>, with <c>T08:00</c>, seconds, fractions and an offset where they are given;
    /// without an offset it is UTC. Read by hand, since targeting reads times of every user again and again.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length is < 10 or > 40 || text[4] != '-' || text[7] != '-') return false;
        if (Digits(text[..4]) is not (>= 1 and var year) || Digits(text[5..7]) is not (>= 1 and <= 12 and var month) || Digits(text[8..10]) is not (>= 1 and var day)) return false;
        if (day > DateTime.DaysInMonth(year, month)) return false;
        var ticks = new DateTime(year, month, day).Ticks;
        var rest = text[10..];
        if (rest.IsEmpty || (rest[0] is 'T' or ' ' && TryClock(ref rest, ref ticks) && TryOffset(rest, ref ticks)))
        {
            if (ticks < 0 || ticks > DateTime.MaxValue.Ticks) return false;
            time = new DateTimeOffset(ticks, TimeSpan.Zero);
            return true;
        }

        return false;
    }

    /// <summary>A time in UTC with milliseconds.</summary>
    public static string Print(DateTimeOffset time) => IsoTime.Format(time);

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

    // THH:mm, :ss and .fffffff, as far as they are there.
    private static bool TryClock(ref ReadOnlySpan<char> rest, ref long ticks)
    {
        if (rest.Length < 6 || rest[3] != ':') return false;
        if (Digits(rest[1..3]) is not (<= 23 and var hour) || Digits(rest[4..6]) is not (<= 59 and var minute)) return false;
        ticks += (hour * TimeSpan.TicksPerHour) + (minute * TimeSpan.TicksPerMinute);
        rest = rest[6..];
        if (rest is not [':', ..]) return true;
        if (rest.Length < 3 || Digits(rest[1..3]) is not (<= 59 and var second)) return false;
        ticks += second * TimeSpan.TicksPerSecond;
        rest = rest[3..];
        if (rest is not ['.', ..]) return true;
        rest = rest[1..];
        var length = rest.IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : rest.Length;
        if (length is 0 or > 9) return false;
        for (var (index, unit) = (0, TimeSpan.TicksPerSecond / 10); index < length; index++, unit /= 10) ticks += (rest[index] - '0') * unit;
        rest = rest[length..];
        return true;
    }

    // Nothing, Z or +HH:mm.
    private static bool TryOffset(ReadOnlySpan<char> rest, ref long ticks)
    {
        if (rest is [] or ['Z']) return true;
        if (rest is not ['+' or '-', _, _, ':', _, _] || Digits(rest[1..3]) is not (<= 14 and var hours) || Digits(rest[4..6]) is not (<= 59 and var minutes)) return false;
        var offset = (hours * TimeSpan.TicksPerHour) + (minutes * TimeSpan.TicksPerMinute);
        ticks += rest[0] == '+' ? -offset : offset;
        return true;
    }

    // Null unless all are digits.
    private static int? Digits(ReadOnlySpan<char> text)
    {
        var number = 0;
        foreach (var character in text)
        {
            if (!char.IsAsciiDigit(character)) return null;
            number = (number * 10) + (character - '0');
        }

        return number;
    }
}
