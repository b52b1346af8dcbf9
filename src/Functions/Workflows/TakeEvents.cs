using System.Text.Json;
using Cadenza.Functions.Events;
using Cadenza.Functions.Platform.Queues;
using Cadenza.Functions.Timing;
using Cadenza.Functions.Workflows.Events;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Workflows;

/// <summary>Queue trigger. Idempotent: an event is taken in once by its source and id, and what comes of it is decided once.</summary>
internal sealed class TakeEvents(EventProcessing work, EventQueue queue, EventOwners owners, TimeProvider clock, ILogger<TakeEvents> log)
{
    private const string NoSuchOrganization = "/organization names no organization that there is";

    /// <summary>Takes the events of a message in and works them off; what is no event is set aside and blocks nobody (F3).</summary>
    [Function(nameof(TakeEvents))]
    public async Task RunAsync(
        [QueueTrigger(EventQueue.QueueName)] string message, [DurableClient] DurableTaskClient client, FunctionContext context, CancellationToken cancellation)
    {
        var sentAt = QueuedMessage.SentAt(context, clock.GetUtcNow());
        var faults = new List<(string Part, string Reason)>();
        var events = EventReader.Read(message, owners.Usual, sentAt, (part, reason) => faults.Add((part, reason)));
        foreach (var own in events.GroupBy(one => one.Organization).ToList())
        {
            if (await owners.IsKnownAsync(OrganizationId.Parse(own.Key), cancellation)) continue;
            faults.AddRange(own.Select(one => (JsonSerializer.Serialize(one, EventsJson.Default.CloudEvent), NoSuchOrganization)));
            events.RemoveAll(one => one.Organization == own.Key);
        }

        foreach (var (part, reason) in faults)
        {
            log.EventSetAside(EventQueue.QueueName, reason);
            await queue.SetAsideAsync(part, reason, cancellation);
        }

        await work.DoAsync(events, isReceived: false, sentAt, new Doorbells(client), cancellation);
    }
}
