using Cadenza.Domain.Sequences;
using Cadenza.Functions.Sequences.Storage;
using Cadenza.Functions.Timing;
using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Sequences;

/// <summary>
/// Stores changes of sequences: due entry first, row second, ring third. Once the row is stored the user's request no longer
/// depends on the ring; the sweep does what is missed here.
/// </summary>
internal sealed class SequenceChanges(
    SequenceStore sequences, DueIndex<SequenceDueKey> due, SequenceStatusCache watch, ILogger<SequenceChanges> log)
{
    /// <summary>Stores a change, and wakes the sequence's driver when the change has something for it to do.</summary>
    /// <param name="read">The sequence as read.</param>
    /// <param name="changed">The sequence as it is to be.</param>
    /// <param name="definition">Its new version, or null.</param>
    /// <param name="doorbells">Rings the driver.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>The stored sequence; null when its new custom id is taken.</returns>
    /// <exception cref="Azure.RequestFailedException">412: it changed since it was read.</exception>
    public async Task<StoredSequence?> StoreAsync(
        StoredSequence read, Sequence changed, SequenceDefinition? definition, Doorbells doorbells, CancellationToken cancellation)
    {
        var key = new SequenceKey(changed.Organization.ToString(), changed.Id.ToString());
        var needsAttention = changed.AttentionAt is { } at && at != read.Sequence.AttentionAt;
        if (needsAttention) await due.PutAsync(new Due<SequenceDueKey>(changed.AttentionAt!.Value, new(key.Organization, key.Sequence, Ordinal: null)), cancellation);
        var stored = await sequences.UpdateAsync(read, changed, definition, cancellation);
        if (stored is not null) await PublishAsync(changed, needsAttention ? () => doorbells.RingSequenceAsync(key, cancellation) : null);
        return stored;
    }

    /// <summary>Stores a change of one of its runs, and wakes the driver of that cohort, or the sequence's while it is to be made.</summary>
    /// <inheritdoc cref="StoreAsync"/>
    public async Task<StoredSequence> StoreRunAsync(
        StoredSequence read, Sequence changed, CohortRun run, Doorbells doorbells, CancellationToken cancellation)
    {
        await due.PutAsync(new Due<SequenceDueKey>(changed.UpdatedAt, new(run.Organization, run.Sequence, run.Ordinal)), cancellation);
        var stored = await sequences.UpdateAsync(read, changed, definition: null, cancellation)
            ?? throw new InvalidOperationException("A change of a run met a conflict of custom ids.");
        await PublishAsync(changed, () => run.Key is { } cohort
            ? doorbells.RingCohortAsync(cohort, cancellation)
            : doorbells.RingSequenceAsync(new SequenceKey(run.Organization, run.Sequence), cancellation));
        return stored;
    }

    private async Task PublishAsync(Sequence sequence, Func<Task>? ring)
    {
        watch.Forget(sequence.Organization, sequence.Id);
        if (ring is null) return;
        try
        {
            await ring();
        }
        catch (Exception fault)
        {
            log.RingLost(fault);
        }
    }
}
