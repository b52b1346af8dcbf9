using Cadenza.Functions.Orchestrations;
using Cadenza.Functions.Sequences;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Cadenza.Functions.Triggers;

/// <summary>Queue trigger. Idempotent: a ring carries nothing, so ringing twice does no harm.</summary>
internal sealed class WakeCohorts(CohortWakeUps wakeUps)
{
    /// <summary>Rings the cohorts that the message names.</summary>
    [Function(nameof(WakeCohorts))]
    public Task RunAsync(
        [QueueTrigger(CohortWakeUps.QueueName)] CohortWakeUp message,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) => wakeUps.WakeAsync(message, new Doorbells(client), cancellation);
}
