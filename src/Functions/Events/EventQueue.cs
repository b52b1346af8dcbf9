using System.Text;
using System.Text.Json;
using Azure.Storage.Queues;

namespace Cadenza.Functions.Events;

/// <summary>The queue <c>events</c> (F1): a message holds as many events as fit, as a JSON array.</summary>
internal sealed class EventQueue(QueueServiceClient queues)
{
    /// <summary>The queue.</summary>
    public const string QueueName = "events";

    // A message has 64 KB, which base64 takes a quarter of.
    private const int MaxOctets = 48_000;
    private readonly QueueClient _queue = queues.GetQueueClient(QueueName);

    /// <summary>Sends events, all of them or an error; sending them again does no harm, since each is taken in once.</summary>
    public async Task SendAsync(IEnumerable<CloudEvent> events, CancellationToken cancellation)
    {
        var message = new StringBuilder();
        var octets = 0;
        foreach (var one in events)
        {
            var json = JsonSerializer.Serialize(one, EventsJson.Default.CloudEvent);
            var length = Encoding.UTF8.GetByteCount(json);
            if (message.Length > 0 && octets + length + 2 > MaxOctets)
            {
                await SendAsync(message, cancellation);
                message.Clear();
                octets = 0;
            }

            message.Append(message.Length == 0 ? '[' : ',').Append(json);
            octets += length + 1;
        }

        if (message.Length > 0) await SendAsync(message, cancellation);
    }

    private async Task SendAsync(StringBuilder message, CancellationToken cancellation) =>
        await _queue.SendMessageAsync(message.Append(']').ToString(), cancellation);
}
