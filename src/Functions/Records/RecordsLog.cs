using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Records;

/// <summary>What records log, 6000 to 6099. No message carries a personal value.</summary>
internal static partial class RecordsLog
{
    [LoggerMessage(6001, LogLevel.Warning, "Events of a change could not be sent at once; the check of {Table} finds them")]
    public static partial void EventsDelayed(this ILogger log, Exception fault, string table);

    [LoggerMessage(6002, LogLevel.Warning, "{Count} changes in {Table} had events that were not sent; they are now")]
    public static partial void LeftoversSent(this ILogger log, int count, string table);

    [LoggerMessage(6003, LogLevel.Error, "An overdue task could not be dealt with; the next sweep tries again")]
    public static partial void OverdueFailed(this ILogger log, Exception fault);
}
