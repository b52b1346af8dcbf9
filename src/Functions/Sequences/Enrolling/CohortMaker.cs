using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Sequences.Storage;
using Cadenza.Functions.Timing;

namespace Cadenza.Functions.Sequences.Enrolling;

/// <summary>A cohort to be made.</summary>
/// <param name="Key">Its place; free as far as the caller knows.</param>
/// <param name="Id">Its id, the same each time the same work is repeated.</param>
/// <param name="Sequence">The sequence as stored now.</param>
/// <param name="Plan">The version its contacts enter with.</param>
internal sealed record CohortPlan(CohortKey Key, Guid Id, Sequence Sequence, CompiledSequence Plan)
{
    /// <summary>Whether its contacts were in the sequence before.</summary>
    public bool IsReenrollment { get; init; }
}

/// <summary>What came of making a cohort.</summary>
/// <param name="Cohort">The cohort; null when nobody was left for it.</param>
/// <param name="Wanted">Who was to be in it: those asked for, unless an earlier run had stored others.</param>
internal sealed record MadeCohort(Cohort? Cohort, CohortMembers Wanted);

/// <summary>
/// Makes cohorts. Who is to be in one is stored first, then each contact is claimed for it, then its row is: a run that ends
/// in between leaves no contact claimed for a cohort that nobody will make, since the next one uses the same id and list.
/// </summary>
internal sealed class CohortMaker(
    EnrollmentStore enrollments, SequenceMembers members, CohortStore cohorts, DueIndex<SequenceDueKey> due, SequenceEnrolledEvents told, TimeProvider clock)
{
    /// <summary>Makes a cohort of those candidates who are not in the sequence yet, and starts its driver.</summary>
    /// <param name="plan">What to make.</param>
    /// <param name="candidates">1 to 500 contacts, each once.</param>
    /// <param name="after">The place behind them in the reading of contacts, or null.</param>
    /// <param name="doorbells">Starts the driver.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<MadeCohort> MakeAsync(
        CohortPlan plan, IReadOnlyCollection<ContactId> candidates, EnrollmentCursor? after, Doorbells doorbells, CancellationToken cancellation)
    {
        var organization = plan.Sequence.Organization;
        var (wanted, claimed) = await ReserveAsync(plan.Sequence, plan.Id, candidates, after, cancellation);
        if (claimed.Count == 0)
        {
            await enrollments.RemoveAsync(organization, plan.Id, wanted.Chunks.Count, cancellation);
            return new MadeCohort(null, wanted);
        }

        if (claimed.Count < wanted.Count) await enrollments.ReplaceAsync(organization, plan.Id, claimed, cancellation);
        return new MadeCohort(await StoreAsync(plan, claimed, doorbells, cancellation), wanted);
    }

    /// <summary>Claims those candidates who are not in the sequence yet for a cohort that is to be made.</summary>
    /// <returns>Who was to be in it, and who is.</returns>
    public async Task<(CohortMembers Wanted, CohortMembers Claimed)> ReserveAsync(
        Sequence sequence, Guid cohort, IReadOnlyCollection<ContactId> candidates, EnrollmentCursor? after, CancellationToken cancellation)
    {
        var wanted = await enrollments.AddAsync(sequence.Organization, cohort, new CohortMembers(Chunk(candidates), after), cancellation);
        var claimed = await Task.WhenAll(wanted.Chunks.Select((chunk, number) => chunk.Count == 0
            ? Task.FromResult<IReadOnlyList<ContactId>>([])
            : members.ClaimAsync(sequence, new Membership(cohort, number), chunk, cancellation)));
        return (wanted, wanted with { Chunks = claimed });
    }

    // Each chunk keeps to one shard, so that it is one ledger partition and one range of contacts.
    private static List<IReadOnlyList<ContactId>> Chunk(IReadOnlyCollection<ContactId> candidates) =>
        [.. candidates.GroupBy(contact => contact.Shard).OrderBy(shard => shard.Key).SelectMany(shard => shard.Order().Chunk(Cohort.ChunkSize))];

    private async Task<Cohort> StoreAsync(CohortPlan plan, CohortMembers claimed, Doorbells doorbells, CancellationToken cancellation)
    {
        var (key, id, sequence, _) = plan;
        var now = clock.GetUtcNow();
        var cohort = new Cohort(
            key.Ordinal,
            id,
            sequence.Version,
            claimed.Count,
            claimed.Chunks.Count,
            EnrolledAt: now,
            CohortPhase.Waiting,
            Step: 0,
            DueAt: sequence.Clock.Now(now) + plan.Plan.Definition.Steps[0].Delay,
            StepStartedAt: null,
            Chunks: [],
            Steps: [],
            claimed.After)
        {
            IsReenrollment = plan.IsReenrollment,
            IsLedgerPacked = true,
        };
        // Before the row: who finds that has nothing to tell any more.
        await told.TellAsync(sequence, id, claimed, cancellation);
        var dueEntryAt = sequence.Clock.WallTime(cohort.DueAt) ?? now;
        await Task.WhenAll(
            cohorts.NoteRunAsync(new CohortRun(id, key.Organization, key.Sequence, key.Ordinal), cancellation),
            due.PutAsync(new Due<SequenceDueKey>(dueEntryAt, new(key.Organization, key.Sequence, key.Ordinal)), cancellation));
        if (!await cohorts.AddAsync(key, cohort, dueEntryAt, cancellation))
        {
            var winner = await cohorts.GetAsync(key, cancellation);
            cohort = winner?.Cohort ?? throw new InvalidDataException($"Cohort {key.Ordinal} of sequence {key.Sequence} is taken but not there.");
        }

        await doorbells.RingCohortAsync(key, cancellation);
        return cohort;
    }
}
