using System.Globalization;

namespace Cadenza.LocalHost.Timers;

/// <summary>When a timer function runs. Times are UTC.</summary>
internal abstract class TimerSchedule
{
    private static readonly TimeSpan ShortestMonitored = TimeSpan.FromMinutes(1);

    /// <summary>The first tick after <paramref name="time"/>; null when there is none within the next years.</summary>
    public abstract DateTimeOffset? Next(DateTimeOffset time);

    /// <summary>Whether ticks are far enough apart for their status to be worth storing.</summary>
    public bool IsWorthMonitoring(DateTimeOffset from) =>
        Next(from) is { } first && (Next(first) is not { } second || second - first >= ShortestMonitored);

    /// <summary>Reads six cron fields (or five, for second 0) or an interval as <c>hh:mm:ss</c>.</summary>
    /// <exception cref="FormatException">It is neither; the message says where.</exception>
    public static TimerSchedule Parse(string text)
    {
        if (!text.Contains(' ', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var interval))
            return interval > TimeSpan.Zero ? new IntervalSchedule(interval) : throw new FormatException("an interval must be positive");
        return CronSchedule.ParseFields(text);
    }
}

/// <summary>A tick every so often, counted from the start of the app or the last tick.</summary>
internal sealed class IntervalSchedule(TimeSpan interval) : TimerSchedule
{
    public override DateTimeOffset? Next(DateTimeOffset time) => time + interval;
}
