using Cadenza.Functions.Timing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Cadenza.Functions.Leads;

/// <summary>Queue trigger. Idempotent: a ring carries nothing, so ringing twice does no harm.</summary>
internal sealed class WakeLeads
{
    /// <summary>Rings the batches that the message names.</summary>
    [Function(nameof(WakeLeads))]
    public static Task RunAsync([QueueTrigger(LeadWakeUps.QueueName)] LeadWakeUp message, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        LeadWakeUps.WakeAsync(message, new Doorbells(client), cancellation);
}
