using System.Globalization;
using System.Text.RegularExpressions;
using Cadenza.Domain.Expressions.Cron;

namespace Cadenza.Domain.Expressions;

/// <summary>
/// Times that people write for the clock of a zone (ISO 8601): <c>2026-12-05</c>, which is midnight, <c>2026-12-05T09:30</c>
/// with or without seconds, fractions and an offset, a space in place of the <c>T</c>. With an offset the zone does not matter.
/// A time that the clock skips is later by what it skips; of a time that it shows twice the first is meant.
/// </summary>
public static partial class WallTime
{
    /// <summary>What is said of a text that is no moment.</summary>
    public const string MomentRule = "must be an ISO 8601 time with its offset, such as 2026-01-31T08:00:00Z";

    private const string RangeRule = "must be from 1601-01-01 to 9999-12-31 in UTC";

    private static readonly DateTime Earliest = StorableTime.First.DateTime;

    // Around this moment nothing can be asked of a clock that goes beyond the last year.
    private static readonly DateTime AlmostLast = new(9999, 12, 28, 0, 0, 0, DateTimeKind.Unspecified);
    private const int MaxOffsetHours = 14;
    private const int FractionDigits = 7;

    /// <summary>Reads a time.</summary>
    /// <param name="text">The text; white space around it does not matter.</param>
    /// <param name="zone">The zone of a time without an offset.</param>
    /// <param name="time">The point in time, in UTC.</param>
    /// <param name="fault">What is wrong, as the rest of a sentence: "must be …"; null when nothing is.</param>
    public static bool TryRead(string text, TimeZoneInfo zone, out DateTimeOffset time, out string? fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(zone);
        time = default;
        if (!TryParts(text.Trim(), out var local, out var offset))
        {
            fault = "must be an ISO 8601 date or time, such as 2026-12-05, 2026-12-05T09:30 or 2026-12-05T09:30:00+01:00";
            return false;
        }

        var isInRange = offset is { } given ? TryShift(local, given, out time) : TryOn(local, zone, out time);
        fault = isInRange ? null : RangeRule;
        return isInRange;
    }

    /// <summary>Reads a moment: a time with <c>T</c> and its offset, such as <c>2026-01-31T08:00:00Z</c>, which means the same on every machine.</summary>
    /// <param name="text">The text.</param>
    /// <param name="time">The moment, in UTC.</param>
    /// <param name="fault">What is wrong, as the rest of a sentence: "must be …"; null when nothing is.</param>
    public static bool TryReadMoment(string text, out DateTimeOffset time, out string? fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        time = default;
        var isMoment = TryParts(text, out var local, out var offset) && offset is not null && text[10] == 'T';
        fault = !isMoment ? MomentRule : TryShift(local, offset!.Value, out time) ? null : RangeRule;
        return fault is null;
    }

    /// <summary>When the clock of a zone shows a time that lies between the years 1602 and 9998.</summary>
    public static DateTimeOffset On(DateTime local, TimeZoneInfo zone) => new LocalClock(zone).Moment(local);

    private static bool TryOn(DateTime local, TimeZoneInfo zone, out DateTimeOffset time)
    {
        time = default;
        if (local < Earliest.AddDays(-1)) return false;
        if (local >= AlmostLast) return TryShift(local, zone.GetUtcOffset(local), out time);
        time = On(local, zone);
        return time.UtcDateTime >= Earliest;
    }

    private static bool TryShift(DateTime local, TimeSpan offset, out DateTimeOffset time)
    {
        time = default;
        var ticks = local.Ticks - offset.Ticks;
        if (ticks < Earliest.Ticks || ticks > DateTime.MaxValue.Ticks) return false;
        time = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    private static bool TryParts(string text, out DateTime local, out TimeSpan? offset)
    {
        (local, offset) = (default, null);
        var match = Pattern().Match(text);
        if (!match.Success || !DateTime.TryParseExact(match.Groups["day"].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out local)) return false;
        var (hour, minute, second) = (Number(match, "hour"), Number(match, "minute"), Number(match, "second"));
        if (hour > 23 || minute > 59 || second > 59) return false;
        local += new TimeSpan(hour, minute, second) + TimeSpan.FromTicks(Fraction(match.Groups["fraction"].Value));
        if (!match.Groups["zone"].Success) return true;
        var (hours, minutes) = (Number(match, "hours"), Number(match, "minutes"));
        if (minutes > 59 || (hours * 60) + minutes > MaxOffsetHours * 60) return false;
        offset = new TimeSpan(hours, minutes, 0) * (match.Groups["sign"].Value == "-" ? -1 : 1);
        return true;
    }

    private static int Number(Match match, string group) =>
        match.Groups[group] is { Success: true, ValueSpan: var digits } ? int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    private static long Fraction(string digits) =>
        digits.Length == 0 ? 0 : long.Parse(digits.PadRight(FractionDigits, '0')[..FractionDigits], NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"\A(?<day>[0-9]{4}-[0-9]{2}-[0-9]{2})([T ](?<hour>[0-9]{2}):(?<minute>[0-9]{2})(:(?<second>[0-9]{2})(\.(?<fraction>[0-9]{1,16}))?)?(?<zone>Z|(?<sign>[+-])(?<hours>[0-9]{2}):?(?<minutes>[0-9]{2}))?)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
