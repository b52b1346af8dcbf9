using Cadenza.Domain.Organizations;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Sequences.Storage;
using Cadenza.Functions.Timing;

namespace Cadenza.Functions.Sequences.Sending;

/// <summary>Finds the drivers whose ring or timer was lost, wakes them, and tells how late they were.</summary>
internal sealed class OverdueDrivers(DueStore due, CohortStore cohorts, SequenceStore sequences, SweepReport report)
{
    /// <summary>How long after its time an entry counts as lost.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Wakes what is overdue.</summary>
    public async Task WakeAsync(Doorbells doorbells, CancellationToken cancellation)
    {
        var now = report.Now;
        await foreach (var entry in due.ListAsync(now - Patience, cancellation))
        {
            report.Found(now - entry.At);
            await (entry.Ordinal is { } ordinal
                ? WakeCohortAsync(entry, ordinal, doorbells, cancellation)
                : WakeSequenceAsync(entry, doorbells, cancellation));
        }

        report.Done();
    }

    private async Task WakeCohortAsync(DueEntry entry, int ordinal, Doorbells doorbells, CancellationToken cancellation)
    {
        var key = new CohortKey(entry.Organization, entry.Sequence, ordinal);
        var stored = await cohorts.GetAsync(key, cancellation);
        if (stored is { Cohort.Phase: not CohortPhase.Done }) await doorbells.RingCohortAsync(key, cancellation);
        if (stored is { Cohort.Phase: CohortPhase.Done }) await doorbells.RingSequenceAsync(new SequenceKey(key.Organization, key.Sequence), cancellation);
        if (stored?.DueEntryAt != entry.At) await due.RemoveAsync(entry, cancellation);
    }

    private async Task WakeSequenceAsync(DueEntry entry, Doorbells doorbells, CancellationToken cancellation)
    {
        var organization = OrganizationId.Parse(entry.Organization);
        var stored = await sequences.GetAsync(organization, SequenceId.Parse(entry.Sequence), cancellation);
        if (stored is not null) await doorbells.RingSequenceAsync(new SequenceKey(entry.Organization, entry.Sequence), cancellation);
        if (stored is null || !await StandsForAsync(stored.Sequence, entry, cancellation)) await due.RemoveAsync(entry, cancellation);
    }

    // A change of status not attended to yet, or the next reading of all contacts.
    private async Task<bool> StandsForAsync(Sequence sequence, DueEntry entry, CancellationToken cancellation) =>
        sequence.AttentionAt == entry.At
        || (sequence.Status == SequenceStatus.Active
            && (await sequences.GetProgressAsync(sequence.Organization, sequence.Id, cancellation)).Progress.Scan.NextAt == entry.At);
}
