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
        var enrolled = await enrollments.GetChunkAsync(sequence.Organization, cohort.Id, work.Chunk, cancellation);
        var place = LedgerPlace.Of(sequence, cohort, work.Chunk, work.Step);
        await OptimisticWrite.UntilWonAsync(async () =>
        {
            if (await ledger.OpenAsync(place, enrolled.Contacts, cancellation) is not { } stored) return place;
            List<LedgerEntry> changed = [.. chosen.Select(contact => stored.Ledger.Find(contact)?.Entry).OfType<LedgerEntry>().Where(isMeant).Select(change)];
            if (changed.Count == 0) return place;
            return await ledger.TryWriteAsync(place, stored.Ledger.With(changed, clock.GetUtcNow()), stored.Version, cancellation) is null ? null : place;
        });
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
            var known = await ledger.ReadAsync(LedgerPlace.Of(sequence, cohort, chunk, step), enrolled.Contacts, cancellation);
            counts += known.Counts;
            contacted.AddRange(enrolled.Contacts.Where(chosen.Contains).Select(known.Find).OfType<NotedEntry>()
                .Where(noted => noted.Entry.Status == LedgerStatus.Sent).Select(noted => (noted.Entry.Contact, noted.At)));
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
}
