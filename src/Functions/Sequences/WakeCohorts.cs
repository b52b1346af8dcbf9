using Cadenza.Functions.Sequences.Sending;
using Cadenza.Functions.Timing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Cadenza.Functions.Sequences;

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
