using Cadenza.Functions.Sequences.Resending;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Sequences;

/// <summary>Queue <c>resends</c>. Idempotent by the ledger: the request that opened a message is noted there.</summary>
internal sealed class ResendMessages(ResendExecution resends)
{
    /// <summary>Sends a step again to some contacts of a chunk.</summary>
    [Function(nameof(ResendMessages))]
    public Task RunAsync([QueueTrigger(ResendJob.QueueName)] ResendJob message, CancellationToken cancellation) => resends.RunAsync(message, cancellation);
}
