using NCrontab;

namespace Cadenza.LocalHost.Timers;

/// <summary>Six cron fields, all of which a tick must match: second, minute, hour, day, month, day of week.</summary>
internal sealed class CronSchedule : TimerSchedule
{
    // Eight years hold every leap day, even around a year like 2100 that skips one.
    private const int YearsAhead = 8;

    private static readonly CrontabSchedule.ParseOptions WithSeconds = new() { IncludingSeconds = true };

    private readonly CrontabSchedule _schedule;

    private CronSchedule(CrontabSchedule schedule) => _schedule = schedule;

    /// <exception cref="FormatException">There are not five or six fields, or one is malformed.</exception>
    public static CronSchedule ParseFields(string text)
    {
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length;
        if (fields is not (5 or 6)) throw new FormatException($"a cron expression has six fields (second, minute, hour, day, month, day of week), not {fields}");
        try
        {
            return new CronSchedule(CrontabSchedule.Parse(text, fields == 6 ? WithSeconds : null));
        }
        catch (CrontabException fault)
        {
            throw new FormatException(fault.Message, fault);
        }
    }

    public override DateTimeOffset? Next(DateTimeOffset time)
    {
        var end = time.UtcDateTime.AddYears(YearsAhead);
        var next = _schedule.GetNextOccurrence(time.UtcDateTime, end);
        return next < end ? new DateTimeOffset(DateTime.SpecifyKind(next, DateTimeKind.Utc)) : null;
    }
}
