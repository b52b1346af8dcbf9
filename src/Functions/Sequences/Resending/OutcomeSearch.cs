using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Sequences.Enrolling;
using Cadenza.Functions.Sequences.Storage;

namespace Cadenza.Functions.Sequences.Resending;

/// <summary>What is looked for among the messages of a sequence.</summary>
/// <param name="Outcome">What became of them: failed, unknown, suppressed, or pending, which is waiting to be tried.</param>
/// <param name="Step">Of which step, from 0; null for any.</param>
internal sealed record OutcomeQuery(LedgerStatus Outcome, int? Step)
{
    /// <summary>What can be looked for, by its name on the wire.</summary>
    public static IReadOnlyDictionary<string, LedgerStatus> Names { get; } = new Dictionary<string, LedgerStatus>(StringComparer.Ordinal)
    {
        ["failed"] = LedgerStatus.Failed,
        ["unknown"] = LedgerStatus.Unknown,
        ["suppressed"] = LedgerStatus.Suppressed,
        ["retrying"] = LedgerStatus.Pending,
    };

    /// <summary>Whether a message is one of those. One that is being handed over at this moment is not waiting.</summary>
    public bool Matches(LedgerEntry entry) => entry.Status == Outcome && (entry.IsFinal || entry.RetryAt is not null);
}

/// <summary>A message of a contact, by its step.</summary>
internal sealed record StepMessage(int Step, NotedEntry Noted);

/// <summary>A contact with those of its messages that were looked for.</summary>
internal sealed record ContactMessages(EnrolledContact Contact, IReadOnlyList<StepMessage> Messages);

/// <summary>A part of what was found, and the contact behind which to go on; null when there is no more.</summary>
internal sealed record FoundMessages(IReadOnlyList<ContactMessages> Contacts, ContactId? After);

/// <summary>
/// Finds the contacts of a sequence by what became of their messages: goes through them in order and reads the ledger of their
/// chunks. A part can be empty and still have one behind it.
/// </summary>
internal sealed class OutcomeSearch(EnrolledContacts enrolled, CompiledSequences plans, LedgerStore ledger)
{
    private const int ContactsAtOnce = 100;
    private const int MostContacts = 1000;

    /// <summary>The next contacts that have such a message.</summary>
    public async Task<FoundMessages> FindAsync(
        Sequence sequence, OutcomeQuery query, EnrollmentCursor cursor, int limit, CancellationToken cancellation)
    {
        var found = new List<ContactMessages>();
        for (var looked = 0; looked < MostContacts; looked += ContactsAtOnce)
        {
            var contacts = await enrolled.ListAsync(sequence, cursor, ContactsAtOnce, cancellation);
            foreach (var contact in await MatchAsync(sequence, query, contacts, cancellation))
            {
                found.Add(contact);
                if (found.Count == limit) return new FoundMessages(found, contact.Contact.Contact);
            }

            if (contacts.Count < ContactsAtOnce) return new FoundMessages(found, null);
            cursor = new EnrollmentCursor(contacts[^1].Contact.Shard, contacts[^1].Contact);
        }

        return new FoundMessages(found, cursor.After);
    }

    /// <summary>Those of some contacts that have such a message; who is not in the sequence has none.</summary>
    public async Task<IEnumerable<ContactMessages>> FindAsync(
        Sequence sequence, OutcomeQuery query, IEnumerable<ContactId> contacts, CancellationToken cancellation)
    {
        var places = await AtOnce.AllAsync(contacts.Distinct(), contact => enrolled.GetAsync(sequence, contact, cancellation));
        return await MatchAsync(sequence, query, [.. places.OfType<EnrolledContact>()], cancellation);
    }

    private async Task<IEnumerable<ContactMessages>> MatchAsync(
        Sequence sequence, OutcomeQuery query, IReadOnlyList<EnrolledContact> contacts, CancellationToken cancellation)
    {
        var messages = contacts.ToDictionary(contact => contact.Contact, _ => new List<StepMessage>());
        foreach (var chunk in contacts.GroupBy(contact => contact.Ledger))
        {
            var plan = await plans.GetAsync(sequence.Organization, sequence.Id, chunk.Key.Version, cancellation);
            var ledgers = await ReadAsync(chunk.Key, query.Step, plan.Definition.Steps.Count, [.. chunk.Select(contact => contact.Contact)], cancellation);
            foreach (var contact in chunk)
            {
                messages[contact.Contact].AddRange(ledgers
                    .Select(item => (item.Step, Noted: Find(item.Ledger, contact, item.Step)))
                    .Where(item => item.Noted is { Entry: var entry } && query.Matches(entry))
                    .Select(item => new StepMessage(item.Step, item.Noted!)));
            }
        }

        return contacts.Where(contact => messages[contact.Contact].Count > 0).Select(contact => new ContactMessages(contact, messages[contact.Contact]));
    }

    private async Task<IEnumerable<(int Step, ChunkLedger Ledger)>> ReadAsync(
        LedgerPlace chunk, int? step, int steps, IReadOnlyCollection<ContactId> contacts, CancellationToken cancellation)
    {
        if (step is not { } only) return (await ledger.ReadStepsAsync(chunk with { Step = steps - 1 }, contacts, cancellation)).Index();
        return only < steps ? [(only, await ledger.ReadAsync(chunk with { Step = only }, contacts, cancellation))] : [];
    }

    // One that waits behind an outage has no entry yet: it is not reserved before it is tried.
    private static NotedEntry? Find(ChunkLedger ledger, EnrolledContact contact, int step)
    {
        if (ledger.Find(contact.Contact) is { } noted) return noted;
        if (contact.Step != step || contact.Waiting is not { Wait: { } wait, RetryAt: { } retryAt }) return null;
        var waiting = new LedgerEntry(contact.Contact, LedgerStatus.Pending, wait.Reason, Attempts: 0, retryAt, ProviderMessageId: null);
        return new NotedEntry(waiting, contact.WaitingSince ?? retryAt);
    }
}
