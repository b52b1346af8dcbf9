using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Sequences.Storage;

namespace Cadenza.Functions.Sequences.Resending;

/// <summary>What the rows say of messages that are sent again: opens them, and counts the step anew afterwards.</summary>
internal sealed class ResendLedger(LedgerStore ledger, CohortStore cohorts, EnrollmentStore enrollments, LastContactStore contacts, TimeProvider clock)
{
    /// <summary>The cohort that a run is, or null.</summary>
    public async Task<Cohort?> FindAsync(OrganizationId organization, Guid run, CancellationToken cancellation) =>
        await cohorts.FindRunAsync(organization, run, cancellation) is { } found ? await cohorts.GetAsync(found, cancellation) : null;

    /// <summary>Opens those messages that still have the outcome and were not opened by the same request before.</summary>
    public Task ReopenAsync(Sequence sequence, Cohort cohort, ResendJob work, IReadOnlyList<ContactId> chosen, CancellationToken cancellation)
    {
        var query = new OutcomeQuery(work.Outcome, work.Step);
        return ChangeAsync(
            sequence, cohort, work, chosen, entry => query.Matches(entry) && !entry.WasReopenedBy(work.Id), entry => entry.Reopen(work.Id, clock.GetUtcNow()), cancellation);
    }

    /// <summary>Gives up those messages that the request opened and that still wait to be tried.</summary>
    public Task CloseAsync(Sequence sequence, Cohort cohort, ResendJob work, IReadOnlyList<ContactId> chosen, CancellationToken cancellation) =>
        ChangeAsync(sequence, cohort, work, chosen, entry => entry is { Status: LedgerStatus.Pending, RetryAt: not null } && entry.Resend == work.Id, entry => entry.Drop(), cancellation);

    private async Task ChangeAsync(
        Sequence sequence,
        Cohort cohort,
        ResendJob work,
        IReadOnlyList<ContactId> chosen,
        Func<LedgerEntry, bool> isMeant,
        Func<LedgerEntry, LedgerEntry> change,
        CancellationToken cancellation)
    {
        foreach (var shard in chosen.GroupBy(contact => contact.Shard))
        {
            var scope = ScopeOf(sequence, cohort, work.Step, shard.Key);
            await OptimisticWrite.UntilWonAsync(async () =>
            {
                var known = await ledger.ReadAsync(scope, shard.Min(), shard.Max(), cancellation);
                List<LedgerWrite> writes =
                [
                    .. shard.Select(contact => known.GetValueOrDefault(contact)).OfType<StoredLedgerEntry>()
                        .Where(stored => isMeant(stored.Entry))
                        .Select(stored => LedgerWrite.Replace(change(stored.Entry), stored.Version)),
                ];
                return await ledger.TryWriteAsync(scope, writes, cancellation) ? writes : null;
            });
        }
    }

    /// <summary>Stores the counts of a finished step as the ledger has them now, and when those who were sent to were.</summary>
    public async Task RecountAsync(Sequence sequence, Cohort cohort, int step, IReadOnlyCollection<ContactId> chosen, CancellationToken cancellation)
    {
        var key = new CohortKey(sequence.Organization.ToString(), sequence.Id.ToString(), cohort.Ordinal);
        var counts = default(DeliveryCounts);
        var contacted = new List<(ContactId, DateTimeOffset)>();
        for (var chunk = 0; chunk < cohort.ChunkCount; chunk++)
        {
            var enrolled = await enrollments.GetChunkAsync(sequence.Organization, cohort.Id, chunk, cancellation);
            foreach (var shard in enrolled.Contacts.GroupBy(contact => contact.Shard))
            {
                var known = await ledger.ReadAsync(ScopeOf(sequence, cohort, step, shard.Key), shard.Min(), shard.Max(), cancellation);
                counts = shard.Aggregate(counts, (sum, contact) => known.GetValueOrDefault(contact) is { Entry.Status: var status } ? sum + DeliveryCounts.Of(status) : sum);
                contacted.AddRange(shard.Where(chosen.Contains).Where(contact => known.GetValueOrDefault(contact) is { Entry.Status: LedgerStatus.Sent }).Select(contact => (contact, known[contact].At)));
            }
        }

        await contacts.NoteAsync(sequence.Organization, contacted, cancellation);

        await OptimisticWrite.RunAsync(async () =>
        {
            if (await cohorts.GetAsync(key, cancellation) is not { } read || read.Cohort.Steps.Count <= step) return false;
            var changed = read.Cohort with { Steps = [.. read.Cohort.Steps.Select((result, index) => index == step ? result with { Counts = counts } : result)] };
            await cohorts.UpdateAsync(key, read, changed, read.DueEntryAt, cancellation);
            return true;
        });
    }

    private static LedgerScope ScopeOf(Sequence sequence, Cohort cohort, int step, int shard) =>
        new LedgerScope(sequence.Organization, sequence.Id, cohort.Version, step, shard).Of(cohort.Id, cohort.IsReenrollment);
}
