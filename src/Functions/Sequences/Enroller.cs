using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Contacts;
using Cadenza.Functions.Orchestrations;
using Cadenza.Functions.Storage;

namespace Cadenza.Functions.Sequences;

/// <summary>
/// Enrolls those who match, found by reading all contacts. A cohort's ordinal can be taken once, and its row says how far it
/// reached, so a run that repeats another's work adopts the cohort it finds.
/// </summary>
internal sealed class Enroller(CohortMaker maker, CohortStore cohorts, CandidateReaders readers, SequenceMembers members)
{
    /// <summary>The most cohorts made in one turn of a driver.</summary>
    public const int CohortsPerTurn = 4;

    private const int PagesPerTurn = 20;

    /// <summary>Makes the next few cohorts and tells how far enrollment has come then.</summary>
    /// <param name="sequence">The sequence: active.</param>
    /// <param name="plan">Its current version.</param>
    /// <param name="progress">How far it has come, with the ids of <see cref="CohortsPerTurn"/> cohorts noted.</param>
    /// <param name="doorbells">Starts the cohorts' drivers.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public async Task<EnrollmentProgress> EnrollAsync(
        Sequence sequence, SequencePlan plan, EnrollmentProgress progress, Doorbells doorbells, CancellationToken cancellation)
    {
        var reader = await readers.OpenAsync(sequence.Organization, plan.Definition.Filter, cancellation);
        var pages = 0;
        for (var turn = 0; turn < CohortsPerTurn && pages < PagesPerTurn && !progress.Cursor.AtEnd && progress.NextIds.Count > 0; turn++)
        {
            var key = new CohortKey(sequence.Organization.ToString(), sequence.Id.ToString(), progress.Cohorts);
            if (await cohorts.GetAsync(key, cancellation) is { Cohort: var found })
            {
                await doorbells.RingCohortAsync(key, cancellation);
                progress = progress.With(found);
                continue;
            }

            var (candidates, next, read) = await GatherAsync(reader, sequence, progress, PagesPerTurn - pages, cancellation);
            pages += read;
            if (candidates.Count == 0)
            {
                progress = progress with { Cursor = next };
                continue;
            }

            var made = await maker.MakeAsync(new CohortPlan(key, progress.NextIds[0], sequence, plan), candidates, next, doorbells, cancellation);
            progress = made.Cohort is { } cohort ? progress.With(cohort) : progress with { Cursor = made.Wanted.After ?? progress.Cursor };
        }

        return progress;
    }

    // A cohort found by reading keeps to one shard, so that it has as few chunks as can be.
    private async Task<(List<ContactId> Candidates, EnrollmentCursor Next, int Pages)> GatherAsync(
        CandidateReader reader, Sequence sequence, EnrollmentProgress progress, int pages, CancellationToken cancellation)
    {
        var candidates = new List<ContactId>();
        var read = 0;
        var cursor = progress.Cursor;
        var shard = cursor.Shard;
        while (candidates.Count < Cohort.MaxSize && read < pages && !cursor.AtEnd && (candidates.Count == 0 || cursor.Shard == shard))
        {
            shard = cursor.Shard;
            var (matches, next) = await reader.ReadAsync(cursor, Cohort.MaxSize - candidates.Count, cancellation);
            List<ContactId> found = [.. matches.Select(contact => contact.Id)];
            candidates.AddRange(progress.Scan.IsFirst ? found : await members.WithoutAsync(sequence, shard, cursor.After, found, cancellation));
            cursor = next;
            read++;
        }

        return (candidates, cursor, read);
    }
}
