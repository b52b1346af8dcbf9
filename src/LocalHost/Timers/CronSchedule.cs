namespace Cadenza.LocalHost.Timers;

/// <summary>Six cron fields, all of which a tick must match: second, minute, hour, day, month, day of week.</summary>
internal sealed class CronSchedule : TimerSchedule
{
    // Eight years hold every leap day, even around a year like 2100 that skips one.
    private const int YearsAhead = 8;

    private readonly ulong _seconds;
    private readonly ulong _minutes;
    private readonly ulong _hours;
    private readonly ulong _days;
    private readonly ulong _months;
    private readonly ulong _daysOfWeek;

    private CronSchedule(string[] fields)
    {
        _seconds = CronField.Second.Parse(fields[0]);
        _minutes = CronField.Minute.Parse(fields[1]);
        _hours = CronField.Hour.Parse(fields[2]);
        _days = CronField.Day.Parse(fields[3]);
        _months = CronField.Month.Parse(fields[4]);
        _daysOfWeek = CronField.DayOfWeek.Parse(fields[5]);
    }

    /// <exception cref="FormatException">There are not five or six fields, or one is malformed.</exception>
    public static CronSchedule ParseFields(string text)
    {
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return fields.Length switch
        {
            5 => new CronSchedule(["0", .. fields]),
            6 => new CronSchedule(fields),
            _ => throw new FormatException($"a cron expression has six fields (second, minute, hour, day, month, day of week), not {fields.Length}"),
        };
    }

    public override DateTimeOffset? Next(DateTimeOffset time)
    {
        var utc = time.UtcDateTime;
        var at = new DateTime(utc.Ticks - (utc.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc).AddSeconds(1);
        var end = at.Year + YearsAhead;
        while (at.Year <= end)
        {
            if (!Has(_months, at.Month)) at = new DateTime(at.Year, at.Month, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(1);
            else if (!Has(_days, at.Day) || !Has(_daysOfWeek, (int)at.DayOfWeek)) at = at.Date.AddDays(1);
            else if (!Has(_hours, at.Hour)) at = at.Date.AddHours(at.Hour + 1);
            else if (!Has(_minutes, at.Minute)) at = at.Date.AddHours(at.Hour).AddMinutes(at.Minute + 1);
            else if (!Has(_seconds, at.Second)) at = at.AddSeconds(1);
            else return new DateTimeOffset(at);
        }

        return null;
    }

    private static bool Has(ulong set, int value) => (set >> value & 1) == 1;
}
