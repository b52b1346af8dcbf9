using System.Diagnostics.CodeAnalysis;
using Cadenza.Domain.Expressions.Cron;
using Cronos;

namespace Cadenza.Domain.Expressions;

/// <summary>
/// A cron expression of five fields (minute, hour, day of month, month, day of week) in a time zone (A8): <c>*</c>, numbers,
/// names, ranges, lists and steps; <c>L</c>, <c>W</c> and <c>#</c> in the days; 0 and 7 are Sunday. When both days are restricted
/// either one suffices, as in Vixie cron. Cronos reads it and finds its times; decision 103 says what is ours.
/// <para>
/// Where the clock is set forward, a time that it skips fires once, at the jump; where it is set back, a time that it shows
/// twice fires the first time only. A schedule whose hour is <c>*</c> keeps its rhythm instead: it goes by what the clock
/// shows, skips what is not there and repeats what is there twice, so that every five minutes stays every five minutes.
/// </para>
/// </summary>
public sealed class CronSchedule
{
    // The 29th of February, on a given weekday, can take four decades where a century leaves a leap year out.
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(366 * 50);
    private const int LongestExpression = 200;
    private static readonly DateTime AnyTime = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly CronExpression[] _times;
    private readonly bool _keepsRhythm;
    private readonly LocalClock _clock;
    private readonly string[] _fields;

    private CronSchedule(string expression, string[] fields, string[] read, TimeZoneInfo zone)
    {
        (Expression, Zone, _fields) = (expression, zone, fields);
        var needsBothDays = CronField.IsStar(fields[2]) || CronField.IsStar(fields[4]);
        // Where both are given Cronos wants both; of two expressions either is enough.
        _times = needsBothDays
            ? [Times(read)]
            : [Times([read[0], read[1], read[2], read[3], "*"]), Times([read[0], read[1], "*", read[3], read[4]])];
        _keepsRhythm = CronField.IsStar(fields[1]);
        _clock = new LocalClock(zone);
    }

    /// <summary>The expression as given.</summary>
    public string Expression { get; }

    /// <summary>The zone whose clock it goes by.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>Reads an expression; false, with a sentence for its author, when it or the zone is none.</summary>
    /// <param name="expression">Five fields, or one of @yearly, @monthly, @weekly, @daily, @hourly and @every_minute.</param>
    /// <param name="timeZone">An IANA name, such as Europe/Berlin or UTC.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="fault">What is wrong.</param>
    public static bool TryParse(
        string expression, string timeZone, [NotNullWhen(true)] out CronSchedule? schedule, [NotNullWhen(false)] out string? fault)
    {
        ArgumentNullException.ThrowIfNull(expression);
        schedule = null;
        if (expression.Length > LongestExpression) return Refuse("A cron expression has five fields.", out fault);
        var name = expression.Trim();
        if (name.StartsWith('@') && Expand(name) == name) return Refuse(
            $"There is no '{name}'; known are @yearly (@annually), @monthly, @weekly, @daily (@midnight), @hourly and @every_minute.", out fault);
        var fields = Expand(name).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != CronField.All.Length)
            return Refuse("A cron expression has five fields: minute, hour, day of month, month and day of week.", out fault);
        var read = new string[fields.Length];
        for (var i = 0; i < fields.Length; i++)
            if (!CronField.All[i].TryRead(fields[i], out read[i], out var wrong)) return Refuse(wrong!, out fault);
        if (!TimeZones.TryFind(timeZone, out var zone)) return Refuse("The time zone is no IANA name, such as Europe/Berlin or UTC.", out fault);
        (schedule, fault) = (new CronSchedule(expression, fields, read, zone), null);
        return true;
    }

    /// <summary>
    /// Why a schedule that can be read is not taken from an author, as a sentence; null when it is. A step beyond its field does
    /// not mean what it seems to, and a date that no year has never comes. Schedules stored before that was refused go on.
    /// </summary>
    public string? AuthorFault()
    {
        var faults = CronField.All.Zip(_fields, (kind, field) => kind.StepFault(field)).OfType<string>();
        var hasDate = Array.Exists(_times, times => times.GetNextOccurrence(AnyTime) is not null);
        return faults.FirstOrDefault() ?? (hasDate ? null : $"No year has such a date: day of month '{_fields[2]}' in month '{_fields[3]}'.");
    }

    /// <summary>The first time after the given one, to the minute; null when there is none in fifty years (30 February).</summary>
    public DateTimeOffset? Next(DateTimeOffset after) =>
        after.Year is < 2 or > 9900 ? null : _times.Min(times => _keepsRhythm ? NextShown(times, after) : NextFirst(times, after));

    // Cronos goes by what the clock shows, as if it were never set; what its times come to is decided here. First moments come in the order of the times.
    private DateTimeOffset? NextFirst(CronExpression times, DateTimeOffset after)
    {
        for (var local = First(times, _clock.At(after)); local is { } time; local = First(times, time))
            if (_clock.FirstMoment(time) is var moment && moment > after) return moment;
        return null;
    }

    // Goes on from each change of the clock. What is far off is looked at from shortly before it, for the changes until then shift no other time in between.
    private DateTimeOffset? NextShown(CronExpression times, DateTimeOffset after)
    {
        for (var isIncluded = false; ;)
        {
            if (First(times, _clock.At(after), isIncluded) is not { } local) return null;
            var instant = _clock.AsAt(after, local);
            var near = instant - after > LocalClock.Around ? after + LocalClock.Around : instant;
            if (_clock.ChangeBetween(after, near) is { } change) (after, isIncluded) = (change, true);
            else if (near == instant) return instant;
            else (after, isIncluded) = (instant - LocalClock.Around, false);
        }
    }

    private static DateTime? First(CronExpression times, DateTime shown, bool isIncluded = false) =>
        times.GetNextOccurrence(DateTime.SpecifyKind(shown, DateTimeKind.Utc), isIncluded) is { } time && time - shown < Horizon ? time : null;

    private static CronExpression Times(string[] fields) => CronExpression.Parse(string.Join(' ', fields));

    private static string Expand(string expression) => expression.ToLowerInvariant() switch
    {
        "@every_minute" => "* * * * *",
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
}
