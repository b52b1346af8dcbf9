using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Sequences;
using Cadenza.Domain.Values;
using Cadenza.Functions.Sequences.Enrolling;
using Cadenza.Functions.Sequences.Storage;

namespace Cadenza.Functions.Sequences;

/// <summary>A sequence that a contact is or was in, and where it stands there.</summary>
internal sealed record ContactSequence(Sequence Sequence, EnrolledContact Place);

/// <summary>A message of a sequence to a contact.</summary>
/// <param name="Sequence">Of which sequence.</param>
/// <param name="Place">Where the contact stands there.</param>
/// <param name="Step">Of which step, from 0.</param>
/// <param name="Channel">How it travels.</param>
/// <param name="Noted">What the ledger says.</param>
internal sealed record SequenceMessage(Sequence Sequence, EnrolledContact Place, int Step, Channel Channel, NotedEntry Noted);

/// <summary>
/// What a contact has to do with the organization's sequences. Nobody keeps a list by contact, so each sequence is asked, some
/// at a time: a page goes through so many sequences, whatever it finds in them.
/// </summary>
internal sealed class SequencesOfContact(SequenceStore sequences, EnrolledContacts enrolled, CompiledSequences plans)
{
    /// <summary>Those of the next sequences that the contact is or was in, and the sequence behind which to go on; null at the end.</summary>
    public async Task<(List<ContactSequence> Found, SequenceId? Next)> ReadAsync(
        OrganizationId organization, ContactId contact, SequenceId? after, int limit, CancellationToken cancellation)
    {
        var page = await sequences.ListAsync(organization, status: null, after, limit + 1, cancellation);
        var looked = page.Take(limit).Select(stored => stored.Sequence).ToList();
        var places = await AtOnce.AllAsync(
            looked.Where(sequence => sequence.StartedAt is not null),
            async sequence => await enrolled.GetAsync(sequence, contact, cancellation) is { } place ? new ContactSequence(sequence, place) : null);
        return ([.. places.OfType<ContactSequence>()], page.Count > limit ? looked[^1].Id : null);
    }

    /// <summary>The messages of one of them that the contact has come to, by step; and the next one, which was never tried.</summary>
    public async Task<IEnumerable<SequenceMessage>> MessagesAsync(ContactSequence found, CancellationToken cancellation)
    {
        var (sequence, place) = found;
        var plan = await plans.GetAsync(sequence.Organization, sequence.Id, place.Version, cancellation);
        var history = await enrolled.HistoryAsync(place, plan.Definition.Steps.Count, cancellation);
        return Enumerable.Range(0, history.Length)
            .Select(step => (Step: step, Noted: history[step] ?? (step == place.Step ? Next(found) : null)))
            .Where(message => message.Noted is not null)
            .Select(message => new SequenceMessage(sequence, place, message.Step, plan.Templates[message.Step].Channel, message.Noted!));
    }

    // It has no row: it is reserved when it is tried.
    private static NotedEntry Next(ContactSequence found)
    {
        var (sequence, place) = found;
        var entry = new LedgerEntry(
            place.Contact, LedgerStatus.Pending, place.Waiting?.Wait?.Reason, Attempts: 0, place.Waiting?.RetryAt ?? place.DueAt, ProviderMessageId: null);
        return new NotedEntry(entry, place.WaitingSince ?? place.EnrolledAt ?? sequence.UpdatedAt);
    }
}
