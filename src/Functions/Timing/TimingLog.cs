using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Timing;

/// <summary>What drivers and the sweep that looks after them write to the log.</summary>
internal static partial class TimingLog
{
    [LoggerMessage(2001, LogLevel.Warning, "The sweep woke {Count} drivers, the latest overdue by {LateBy}")]
    public static partial void DriversSwept(this ILogger log, int count, TimeSpan lateBy);

    [LoggerMessage(2002, LogLevel.Warning, "A driver was not rung; the sweep will")]
    public static partial void RingLost(this ILogger log, Exception fault);

    [LoggerMessage(2004, LogLevel.Warning, "A message of the queue {Queue} is no wake-up; it was set aside in {Queue}-poison")]
    public static partial void EarlierWakeUpUnread(this ILogger log, string queue);

    [LoggerMessage(2005, LogLevel.Error, "The queue {Queue} of an earlier version cannot be read; what is in it waits for the next start")]
    public static partial void EarlierQueueUnread(this ILogger log, string queue, Exception fault);

    [LoggerMessage(2003, LogLevel.Error, "An overdue driver could not be woken; the sweep tries again")]
    public static partial void DriverNotWoken(this ILogger log, Exception fault);
}
