using Cadenza.Domain.Sequences;
using Cadenza.Functions.Timing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Cadenza.Functions.Sequences.Sending;

/// <summary>Activity. Idempotent by the cohort's row: outcomes of a step it has left are ignored, and its ETag lets one of two runs win.</summary>
internal sealed class AdvanceCohort(CohortTurn progress)
{
    /// <summary>Takes in what the chunks reported, stores where the cohort stands, and says what is next.</summary>
    [Function(nameof(AdvanceCohort))]
    public Task<CohortDirective> RunAsync(
        [ActivityTrigger] AdvanceCohortInput input, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        Activities.DoAsync(() => progress.AdvanceAsync(input.Key, input.Outcomes, new Doorbells(client), cancellation));
}
