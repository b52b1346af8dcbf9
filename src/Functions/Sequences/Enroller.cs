using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Contacts;
using Cadenza.Functions.Orchestrations;
using Cadenza.Functions.Storage;

namespace Cadenza.Functions.Sequences;

/// <summary>
/// Makes cohorts of those who match. A cohort's ordinal can be taken once, and its row says how far it reached, so a run
/// that repeats another's work adopts the cohort it finds instead of enrolling anybody twice.
/// </summary>
internal sealed class Enroller(CohortStore cohorts, CandidateReaders candidates, DueStore due, SequenceClock clock)
{
    private const int CohortsPerRun = 4;
    private const int PagesPerRun = 20;

    /// <summary>Makes the next few cohorts and tells how far enrollment has come then.</summary>
    public async Task<EnrollmentProgress> EnrollAsync(
        Sequence sequence, SequenceDefinition definition, EnrollmentProgress progress, Doorbells doorbells, CancellationToken cancellation)
    {
        var reader = await candidates.OpenAsync(sequence.Organization, definition.Filter, cancellation);
        var pages = 0;
        for (var made = 0; made < CohortsPerRun && pages < PagesPerRun && !progress.Cursor.AtEnd; made++)
        {
            var key = new CohortKey(sequence.Organization.ToString(), sequence.Id.ToString(), progress.Cohorts);
            var cohort = (await cohorts.GetAsync(key, cancellation))?.Cohort;
            if (cohort is null)
            {
                var (members, next, read) = await GatherAsync(reader, progress.Cursor, PagesPerRun - pages, cancellation);
                pages += read;
                progress = progress with { Cursor = next };
                if (members.Count == 0) continue;
                cohort = await MakeAsync(key, sequence, definition, members, next, cancellation);
            }

            await doorbells.RingCohortAsync(key, cancellation);
            progress = progress with { Cohorts = progress.Cohorts + 1, Enrolled = progress.Enrolled + cohort.Size, Cursor = cohort.After };
        }

        return progress;
    }

    // A cohort keeps to one shard, so that each of its chunks is one ledger partition and one range of contacts.
    private static async Task<(List<ContactId> Members, EnrollmentCursor Next, int Pages)> GatherAsync(
        CandidateReader reader, EnrollmentCursor cursor, int pages, CancellationToken cancellation)
    {
        var members = new List<ContactId>();
        var read = 0;
        var shard = cursor.Shard;
        while (members.Count < Cohort.MaxSize && read < pages && !cursor.AtEnd && (members.Count == 0 || cursor.Shard == shard))
        {
            shard = cursor.Shard;
            var (matches, next) = await reader.ReadAsync(cursor, Cohort.MaxSize - members.Count, cancellation);
            members.AddRange(matches.Select(contact => contact.Id));
            cursor = next;
            read++;
        }

        return (members, cursor, read);
    }

    private async Task<Cohort> MakeAsync(
        CohortKey key,
        Sequence sequence,
        SequenceDefinition definition,
        List<ContactId> members,
        EnrollmentCursor after,
        CancellationToken cancellation)
    {
        var now = clock.Now;
        var cohort = new Cohort(
            key.Ordinal,
            Guid.CreateVersion7(now),
            sequence.Version,
            members.Count,
            CohortPhase.Waiting,
            Step: 0,
            DueAt: sequence.Clock.Now(now) + definition.Steps[0].Delay,
            StepStartedAt: null,
            Chunks: [],
            Steps: [],
            after);
        await cohorts.AddEnrollmentsAsync(sequence.Organization, cohort.Id, members, cancellation);
        var dueEntryAt = sequence.Clock.WallTime(cohort.DueAt) ?? now;
        await due.PutAsync(new DueEntry(dueEntryAt, key.Organization, key.Sequence, key.Ordinal), cancellation);
        if (await cohorts.AddAsync(key, cohort, dueEntryAt, cancellation)) return cohort;
        var winner = await cohorts.GetAsync(key, cancellation);
        return winner?.Cohort ?? throw new InvalidDataException($"Cohort {key.Ordinal} of sequence {key.Sequence} is taken but not there.");
    }
}
