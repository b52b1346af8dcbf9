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
}
