using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Workflows;

/// <summary>What becomes of the times of a schedule that passed while nothing ran.</summary>
public enum CatchUp
{
    /// <summary>They are passed over.</summary>
    Skip,

    /// <summary>The last of them is made up for, in place of all.</summary>
    Once,

    /// <summary>Each of them is made up for.</summary>
    All,
}

/// <summary>Makes up for times that passed.</summary>
public static class CatchUpTimes
{
    /// <summary>How late a time may be without having passed: nothing is skipped because the app was slow.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    // Looked back over until the last time is found; fifty years are as far as schedules look ahead.
    private static readonly TimeSpan[] Spans = [TimeSpan.FromHours(1), TimeSpan.FromDays(1), TimeSpan.FromDays(32), TimeSpan.FromDays(366), TimeSpan.FromDays(50 * 366)];

    /// <summary>Reads the word by which an author chooses; what is omitted or no such word is <see cref="CatchUp.Once"/>.</summary>
    public static CatchUp Parse(string? word) => word switch
    {
        "skip" => CatchUp.Skip,
        "all" => CatchUp.All,
        _ => CatchUp.Once,
    };

    /// <summary>Which time of a schedule fires now, and when it is to be looked at next.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="due">The first of its times that has not fired.</param>
    /// <param name="now">The present, not before that.</param>
    /// <param name="choice">What becomes of times that passed.</param>
    public static (DateTimeOffset? Fires, DateTimeOffset? Next) Fire(CronSchedule schedule, DateTimeOffset due, DateTimeOffset now, CatchUp choice)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        if (choice == CatchUp.All || now - due <= Patience) return (due, schedule.Next(due));
        if (choice == CatchUp.Skip) return (null, schedule.Next(now - Patience));
        var last = Last(schedule, due, now);
        return (last, schedule.Next(last));
    }

    // The last time of the schedule by now, which is not before the one that is due.
    private static DateTimeOffset Last(CronSchedule schedule, DateTimeOffset due, DateTimeOffset now)
    {
        foreach (var span in Spans.Where(span => now - span > due))
        {
            DateTimeOffset? last = null;
            for (var time = schedule.Next(now - span); time <= now; time = schedule.Next(time.Value)) last = time;
            if (last is { } found) return found;
        }

        var latest = due;
        for (var time = schedule.Next(due); time <= now; time = schedule.Next(time.Value)) latest = time.Value;
        return latest;
    }
}
