using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Delivery;

/// <summary>Log messages of the delivery, 3000 to 3099.</summary>
internal static partial class DeliveryLog
{
    [LoggerMessage(3000, LogLevel.Information, "{Messages} are sent through {Where}.")]
    public static partial void ProviderInUse(this ILogger log, string messages, string where);

    [LoggerMessage(3001, LogLevel.Warning, "{Messages} are NOT sent: they go to the outbox, readable at GET /outbox. To send them set {Needed}.")]
    public static partial void OutboxInUse(this ILogger log, string messages, string needed);

    [LoggerMessage(3002, LogLevel.Warning, "{Messages} are thrown away and counted as sent: their delivery is null.")]
    public static partial void NullInUse(this ILogger log, string messages);

    [LoggerMessage(3003, LogLevel.Warning, "Nothing gets through {Provider} ({Channel}): {Reason} ({Detail}). {Attempts} attempts failed. Messages that are due wait; one is tried at {RetryAt:u}.")]
    public static partial void OutageBegan(
        this ILogger log, string channel, string provider, string reason, string detail, int attempts, DateTimeOffset retryAt);

    [LoggerMessage(3004, LogLevel.Warning, "Still nothing gets through {Provider} ({Channel}) after {Lasted}: {Reason} ({Detail}). {More} more attempts failed, {Attempts} in all; one message is tried at {RetryAt:u}.")]
    public static partial void OutageLasts(
        this ILogger log, string channel, string provider, TimeSpan lasted, string reason, string detail, int more, int attempts, DateTimeOffset retryAt);

    [LoggerMessage(3005, LogLevel.Information, "Messages get through {Provider} ({Channel}) again after {Lasted}; {Attempts} attempts had failed.")]
    public static partial void OutageEnded(this ILogger log, string channel, string provider, TimeSpan lasted, int attempts);

    [LoggerMessage(3006, LogLevel.Warning, "Nothing got through {Provider} ({Channel}) from {Since:u} until this process began: {Reason}. {Waiting} messages of the group that is due first wait; it is tried now.")]
    public static partial void OutageRemembered(this ILogger log, string channel, string provider, DateTimeOffset since, string reason, int waiting);
}
