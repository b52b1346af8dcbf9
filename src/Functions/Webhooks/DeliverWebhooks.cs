using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Webhooks;

/// <summary>Queue trigger. Idempotent: a delivery is claimed before it is made, and one that was made is not made again.</summary>
internal sealed class DeliverWebhooks(WebhookSender sender)
{
    /// <summary>Makes the deliveries that the message names.</summary>
    [Function(nameof(DeliverWebhooks))]
    public Task RunAsync([QueueTrigger(WebhookQueue.QueueName)] WebhooksDue message, CancellationToken cancellation) =>
        sender.DeliverAsync(message, cancellation);
}
