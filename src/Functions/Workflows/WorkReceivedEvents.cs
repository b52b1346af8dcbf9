using System.Text.Json;
using Cadenza.Domain.Expressions;
using Cadenza.Functions.Events;
using Cadenza.Functions.Events.Storage;
using Cadenza.Functions.Timing;
using Cadenza.Functions.Workflows.Events;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Cadenza.Functions.Workflows;

/// <summary>Queue trigger. Idempotent: what comes of an event is decided once.</summary>
internal sealed class WorkReceivedEvents(EventProcessing work, EventStore inbox, TimeProvider clock)
{
    /// <summary>Works off the events of a message, which are in the inbox.</summary>
    [Function(nameof(WorkReceivedEvents))]
    public async Task RunAsync(
        [QueueTrigger(EventQueue.ReceivedName)] string message, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var events = new List<CloudEvent>();
        using var parts = JsonDocument.Parse(message, new JsonDocumentOptions { MaxDepth = Value.MaxDocumentDepth });
        foreach (var part in parts.RootElement.EnumerateArray())
        {
            if (part.TryGetProperty("key", out _))
            {
                var named = part.Deserialize(EventsJson.Default.EventReference)!;
                // One that has expired meanwhile is past working off.
                if (await inbox.GetEventAsync(OrganizationId.Parse(named.Organization), named.Key, cancellation) is { } stored) events.Add(stored);
            }
            else
            {
                events.Add(part.Deserialize(EventsJson.Default.CloudEvent)!);
            }
        }

        await work.DoAsync(events, isReceived: true, clock.GetUtcNow(), new Doorbells(client), cancellation);
    }
}
