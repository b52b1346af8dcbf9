using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Platform.Observability;

/// <summary>
/// What the HTTP platform logs, 1000 to 1099, and what wakes drivers, 2000 to 2099. Numbers are stable and never used twice;
/// other capabilities keep their own list with their own range: 1100 encryption, 3000 delivery. No message carries a key, an address or a body.
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

    [LoggerMessage(1005, LogLevel.Warning, "The outcome of a request with an Idempotency-Key was not stored ({Reason}); a repeat will be carried out with the same ids")]
    public static partial void IdempotencyNotStored(this ILogger log, string reason);

    [LoggerMessage(1006, LogLevel.Warning, "A request with an Idempotency-Key was taken over by a repeat before it ended")]
    public static partial void IdempotencyTakenOver(this ILogger log);
}
