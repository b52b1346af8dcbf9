using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Sequences;

/// <summary>Queue trigger. Idempotent: a second run finds nothing left to remove.</summary>
internal sealed class RemoveSequences(SequenceRemoval removal)
{
    /// <summary>Removes what hangs on the removed sequence that the message names.</summary>
    [Function(nameof(RemoveSequences))]
    public Task RunAsync([QueueTrigger(SequenceRemoval.QueueName)] SequenceKey key, CancellationToken cancellation) =>
        removal.CleanUpAsync(key, cancellation);
}
