using Cadenza.Domain.Sequences;
using Cadenza.Functions.Sequences.Storage;
using Cadenza.Functions.Timing;

namespace Cadenza.Functions.Sequences.Sending;

/// <summary>Moves one cohort on: loads its rows, has the domain decide, stores the outcome under its ETag.</summary>
internal sealed class CohortTurn(
    CohortStore cohorts, SequenceReader sequences, DueIndex<SequenceDueKey> due, LastContactUpdates touches, SequenceClock clock)
{
    /// <summary>Takes in what the chunks reported and tells the driver what is next. Another run may be faster: then it decides again.</summary>
    public Task<CohortDirective> AdvanceAsync(
        CohortKey key, IReadOnlyList<ChunkOutcome> outcomes, Doorbells doorbells, CancellationToken cancellation) =>
        OptimisticWrite.RunAsync(() => TryAdvanceAsync(key, outcomes, doorbells, cancellation));

    private async Task<CohortDirective> TryAdvanceAsync(
        CohortKey key, IReadOnlyList<ChunkOutcome> outcomes, Doorbells doorbells, CancellationToken cancellation)
    {
        var read = await cohorts.GetAsync(key, cancellation);
        var sequence = await sequences.GetAsync(key, cancellation);
        if (read is null || sequence is null) return CohortDirective.Done;
        var plan = await sequences.PlanAsync(sequence, read.Cohort.Version, cancellation);
        var now = clock.Now;
        var (changed, directive) = CohortAdvance.Decide(read.Cohort, sequence, plan.Definition, outcomes, now);
        TimeSpan? untilNext = changed.Phase == CohortPhase.Done ? null : changed.DueAt - sequence.ActiveNow(changed.Id, now);
        changed = await touches.RequestAsync(key, changed, untilNext, cancellation);
        var dueEntryAt = DueEntryFor(read, directive, now);
        if (dueEntryAt is { } at && at != read.DueEntryAt) await due.PutAsync(Entry(key, at), cancellation);
        if (changed != read.Cohort || dueEntryAt != read.DueEntryAt) await cohorts.UpdateAsync(key, read, changed, dueEntryAt, cancellation);
        if (changed.Phase == CohortPhase.Sending && read.Cohort.Phase == CohortPhase.Waiting) clock.StepStarted(sequence, changed);
        if (changed.Phase == CohortPhase.Done) await doorbells.RingSequenceAsync(new SequenceKey(key.Organization, key.Sequence), cancellation);
        if (read.DueEntryAt is { } earlier && earlier != dueEntryAt) await due.RemoveAsync(Entry(key, earlier), cancellation);
        return directive;
    }

    // While chunks are sent the entry stays as it is: overdue, so that a driver that dies is found by the sweep.
    private static DateTimeOffset? DueEntryFor(StoredCohort read, CohortDirective directive, DateTimeOffset now) => directive switch
    {
        { IsDone: true } => null,
        { Send.Count: > 0 } => read.DueEntryAt ?? now,
        _ => directive.WakeAt,
    };

    private static Due<SequenceDueKey> Entry(CohortKey key, DateTimeOffset at) => new(at, new(key.Organization, key.Sequence, key.Ordinal));
}
