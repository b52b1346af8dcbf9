using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Contacts.Segments;
using Cadenza.Functions.Sequences.Storage;
using Cadenza.Functions.Timing;

namespace Cadenza.Functions.Sequences.Enrolling;

/// <summary>
/// Enrolls those who match, found by reading all contacts: several shards at once, from each at most a cohort, so that what
/// is held does not grow with the contacts. A cohort's ordinal can be taken once, and its row says how far it reached, so a
/// run that repeats another's work adopts the cohort it finds.
/// </summary>
internal sealed class Enroller(CohortMaker maker, CohortStore cohorts, MatchingContactReaders readers, SequenceMembers members)
{
    /// <summary>The most cohorts made in one turn of a driver; also the most shards read at once.</summary>
    public const int CohortsPerTurn = 4;

    private const int PagesPerTurn = 20;

    /// <summary>Makes the next few cohorts and tells how far enrollment has come then.</summary>
    /// <param name="sequence">The sequence: active.</param>
    /// <param name="plan">Its current version.</param>
    /// <param name="progress">How far it has come, with the ids of at least <see cref="CohortsPerTurn"/> cohorts noted.</param>
    /// <param name="doorbells">Starts the cohorts' drivers.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<EnrollmentProgress> EnrollAsync(
        Sequence sequence, CompiledSequence plan, EnrollmentProgress progress, Doorbells doorbells, CancellationToken cancellation)
    {
        var reader = await readers.OpenAsync(sequence.Organization, plan.Definition.Filter, cancellation);
        var turn = new Turn(sequence, plan, doorbells, cancellation);
        var (pages, last) = (PagesPerTurn, progress.Cohorts + CohortsPerTurn);
        while (pages > 0 && progress.Cohorts < last && progress.NextIds.Count > 0 && !progress.Reading.AtEnd)
        {
            var open = progress.Reading.Open.Take(last - progress.Cohorts).ToList();
            var (share, scan) = (Math.Max(1, pages / open.Count), progress.Scan);
            // Task.Run: a page may come without waiting, and then only another thread reads beside it.
            var gathered = await Task.WhenAll(open.Select(cursor => Task.Run(() => GatherAsync(turn, reader, scan, cursor, share), cancellation)));
            pages -= gathered.Sum(part => part.Pages);
            foreach (var part in gathered)
            {
                if (progress.NextIds.Count > 0) progress = await TakeAsync(turn, progress, part);
            }
        }

        return progress;
    }

    private async Task<EnrollmentProgress> TakeAsync(Turn turn, EnrollmentProgress progress, Gathered part)
    {
        if (part.Candidates.Count == 0) return progress with { Reading = progress.Reading.Behind(part.Next) };
        var (sequence, plan, doorbells, cancellation) = turn;
        var key = new CohortKey(sequence.Organization.ToString(), sequence.Id.ToString(), progress.Cohorts);
        if (await cohorts.GetAsync(key, cancellation) is { Cohort: var found })
        {
            // Made by a run that did not come to say so. What was gathered is gathered again, from behind what that run made.
            await doorbells.RingCohortAsync(key, cancellation);
            return progress.With(found);
        }

        var made = await maker.MakeAsync(new CohortPlan(key, progress.NextIds[0], sequence, plan), part.Candidates, part.Next, doorbells, cancellation);
        if (made.Cohort is { } cohort) return progress.With(cohort);
        return made.Wanted.After is { } after ? progress with { Reading = progress.Reading.Behind(after) } : progress;
    }

    // A cohort found by reading keeps to one shard, so that it has as few chunks as can be.
    private async Task<Gathered> GatherAsync(Turn turn, MatchingContactReader reader, EnrollmentScan scan, EnrollmentCursor from, int pages)
    {
        var candidates = new List<ContactId>();
        var read = 0;
        var cursor = from;
        while (candidates.Count < Cohort.MaxSize && read < pages && cursor.Shard == from.Shard)
        {
            var (matches, next) = await reader.ReadAsync(cursor, Cohort.MaxSize - candidates.Count, turn.Cancellation);
            List<ContactId> found = [.. matches.Select(contact => contact.Id)];
            candidates.AddRange(scan.IsFirst ? found : await members.WithoutAsync(turn.Sequence, from.Shard, cursor.After, found, turn.Cancellation));
            cursor = next;
            read++;
        }

        return new Gathered(candidates, cursor, read);
    }

    private sealed record Turn(Sequence Sequence, CompiledSequence Plan, Doorbells Doorbells, CancellationToken Cancellation);

    private sealed record Gathered(List<ContactId> Candidates, EnrollmentCursor Next, int Pages);
}
