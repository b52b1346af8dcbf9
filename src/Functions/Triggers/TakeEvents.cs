using Cadenza.Functions.Events;
using Cadenza.Functions.Orchestrations;
using Cadenza.Functions.Workflows;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Triggers;

/// <summary>Queue trigger. Idempotent: an event is taken in once by its source and id, and what comes of it is decided once.</summary>
internal sealed class TakeEvents(EventWork work, EventQueue queue, TimeProvider clock, ILogger<TakeEvents> log)
{
    /// <summary>Takes the events of a message in and works them off; what is no event is set aside and blocks nobody (F3).</summary>
    [Function(nameof(TakeEvents))]
    public async Task RunAsync(
        [QueueTrigger(EventQueue.QueueName)] string message, [DurableClient] DurableTaskClient client, FunctionContext context, CancellationToken cancellation)
    {
        var faults = new List<(string Part, string Reason)>();
        var events = EventReader.Read(message, (part, reason) => faults.Add((part, reason)));
        foreach (var (part, reason) in faults)
        {
            log.EventSetAside(EventQueue.QueueName, reason);
            await queue.SetAsideAsync(part, reason, cancellation);
        }

        await work.DoAsync(events, isReceived: false, QueuedMessage.SentAt(context, clock.GetUtcNow()), new Doorbells(client), cancellation);
    }
}
