using Azure.Storage.Queues;
using Cadenza.Functions.Platform.Queues;
using Cadenza.Functions.Webhooks.Storage;

namespace Cadenza.Functions.Webhooks;

/// <summary>A message of the queue <see cref="WebhookQueue.QueueName"/>: deliver these events to that receiver.</summary>
internal sealed record WebhooksDue(string Organization, Guid Webhook, IReadOnlyList<string> Events)
{
    /// <summary>The receiver.</summary>
    public WebhookKey Key => new(OrganizationId.Parse(Organization), Webhook);
}

/// <summary>Has deliveries made.</summary>
internal sealed class WebhookQueue(QueueServiceClient queues)
{
    /// <summary>The name of the queue.</summary>
    public const string QueueName = "webhook-deliveries";

    private readonly QueueClient _queue = queues.GetQueueClient(QueueName);

    /// <summary>Asks for deliveries; asking twice delivers once.</summary>
    /// <param name="key">The receiver.</param>
    /// <param name="events">The ids of the events, which are stored as deliveries.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task AskAsync(WebhookKey key, IEnumerable<string> events, CancellationToken cancellation)
    {
        // As many as are sent at the same time, so that one slow receiver does not hold a message for minutes.
        foreach (var part in events.Chunk(AtOnce.Limit))
        {
            var message = new WebhooksDue(key.Organization.ToString(), key.Webhook, part);
            await _queue.SendMessageAsync(QueuedTrace.Write(message), cancellation);
        }
    }
}
