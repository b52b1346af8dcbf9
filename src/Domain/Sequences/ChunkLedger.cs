using System.Security.Cryptography;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Ids;

namespace Cadenza.Domain.Sequences;

/// <summary>What the ledger says of one message, and since when.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="At">When that was noted.</param>
public sealed record NotedEntry(LedgerEntry Entry, DateTimeOffset At);

/// <summary>
/// What the ledger says of one step's messages to one chunk: an entry a contact. It never changes; what is noted makes another.
/// Who is erased stays in it under a name that nobody can read, so that counts stay.
/// </summary>
public sealed class ChunkLedger
{
    private const int VersionDigit = 14;
    private readonly Dictionary<ContactId, NotedEntry> _entries;
    private readonly bool _hasErased;

    private ChunkLedger(Dictionary<ContactId, NotedEntry> entries, bool hasErased) => (_entries, _hasErased) = (entries, hasErased);

    /// <summary>Nothing was reserved yet.</summary>
    public static ChunkLedger Empty { get; } = new([], hasErased: false);

    /// <summary>A ledger of entries as they were stored, each contact once.</summary>
    public static ChunkLedger Of(IEnumerable<NotedEntry> entries)
    {
        var known = entries.ToDictionary(noted => noted.Entry.Contact);
        return new ChunkLedger(known, known.Keys.Any(IsPseudonym));
    }

    /// <summary>Every entry, in no order.</summary>
    public IReadOnlyCollection<NotedEntry> Entries => _entries.Values;

    /// <summary>Its messages that have a final outcome, by that outcome.</summary>
    public DeliveryCounts Counts => _entries.Values.Aggregate(default(DeliveryCounts), (sum, noted) => sum + DeliveryCounts.Of(noted.Entry.Status));

    /// <summary>What is known of the message to a contact, erased or not; null when none was reserved.</summary>
    public NotedEntry? Find(ContactId contact) => _entries.GetValueOrDefault(KeyOf(contact));

    /// <summary>The ledger with entries that are new or changed. Of who was erased only the outcome is kept.</summary>
    /// <param name="entries">The entries, each contact once.</param>
    /// <param name="at">The current time.</param>
    public ChunkLedger With(IEnumerable<LedgerEntry> entries, DateTimeOffset at) => With(entries.Select(entry => new NotedEntry(entry, at)));

    /// <summary>
    /// The ledger with outcomes of messages that the caller handed over, where others may have changed it since he reserved
    /// them: each outcome stands unless more is known than he knows.
    /// </summary>
    /// <param name="outcomes">The outcomes, each contact once.</param>
    public ChunkLedger Merge(IEnumerable<NotedEntry> outcomes) => With(outcomes.Select(outcome => Prevailing(outcome, Find(outcome.Entry.Contact))));

    /// <summary>The ledger in which nothing names a contact any more; itself when nothing does.</summary>
    public ChunkLedger Erase(ContactId contact)
    {
        if (!_entries.TryGetValue(contact, out var noted)) return this;
        var changed = new Dictionary<ContactId, NotedEntry>(_entries);
        changed.Remove(contact);
        var key = Pseudonym(contact);
        changed[key] = noted with { Entry = Strip(noted.Entry, key) };
        return new ChunkLedger(changed, hasErased: true);
    }

    private ChunkLedger With(IEnumerable<NotedEntry> entries)
    {
        var changed = new Dictionary<ContactId, NotedEntry>(_entries);
        var hasErased = _hasErased;
        foreach (var noted in entries)
        {
            var contact = noted.Entry.Contact;
            // What is noted of somebody who is erased already names nobody from the start.
            var isErased = noted.Entry is { Status: LedgerStatus.Suppressed, Reason: LedgerReasons.ContactErased } && !IsPseudonym(contact);
            var key = isErased ? Pseudonym(contact) : KeyOf(contact);
            if (isErased) changed.Remove(contact);
            hasErased |= isErased;
            changed[key] = key == contact ? noted : noted with { Entry = Strip(noted.Entry, key) };
        }

        return new ChunkLedger(changed, hasErased);
    }

    private ContactId KeyOf(ContactId contact)
    {
        if (!_hasErased || _entries.ContainsKey(contact)) return contact;
        var erased = Pseudonym(contact);
        return _entries.ContainsKey(erased) ? erased : contact;
    }

    // An id of a contact is a UUID of version 7, and this is one of version 8: no contact is called so. Its 74 random bits
    // keep anybody from finding the id by trying.
    private static ContactId Pseudonym(ContactId contact) =>
        ContactId.Parse(HashedUuid.Version8(SHA256.HashData(Guid.Parse(contact.ToString()).ToByteArray(bigEndian: true))).ToString("D"));

    private static bool IsPseudonym(ContactId key) => key.ToString()[VersionDigit] == '8';

    // The provider's name for a message can be looked up there, and warnings are free text. Requests stay, so that one which is repeated does no more.
    private static LedgerEntry Strip(LedgerEntry entry, ContactId key) =>
        entry with { Contact = key, ProviderMessageId = null, Warnings = null };

    private static NotedEntry Prevailing(NotedEntry outcome, NotedEntry? stored)
    {
        if (stored is null) return outcome;
        var (ours, theirs) = (outcome.Entry, stored.Entry);
        // Sent by somebody else, opened again by a user, or reserved again: then the outcome is an older one. But what the
        // provider took is sent, whatever anybody guessed meanwhile.
        var isOlder = theirs.Status == LedgerStatus.Sent || theirs.Resend != ours.Resend || theirs.Attempts > ours.Attempts;
        return isOlder && ours.Status != LedgerStatus.Sent
            ? stored
            : outcome with { Entry = ours with { Resend = theirs.Resend, EarlierResends = theirs.EarlierResends } };
    }
}
