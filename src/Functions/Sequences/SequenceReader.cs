using Cadenza.Domain.Sequences;
using Cadenza.Functions.Sequences.Storage;

namespace Cadenza.Functions.Sequences;

/// <summary>Reads what a cohort runs on.</summary>
internal sealed class SequenceReader(SequenceStore sequences, CompiledSequences plans)
{
    /// <summary>The cohort's sequence, or null.</summary>
    public async Task<Sequence?> GetAsync(CohortKey key, CancellationToken cancellation) =>
        (await sequences.GetAsync(key.OrganizationId(), key.SequenceId(), cancellation))?.Sequence;

    /// <summary>A version of it.</summary>
    public ValueTask<CompiledSequence> PlanAsync(Sequence sequence, int version, CancellationToken cancellation) =>
        plans.GetAsync(sequence.Organization, sequence.Id, version, cancellation);
}
