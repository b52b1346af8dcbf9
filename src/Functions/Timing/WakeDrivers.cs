using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Cadenza.Functions.Timing;

/// <summary>Queue trigger. Idempotent: a ring carries nothing, so ringing twice does no harm.</summary>
internal sealed class WakeDrivers(IEnumerable<IWakes> kinds)
{
    /// <summary>Rings the drivers that the message names.</summary>
    [Function(nameof(WakeDrivers))]
    public Task RunAsync([QueueTrigger(WakeUpQueue.QueueName)] WakeUp message, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        kinds.Single(kind => kind.Kind == message.Kind).WakeAsync(message, new Doorbells(client), cancellation);
}
