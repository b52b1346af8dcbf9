using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Cadenza.Domain.Expressions.Cron;

namespace Cadenza.Domain.Expressions;

/// <summary>
/// A cron expression of five fields (minute, hour, day of month, month, day of week) in a time zone (A8): <c>*</c>, numbers,
/// names, ranges, lists and steps; 0 and 7 are Sunday. When both days are restricted either one suffices, as in Vixie cron.
/// <para>
/// Where the clock is set forward, a time that it skips fires once, at the jump; where it is set back, a time that it shows
/// twice fires the first time only. A schedule whose hour is <c>*</c> keeps its rhythm instead: it goes by what the clock
/// shows, skips what is not there and repeats what is there twice, so that every five minutes stays every five minutes.
/// </para>
/// </summary>
public sealed class CronSchedule
{
    // The 29th of February, on a given weekday, can take four decades where a century leaves a leap year out.
    private const int MaxDays = 366 * 50;
    private const int LongestExpression = 200;
    private const int LeapYear = 2028;
    private static readonly CronField[] Kinds = [CronField.Minute, CronField.Hour, CronField.DayOfMonth, CronField.Month, CronField.DayOfWeek];

    private readonly ulong _minutes;
    private readonly ulong _hours;
    private readonly ulong _days;
    private readonly ulong _months;
    private readonly ulong _weekdays;
    private readonly bool _needsBothDays;
    private readonly bool _keepsRhythm;
    private readonly LocalClock _clock;
    private readonly string[] _fields;

    private CronSchedule(string expression, string[] fields, ulong[] bits, TimeZoneInfo zone)
    {
        (Expression, Zone, _fields) = (expression, zone, fields);
        (_minutes, _hours, _days, _months) = (bits[0], bits[1], bits[2], bits[3]);
        _weekdays = (bits[4] & 0x7F) | (bits[4] >> 7);
        _needsBothDays = fields[2].StartsWith('*') || fields[4].StartsWith('*');
        _keepsRhythm = fields[1].StartsWith('*');
        _clock = new LocalClock(zone);
    }

    /// <summary>The expression as given.</summary>
    public string Expression { get; }

