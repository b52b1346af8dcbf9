using Microsoft.Extensions.Logging;

namespace Cadenza.Functions;

/// <summary>
/// Every message the app logs. Numbers are stable and grouped: 1000 platform, 2000 storage, 3000 sequences and
/// cohorts, 4000 delivery. No message carries a key, an address or a body.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Debug, "{Function} took {Milliseconds} ms (request {RequestId})")]
    public static partial void FunctionFinished(this ILogger log, string function, double milliseconds, string requestId);

    [LoggerMessage(1002, LogLevel.Error, "{Function} failed (request {RequestId})")]
    public static partial void RequestFailed(this ILogger log, Exception fault, string function, string requestId);

    [LoggerMessage(1003, LogLevel.Warning, "Storage did not answer {Function} (request {RequestId}): {Reason}")]
    public static partial void StorageUnavailable(this ILogger log, string function, string requestId, string reason);

    [LoggerMessage(1004, LogLevel.Debug, "The client of {Function} went away (request {RequestId})")]
    public static partial void ClientGone(this ILogger log, string function, string requestId);
}
