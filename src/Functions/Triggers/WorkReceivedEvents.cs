using Cadenza.Functions.Events;
using Cadenza.Functions.Orchestrations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Cadenza.Functions.Triggers;

/// <summary>Queue trigger. Idempotent: what comes of an event is decided once.</summary>
internal sealed class WorkReceivedEvents(EventWork work)
{
    /// <summary>Works off the events of a message, which are in the inbox.</summary>
    [Function(nameof(WorkReceivedEvents))]
    public Task RunAsync(
        [QueueTrigger(EventQueue.ReceivedName)] string message, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        work.DoAsync(
            EventReader.Read(message, (_, reason) => throw new InvalidDataException($"The app wrote a message that it cannot read: {reason}")),
            isReceived: true,
            new Doorbells(client),
            cancellation);
}