    /// <summary>The zone whose clock it goes by.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>Reads an expression; false, with a sentence for its author, when it or the zone is none.</summary>
    /// <param name="expression">Five fields, or one of @yearly, @monthly, @weekly, @daily and @hourly.</param>
    /// <param name="timeZone">An IANA name, such as Europe/Berlin or UTC.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="fault">What is wrong.</param>
    public static bool TryParse(
        string expression, string timeZone, [NotNullWhen(true)] out CronSchedule? schedule, [NotNullWhen(false)] out string? fault)
    {
        ArgumentNullException.ThrowIfNull(expression);
        schedule = null;
        if (expression.Length > LongestExpression) return Refuse("A cron expression has five fields.", out fault);
        var fields = Expand(expression.Trim()).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != Kinds.Length)
            return Refuse("A cron expression has five fields: minute, hour, day of month, month and day of week.", out fault);
        var bits = new ulong[Kinds.Length];
        for (var i = 0; i < Kinds.Length; i++)
            if (!Kinds[i].TryParse(fields[i], out bits[i], out var wrong)) return Refuse(wrong!, out fault);
        if (!TimeZones.TryFind(timeZone, out var zone)) return Refuse("The time zone is no IANA name, such as Europe/Berlin or UTC.", out fault);
        (schedule, fault) = (new CronSchedule(expression, fields, bits, zone), null);
        return true;
    }

    /// <summary>
    /// Why a schedule that can be read is not taken from an author, as a sentence; null when it is. A step beyond its field does
    /// not mean what it seems to, and a date that no year has never comes. Schedules stored before that was refused go on.
    /// </summary>
    public string? AuthorFault()
    {
        var faults = Kinds.Zip(_fields, (kind, field) => kind.StepFault(field)).OfType<string>();
        return faults.FirstOrDefault() ?? (HasDate() ? null : $"No year has such a date: day of month '{_fields[2]}' in month '{_fields[3]}'.");
    }

    /// <summary>The first time after the given one, to the minute; null when there is none in fifty years (30 February).</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        if (after.Year is < 2 or > 9900) return null;
        var today = _clock.At(after).Date;
        // Where the clock is set back over midnight, yesterday comes once more.
        var start = _clock.OffsetOn(today) is null ? today.AddDays(-1) : today;
        for (var day = start; day < start.AddDays(MaxDays); day = NextDay(day))
        {
            if (!IsOn(day)) continue;
            if (_clock.OffsetOn(day) is { } offset)
            {
                if (FirstOn(day, offset, after) is { } plain) return plain;
            }
            else if (FirstOnClockChange(day, after) is { } found)
            {
                var next = day.AddDays(1);
                return IsOn(next) && FirstOnClockChange(next, after) is { } other && other < found ? other : found;
            }
        }

        return null;
    }

    private static string Expand(string expression) => expression.ToLowerInvariant() switch
    {
        "@yearly" or "@annually" => "0 0 1 1 *",
        "@monthly" => "0 0 1 * *",
        "@weekly" => "0 0 * * 0",
        "@daily" or "@midnight" => "0 0 * * *",
        "@hourly" => "0 * * * *",
        _ => expression,
    };

    private static bool Refuse(string why, out string fault)
    {
        fault = why;
        return false;
    }

    // A weekday that suffices by itself comes every week; one that is needed too falls on each date in some year.
    private bool HasDate() => !_needsBothDays
        || Enumerable.Range(1, 12).Any(month => Has(_months, month) && Enumerable.Range(1, DateTime.DaysInMonth(LeapYear, month)).Any(day => Has(_days, day)));

    private DateTime NextDay(DateTime day) =>
        Has(_months, day.Month) ? day.AddDays(1) : new DateTime(day.Year, day.Month, 1, 0, 0, 0, DateTimeKind.Unspecified).AddMonths(1);

    private bool IsOn(DateTime day)
    {
        if (!Has(_months, day.Month)) return false;
        var (isDay, isWeekday) = (Has(_days, day.Day), Has(_weekdays, (int)day.DayOfWeek));
        return _needsBothDays ? isDay && isWeekday : isDay || isWeekday;
    }

    // A day of 24 hours: the first time that is late enough.
    private DateTimeOffset? FirstOn(DateTime day, TimeSpan offset, DateTimeOffset after)
    {
        var midnight = new DateTimeOffset(DateTime.SpecifyKind(day, DateTimeKind.Unspecified), offset).ToUniversalTime();
        var passed = (int)Math.Floor((after - midnight).TotalMinutes);
        if (passed >= 24 * 60) return null;
        foreach (var minute in MinutesOfDay(Math.Max(0, passed + 1))) return midnight.AddMinutes(minute);
        return null;
    }

    // The clock is set on this day or next to it: every time is looked at, for they need not come in order.
    private DateTimeOffset? FirstOnClockChange(DateTime day, DateTimeOffset after) => MinutesOfDay(0)
        .SelectMany(minute => Firings(day.AddMinutes(minute)))
        .Where(instant => instant > after)
        .Select(instant => (DateTimeOffset?)instant)
        .Min();

    private IEnumerable<DateTimeOffset> Firings(DateTime local)
    {
        var instants = _clock.Instants(local);
        if (_keepsRhythm) return instants;
        return [instants.Select(instant => (DateTimeOffset?)instant).FirstOrDefault() ?? _clock.JumpOver(local)];
    }

    private IEnumerable<int> MinutesOfDay(int from)
    {
        for (var hour = from / 60; hour < 24; hour++)
        {
            if (!Has(_hours, hour)) continue;
            var first = hour == from / 60 ? from % 60 : 0;
            for (var rest = _minutes >> first << first; rest != 0; rest &= rest - 1)
                yield return (hour * 60) + BitOperations.TrailingZeroCount(rest);
        }
    }

    private static bool Has(ulong bits, int number) => (bits >> number & 1) != 0;
}
