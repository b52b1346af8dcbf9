using System.Text;
using System.Text.Json;
using Azure.Storage.Queues;
using Cadenza.Functions.Events.Storage;
using Cadenza.Functions.Platform.Queues;

namespace Cadenza.Functions.Events;

/// <summary>The queues of events: a message holds as many events as fit, as a JSON array.</summary>
internal sealed class EventQueue(QueueServiceClient queues, EventInbox inbox)
{
    /// <summary>Events from anywhere, the app itself included (F1).</summary>
    public const string QueueName = "events";

    /// <summary>Events that are in the inbox already.</summary>
    public const string ReceivedName = "received-events";

    /// <summary>What could not be read as an event, and why (F3).</summary>
    public const string PoisonName = "events-poison";

    // A message has 64 KB, which base64 takes a quarter of.
    private const int MaxOctets = 47_000;

    // Larger ones travel as the name under which the inbox has them.
    private const int MaxInline = 8_000;

    private readonly QueueClient _events = queues.GetQueueClient(QueueName);
    private readonly QueueClient _received = queues.GetQueueClient(ReceivedName);
    private readonly QueueClient _poison = queues.GetQueueClient(PoisonName);

    /// <summary>Sends events of the app's own, all of them or an error; sending them again does no harm, since each is taken in once.</summary>
    public async Task SendAsync(IEnumerable<CloudEvent> events, CancellationToken cancellation)
    {
        var small = new List<string>();
        foreach (var happening in events)
        {
            // What the app tells of itself it had when it happened.
            var one = happening.ReceivedAt is null ? happening.Received(happening.Time) : happening;
            var json = JsonSerializer.Serialize(one, EventsJson.Default.CloudEvent);
            if (Encoding.UTF8.GetByteCount(json) <= MaxOctets)
            {
                small.Add(json);
                continue;
            }

            await inbox.AddAsync(OrganizationId.Parse(one.Organization), [new EventToStore(EventKey.Of(one), one)], cancellation);
            await SendReceivedAsync([one], cancellation);
        }

        await SendAsync(_events, small, cancellation);
    }

    /// <summary>Has events worked off that are in the inbox; asking again does no harm.</summary>
    public Task SendReceivedAsync(IEnumerable<CloudEvent> events, CancellationToken cancellation) => SendAsync(
        _received,
        events.Select(one => JsonSerializer.Serialize(one, EventsJson.Default.CloudEvent) is { Length: <= MaxInline } json
            ? json
            : JsonSerializer.Serialize(new EventReference(one.Organization, EventKey.Of(one)), EventsJson.Default.EventReference)),
        cancellation);

    /// <summary>Sets a message aside that holds no event, for a person to look at: it never expires.</summary>
    public Task SetAsideAsync(string message, string reason, CancellationToken cancellation)
    {
        var json = JsonSerializer.Serialize(new UnreadableEvent(reason, message.Length > MaxOctets / 4 ? message[..(MaxOctets / 4)] : message), EventsJson.Default.UnreadableEvent);
        EventMeter.SetAside();
        return _poison.SendMessageAsync(json, timeToLive: TimeSpan.FromSeconds(-1), cancellationToken: cancellation);
    }

    private static async Task SendAsync(QueueClient queue, IEnumerable<string> events, CancellationToken cancellation)
    {
        var message = new StringBuilder();
        var octets = 0;
        foreach (var json in events)
        {
            var length = Encoding.UTF8.GetByteCount(json);
            if (message.Length > 0 && octets + length + 2 > MaxOctets)
            {
                await SendAsync(queue, message, cancellation);
                message.Clear();
                octets = 0;
            }

            message.Append(message.Length == 0 ? '[' : ',').Append(json);
            octets += length + 1;
        }

        if (message.Length > 0) await SendAsync(queue, message, cancellation);
    }

    private static async Task SendAsync(QueueClient queue, StringBuilder message, CancellationToken cancellation) =>
        await queue.SendMessageAsync(QueuedTrace.Mark(message.Append(']').ToString()), cancellation);
}

/// <summary>What could not be read as an event.</summary>
/// <param name="Reason">Why it could not be read.</param>
/// <param name="Message">The message, or its beginning when it is long.</param>
internal sealed record UnreadableEvent(string Reason, string Message);

/// <summary>An event of the inbox, named.</summary>
internal sealed record EventReference(string Organization, string Key);
