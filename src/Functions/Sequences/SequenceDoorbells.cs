using Cadenza.Functions.Sequences.Sending;
using Cadenza.Functions.Sequences.Storage;
using Cadenza.Functions.Timing;

namespace Cadenza.Functions.Sequences;

/// <summary>Rings the drivers of sequences and of their cohorts.</summary>
internal static class SequenceDoorbells
{
    /// <summary>Wakes or starts the driver of a cohort.</summary>
    public static Task RingCohortAsync(this Doorbells doorbells, CohortKey key, CancellationToken cancellation) =>
        doorbells.RingAsync(nameof(CohortDriver), $"cohort-{key.Sequence}-{key.Ordinal}", key, cancellation);

    /// <summary>Wakes or starts the driver of a sequence.</summary>
    public static Task RingSequenceAsync(this Doorbells doorbells, SequenceKey key, CancellationToken cancellation) =>
        doorbells.RingAsync(nameof(SequenceDriver), $"sequence-{key.Sequence}", key, cancellation);
}
