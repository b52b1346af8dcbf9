using Cadenza.Domain.Sequences;
using Cadenza.Functions.Sequences.Storage;
using Cadenza.Functions.Timing;

namespace Cadenza.Functions.Sequences.Sending;

/// <summary>Sequences and cohorts whose ring or timer was lost.</summary>
internal sealed class OverdueSequences(CohortStore cohorts, SequenceStore sequences) : IOverdue<SequenceDueKey>
{
    /// <inheritdoc/>
    public Task<bool> WakeAsync(Due<SequenceDueKey> entry, Doorbells doorbells, CancellationToken cancellation) => entry.Key.Ordinal is { } ordinal
        ? WakeCohortAsync(entry, ordinal, doorbells, cancellation)
        : WakeSequenceAsync(entry, doorbells, cancellation);

    private async Task<bool> WakeCohortAsync(Due<SequenceDueKey> entry, int ordinal, Doorbells doorbells, CancellationToken cancellation)
    {
        var key = new CohortKey(entry.Key.Organization, entry.Key.Sequence, ordinal);
        var stored = await cohorts.GetAsync(key, cancellation);
        if (stored is { Cohort.Phase: not CohortPhase.Done }) await doorbells.RingCohortAsync(key, cancellation);
        if (stored is { Cohort.Phase: CohortPhase.Done }) await doorbells.RingSequenceAsync(new SequenceKey(key.Organization, key.Sequence), cancellation);
        return stored?.DueEntryAt == entry.At;
    }

    private async Task<bool> WakeSequenceAsync(Due<SequenceDueKey> entry, Doorbells doorbells, CancellationToken cancellation)
    {
        var key = new SequenceKey(entry.Key.Organization, entry.Key.Sequence);
        if (await sequences.GetAsync(OrganizationId.Parse(key.Organization), SequenceId.Parse(key.Sequence), cancellation) is not { } stored) return false;
        await doorbells.RingSequenceAsync(key, cancellation);
        return await StandsForAsync(stored.Sequence, entry, cancellation);
    }

    // A change of status not attended to yet, or the next reading of all contacts.
    private async Task<bool> StandsForAsync(Sequence sequence, Due<SequenceDueKey> entry, CancellationToken cancellation) =>
        sequence.AttentionAt == entry.At
        || (sequence.Status == SequenceStatus.Active
            && (await sequences.GetProgressAsync(sequence.Organization, sequence.Id, cancellation)).Progress.Scan.NextAt == entry.At);
}
