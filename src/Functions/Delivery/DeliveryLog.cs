using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Delivery;

/// <summary>Log messages of the delivery, 3000 to 3099.</summary>
internal static partial class DeliveryLog
{
    [LoggerMessage(3000, LogLevel.Information, "E-mails are sent through {MailServer}.")]
    public static partial void MailServerInUse(this ILogger log, string mailServer);

    [LoggerMessage(3001, LogLevel.Warning,
        "E-mails are NOT sent: they go to the outbox, readable at GET /outbox. To send them set Smtp__Host (and Smtp__Port, Smtp__Username, Smtp__Password, Smtp__Security), and leave Delivery__Email out.")]
    public static partial void OutboxInUse(this ILogger log);

    [LoggerMessage(3002, LogLevel.Warning, "Delivery__Email is null: e-mails are thrown away and counted as sent.")]
    public static partial void NullInUse(this ILogger log);
}
