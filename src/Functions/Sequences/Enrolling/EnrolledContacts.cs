using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Sequences.Storage;

namespace Cadenza.Functions.Sequences.Enrolling;

/// <summary>Where one contact stands in a sequence.</summary>
/// <param name="Contact">The contact.</param>
/// <param name="Run">The run it is in.</param>
/// <param name="Version">The version it is on.</param>
/// <param name="EnrolledAt">Since when; null while its run is being made.</param>
/// <param name="Status">active, paused, complete, canceled or exited.</param>
/// <param name="Step">The step that is next or under way, from 0; null when there is none.</param>
/// <param name="DueAt">When it is due, in wall time; null when it is under way or nobody can say.</param>
/// <param name="ExitedAt">When it was taken out, or null.</param>
internal sealed record EnrolledContact(
    ContactId Contact,
    Guid Run,
    int Version,
    DateTimeOffset? EnrolledAt,
    string Status,
    int? Step,
    DateTimeOffset? DueAt,
    DateTimeOffset? ExitedAt)
{
    /// <summary>Where the ledger keeps the messages of its chunk; of the first step.</summary>
    public required LedgerPlace Ledger { get; init; }

    /// <summary>What its step left behind when messages wait to be tried there, its own perhaps; else null.</summary>
    public ChunkOutcome? Waiting { get; init; }

    /// <summary>Since when its step is under way, or null.</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>Whether it has nothing more to come.</summary>
    public bool IsOver => Step is null;
}

/// <summary>Reads where contacts stand in a sequence, and takes them out (B6, B9).</summary>
internal sealed class EnrolledContacts(
    SequenceMembers members, CohortStore cohorts, EnrollmentStore enrollments, CompiledSequences plans, LedgerStore ledger)
{

    /// <summary>The next contacts enrolled, in a stable order.</summary>
    public async Task<List<EnrolledContact>> ListAsync(Sequence sequence, EnrollmentCursor cursor, int limit, CancellationToken cancellation)
    {
        var found = new List<EnrolledContact>();
        var reading = new Reading(cohorts, enrollments, plans, sequence);
        foreach (var (contact, place) in await members.ReadAsync(sequence, cursor, limit, cancellation))
        {
            found.Add(await reading.GetAsync(contact, place, cancellation));
        }

        return found;
    }

    /// <summary>One contact, or null when it is not enrolled.</summary>
    public async Task<EnrolledContact?> GetAsync(Sequence sequence, ContactId contact, CancellationToken cancellation) =>
        await members.FindAsync(sequence, contact, cancellation) is { } place
            ? await new Reading(cohorts, enrollments, plans, sequence).GetAsync(contact, place, cancellation)
            : null;

    /// <summary>What the ledger has of one contact, by step; null for steps it has not come to.</summary>
    public async Task<NotedEntry?[]> HistoryAsync(EnrolledContact contact, int steps, CancellationToken cancellation)
    {
        var ledgers = await ledger.ReadStepsAsync(contact.Ledger with { Step = steps - 1 }, [contact.Contact], cancellation);
        return [.. ledgers.Select(step => step.Find(contact.Contact))];
    }

    /// <summary>Takes a contact out: nothing more is sent to it. Doing it twice does no more.</summary>
    /// <returns>False when it is not enrolled.</returns>
    public async Task<bool> ExitAsync(Sequence sequence, ContactId contact, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await members.FindAsync(sequence, contact, cancellation) is not { } place) return false;
        return await OptimisticWrite.RunAsync(async () =>
        {
            var chunk = await enrollments.GetChunkAsync(sequence.Organization, place.Cohort, place.Chunk, cancellation);
            if (!chunk.Exits.ContainsKey(contact))
            {
                await enrollments.ExitAsync(sequence.Organization, place.Cohort, place.Chunk, chunk, contact, now, cancellation);
            }

            return true;
        });
    }

    /// <summary>One reading of many contacts: each cohort and chunk is read once.</summary>
    private sealed class Reading(CohortStore cohorts, EnrollmentStore enrollments, CompiledSequences plans, Sequence sequence)
    {
        private readonly Dictionary<Guid, Cohort?> _cohorts = [];
        private readonly Dictionary<Membership, StoredChunk> _chunks = [];

        public async Task<EnrolledContact> GetAsync(ContactId contact, Membership place, CancellationToken cancellation)
        {
            var organization = sequence.Organization;
            if (!_cohorts.TryGetValue(place.Cohort, out var cohort))
            {
                var run = await cohorts.FindRunAsync(organization, place.Cohort, cancellation);
                cohort = run is null ? null : await cohorts.GetAsync(run, cancellation);
                _cohorts[place.Cohort] = cohort;
            }

            if (!_chunks.TryGetValue(place, out var chunk))
            {
                _chunks[place] = chunk = await enrollments.GetChunkAsync(organization, place.Cohort, place.Chunk, cancellation);
            }

            DateTimeOffset? exitedAt = chunk.Exits.TryGetValue(contact, out var at) ? at : null;
            if (cohort is null)
            {
                // Claimed, and its cohort is about to be made.
                return new EnrolledContact(contact, place.Cohort, sequence.Version, null, exitedAt is null ? "active" : "exited", exitedAt is null ? 0 : null, null, exitedAt)
                {
                    Ledger = new LedgerPlace(organization, sequence.Id, place.Cohort, sequence.Version, place.Chunk, Step: 0) { IsPacked = true },
                };
            }

            var plan = await plans.GetAsync(organization, sequence.Id, cohort.Version, cancellation);
            return Of(contact, place, cohort, plan.Definition.Steps.Count, exitedAt);
        }

        private EnrolledContact Of(ContactId contact, Membership place, Cohort cohort, int steps, DateTimeOffset? exitedAt)
        {
            var isOver = cohort.Phase == CohortPhase.Done || exitedAt is not null;
            return new EnrolledContact(
                contact,
                cohort.Id,
                cohort.Version,
                cohort.EnrolledAt,
                exitedAt is not null ? "exited" : StatusOf(cohort, steps),
                isOver ? null : cohort.Step,
                isOver || cohort.Phase != CohortPhase.Waiting ? null : sequence.WallTime(cohort.Id, cohort.DueAt),
                exitedAt)
            {
                Ledger = LedgerPlace.Of(sequence, cohort, place.Chunk, step: 0),
                Waiting = cohort.Chunks.FirstOrDefault(chunk => chunk.Chunk == place.Chunk && chunk.Wait is not null),
                WaitingSince = cohort.StepStartedAt,
            };
        }

        private string StatusOf(Cohort cohort, int steps) => cohort switch
        {
            { Phase: CohortPhase.Done } => cohort.Step >= steps ? "complete" : "canceled",
            _ => sequence.StatusOf(cohort.Id) == SequenceStatus.Paused ? "paused" : "active",
        };
    }
}
