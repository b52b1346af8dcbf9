using Cadenza.Functions.Timing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Cadenza.Functions.Sequences;

/// <summary>Activity. Idempotent by the ordinal of each cohort and the ETags of the sequence's rows.</summary>
internal sealed class AdvanceSequence(SequenceTurn progress)
{
    /// <summary>Does one turn of a sequence.</summary>
    [Function(nameof(AdvanceSequence))]
    public Task<DriverDirective> RunAsync(
        [ActivityTrigger] SequenceKey key, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        Activities.DoAsync(() => progress.AdvanceAsync(key, new Doorbells(client), cancellation));
}
