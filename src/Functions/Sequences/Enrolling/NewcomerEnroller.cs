using Cadenza.Domain.Sequences;
using Cadenza.Functions.Sequences.Storage;
using Cadenza.Functions.Timing;

namespace Cadenza.Functions.Sequences.Enrolling;

/// <summary>
/// Enrolls the batches of newcomers of a continuous sequence. Batches that came in together make one cohort, unless a user
/// was promised a run of their own.
/// </summary>
internal sealed class NewcomerEnroller(NewcomerStore newcomers, CohortMaker maker, CohortStore cohorts, DueIndex<SequenceDueKey> due)
{
    private const int BatchesPerTurn = 50;

    /// <summary>The batches that wait, the oldest first.</summary>
    public Task<List<NewcomerBatch>> ReadAsync(Sequence sequence, CancellationToken cancellation) =>
        newcomers.ReadAsync(sequence.Organization, sequence.Id, BatchesPerTurn, cancellation);

    /// <summary>Enrolls as many of the batches as make one cohort.</summary>
    /// <param name="sequence">The sequence: active.</param>
    /// <param name="plan">Its current version.</param>
    /// <param name="progress">How far enrollment has come, with the id of a cohort noted.</param>
    /// <param name="waiting">At least one batch.</param>
    /// <param name="doorbells">Starts the cohort's driver.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>The progress, and the batches that are enrolled once it is stored.</returns>
    public async Task<(EnrollmentProgress Progress, IReadOnlyList<NewcomerBatch> Taken)> EnrollAsync(
        Sequence sequence,
        CompiledSequence plan,
        EnrollmentProgress progress,
        IReadOnlyList<NewcomerBatch> waiting,
        Doorbells doorbells,
        CancellationToken cancellation)
    {
        var key = new CohortKey(sequence.Organization.ToString(), sequence.Id.ToString(), progress.Cohorts);
        if (await cohorts.GetAsync(key, cancellation) is { Cohort: var found })
        {
            // Made by a run that did not come to say so. Its batches are still here, and nobody in them is free any more.
            await doorbells.RingCohortAsync(key, cancellation);
            return (progress.With(found), []);
        }

        var taken = TakeTogether(waiting);
        if (taken is [{ Run: { } run }] && await IsMadeAsync(sequence, run, cancellation)) return (progress, taken);
        var id = taken[0].Run ?? progress.NextIds[0];
        var contacts = taken.SelectMany(batch => batch.Contacts).ToHashSet();
        var made = await maker.MakeAsync(new CohortPlan(key, id, sequence, plan) { IsReenrollment = taken[0].IsReenrollment }, contacts, after: null, doorbells, cancellation);
        // A run that ended early may have stored fewer batches under the same id: the others wait for their turn.
        var wanted = made.Wanted.Chunks.SelectMany(chunk => chunk).ToHashSet();
        List<NewcomerBatch> done = [.. taken.Where(batch => wanted.IsSupersetOf(batch.Contacts))];
        return (made.Cohort is { } cohort ? progress.With(cohort) : progress, done);
    }

    /// <summary>Forgets batches whose enrollment is stored.</summary>
    public async Task SettleAsync(Sequence sequence, IEnumerable<NewcomerBatch> taken, CancellationToken cancellation)
    {
        foreach (var batch in taken)
        {
            await newcomers.RemoveAsync(sequence.Organization, sequence.Id, batch, cancellation);
            await due.RemoveAsync(new Due<SequenceDueKey>(batch.DueEntryAt, new(sequence.Organization.ToString(), sequence.Id.ToString(), Ordinal: null)), cancellation);
        }
    }

    private static List<NewcomerBatch> TakeTogether(IReadOnlyList<NewcomerBatch> waiting)
    {
        if (waiting[0].Run is not null) return [waiting[0]];
        var taken = new List<NewcomerBatch>();
        var size = 0;
        foreach (var batch in waiting.Where(batch => batch.Run is null))
        {
            size += batch.Contacts.Count;
            if (size > Cohort.MaxSize) break;
            taken.Add(batch);
        }

        return taken;
    }

    private async Task<bool> IsMadeAsync(Sequence sequence, Guid run, CancellationToken cancellation) =>
        await cohorts.FindRunAsync(sequence.Organization, run, cancellation) is { } noted
        && await cohorts.GetAsync(noted, cancellation) is not null;
}
