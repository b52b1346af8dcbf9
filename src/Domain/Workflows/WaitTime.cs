using System.Globalization;
using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Workflows;

/// <summary>How long a step waits.</summary>
/// <param name="Until">The end of the wait.</param>
/// <param name="IsDelay">Whether it is a length of time from now on, of which pauses take nothing; else a date.</param>
public sealed record WaitTime(DateTimeOffset Until, bool IsDelay)
{
    /// <summary>No wait is longer: five years.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(5 * 366);

    private const int DaysOfWeek = 7;

    private static readonly string[] Times = ["HH:mm", "H:mm", "HH:mm:ss", "H:mm:ss"];

    private static readonly (string Name, TimeSpan Unit)[] Units =
    [
        ("seconds", TimeSpan.FromSeconds(1)),
        ("minutes", TimeSpan.FromMinutes(1)),
        ("hours", TimeSpan.FromHours(1)),
        ("days", TimeSpan.FromDays(1)),
        ("weeks", TimeSpan.FromDays(DaysOfWeek)),
    ];

    /// <summary>
    /// Reads a step's settings: <c>minutes</c>, <c>hours</c>, <c>days</c> (also as <c>delay_minutes</c> or
    /// <c>delay_in_minutes</c>, or <c>duration</c> with <c>unit</c>; several add up), or <c>until</c> a time as <see cref="WallTime"/> has it, or the next of
    /// some <c>weekdays</c> at a <c>time</c> in a <c>timezone</c>.
    /// </summary>
    /// <param name="settings">The settings, placeholders filled in.</param>
    /// <param name="now">The current time.</param>
    /// <param name="fault">Why they say no time, or null.</param>
    /// <returns>The wait, or null.</returns>
    public static WaitTime? Read(in Value settings, DateTimeOffset now, out string? fault)
    {
        fault = null;
        var given = settings;
        if (Contradiction(name => StepSettings.Find(given, name, out _)) is { } contradiction) return Fault(contradiction, out fault);
        if (StepSettings.Find(settings, "until", out var until)) return ReadUntil(until, settings, now, out fault);
        if (StepSettings.Find(settings, "weekdays", out var weekdays) || StepSettings.Find(settings, "weekday", out weekdays) || StepSettings.Find(settings, "time", out _))
            return NextWeekday(weekdays, settings, now, out fault);
        var delay = TimeSpan.Zero;
        var isGiven = false;
        foreach (var (name, unit) in Units)
        {
            if (!StepSettings.Find(settings, name, out var amount) && !StepSettings.Find(settings, "delay_" + name, out amount) && !StepSettings.Find(settings, "delay_in_" + name, out amount)) continue;
            isGiven = true;
            if (!Add(ref delay, amount, unit)) return Fault($"'{name}' must be a number from 0 up to five years", out fault);
        }

        if (StepSettings.Find(settings, "duration", out var duration))
        {
            isGiven = true;
            var name = StepSettings.Find(settings, "unit", out var unitName) ? unitName.ToText().TrimEnd('s') + "s" : "minutes";
            var unit = Array.Find(Units, known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Unit;
            if (unit == TimeSpan.Zero || !Add(ref delay, duration, unit)) return Fault("'duration' must be a number from 0 up to five years, and 'unit' a unit of time", out fault);
        }

        return isGiven ? new WaitTime(now + delay, IsDelay: true) : Fault("the settings say neither how long nor until when", out fault);
    }

    /// <summary>Why settings of those names cannot be meant together, or null: a wait is a length, a moment, or the next of some days and times.</summary>
    /// <param name="has">Whether there is a setting of a name.</param>
    internal static string? Contradiction(Func<string, bool> has)
    {
        var day = Array.Find(["weekdays", "weekday", "time"], name => has(name));
        var length = Units.SelectMany(unit => new[] { unit.Name, "delay_" + unit.Name, "delay_in_" + unit.Name }).Append("duration").FirstOrDefault(has);
        var meant = new[] { has("until") ? "until" : null, day, length }.OfType<string>().ToArray();
        return meant.Length > 1 ? $"'{meant[0]}' and '{meant[1]}' contradict each other: say one of them" : null;
    }

    // A time without its offset is one of the step's time zone.
    private static WaitTime? ReadUntil(in Value until, in Value settings, DateTimeOffset now, out string? fault)
    {
        if (Zone(settings) is not { } zone) return Fault("'timezone' is not a time zone", out fault);
        if (!WallTime.TryRead(until.ToText(), zone, out var at, out var wrong)) return Fault("'until' " + wrong, out fault);
        if (at > now + Longest) return Fault("'until' is more than five years ahead", out fault);
        fault = null;
        return new WaitTime(at, IsDelay: false);
    }

    private static WaitTime? NextWeekday(in Value weekdays, in Value settings, DateTimeOffset now, out string? fault)
    {
        if (Zone(settings) is not { } zone) return Fault("'timezone' is not a time zone", out fault);
        var time = TimeOnly.MinValue;
        if (StepSettings.Find(settings, "time", out var given) && !TimeOnly.TryParseExact(given.ToText(), Times, CultureInfo.InvariantCulture, DateTimeStyles.None, out time)) return Fault("'time' is not a time of day, such as 09:30", out fault);
        var wanted = new HashSet<DayOfWeek>();
        foreach (var name in weekdays.Kind == ValueKind.Array ? weekdays.Items : weekdays.IsNull ? [] : [weekdays])
        {
            if (Weekday(name.ToText()) is not { } day) return Fault("'weekdays' must name days, such as monday", out fault);
            wanted.Add(day);
        }

        fault = null;
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        for (var ahead = 0; ; ahead++)
        {
            var day = today.AddDays(ahead);
            if (wanted.Count > 0 && !wanted.Contains(day.DayOfWeek)) continue;
            var at = WallTime.On(day.ToDateTime(time), zone);
            if (at > now) return new WaitTime(at, IsDelay: false);
        }
    }

    private static DayOfWeek? Weekday(string name)
    {
        const int Shortest = 3;
        foreach (var day in Enum.GetValues<DayOfWeek>())
        {
            if (name.Length >= Shortest && day.ToString().StartsWith(name, StringComparison.OrdinalIgnoreCase)) return day;
        }

        return null;
    }

    private static TimeZoneInfo? Zone(in Value settings)
    {
        if (!StepSettings.Find(settings, "timezone", out var name) && !StepSettings.Find(settings, "time_zone", out name)) return TimeZoneInfo.Utc;
        return TimeZoneInfo.TryFindSystemTimeZoneById(name.ToText(), out var zone) ? zone : null;
    }

    private static bool Add(ref TimeSpan delay, in Value amount, TimeSpan unit)
    {
        var number = amount.Kind switch
        {
            ValueKind.Number => amount.AsNumber,
            ValueKind.Text when double.TryParse(amount.AsText, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) => parsed,
            _ => double.NaN,
        };
        if (!(number >= 0) || number * unit.TotalSeconds > Longest.TotalSeconds) return false;
        delay += number * unit;
        return delay <= Longest;
    }

    private static WaitTime? Fault(string message, out string? fault)
    {
        fault = message;
        return null;
    }
}
