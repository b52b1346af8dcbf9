using Cadenza.Functions.Timing;
using Cadenza.Functions.Workflows.Runs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Cadenza.Functions.Workflows;

/// <summary>Queue trigger. Idempotent: a ring carries nothing, so ringing twice does no harm.</summary>
internal sealed class WakeRuns(RunWakeUps wakeUps)
{
    /// <summary>Rings the runs that the message asks for.</summary>
    [Function(nameof(WakeRuns))]
    public Task RunAsync([QueueTrigger(RunWakeUps.QueueName)] RunWakeUp message, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        wakeUps.WakeAsync(message, new Doorbells(client), cancellation);
}
