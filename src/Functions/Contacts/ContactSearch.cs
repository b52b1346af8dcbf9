using System.Globalization;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Values;
using Cadenza.Functions.Contacts.Storage;

namespace Cadenza.Functions.Contacts;

/// <summary>A page of a search.</summary>
/// <param name="Contacts">The contacts of the page.</param>
/// <param name="Next">Where the next page begins; null on the last one.</param>
/// <param name="LookedAt">How many contacts were looked at for it.</param>
internal sealed record ContactPage(IReadOnlyList<Contact> Contacts, string? Next, int LookedAt);

/// <summary>
/// Lists and finds contacts, shard by shard. Prefixes of addresses are ranges of claims, in the order of the addresses; all
/// else is read in the order of creation and compared. A page looks at a bounded number of contacts, so it can be short, or
/// empty, and still have a successor. Searches that compare take turns. See docs/decisions/0022.
/// </summary>
internal sealed class ContactSearch(ContactStore contacts, LastContactStore lastContacts, ScanTurns turns)
{
    /// <summary>The most contacts that are looked at for one page.</summary>
    public const int MaxLookedAt = 5000;

    private const int ReadAtOnce = 500;

    /// <summary>A page of those who match.</summary>
    /// <param name="organization">The organization of the contacts.</param>
    /// <param name="query">Who is looked for.</param>
    /// <param name="position">The <see cref="ContactPage.Next"/> of the page before; null for the first.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<ContactPage> ReadAsync(OrganizationId organization, ContactQuery query, string? position, int limit, CancellationToken cancellation)
    {
        var page = query.Compares()
            ? await turns.RunAsync(() => LookAsync(organization, query, position, limit, cancellation), cancellation)
            : await LookAsync(organization, query, position, limit, cancellation);
        return page with { Contacts = await lastContacts.CompleteAsync(organization, page.Contacts, cancellation) };
    }

    private async Task<ContactPage> LookAsync(
        OrganizationId organization, ContactQuery query, string? position, int limit, CancellationToken cancellation)
    {
        var (found, lookedAt) = (new List<Contact>(), 0);
        var (shard, after) = Parse(position);
        while (shard < ContactShards.Count)
        {
            if (lookedAt >= MaxLookedAt) return new ContactPage(found, Format(shard, after), lookedAt);
            var atOnce = Math.Min(ReadAtOnce, query.IsListing() ? limit - found.Count : ReadAtOnce);
            var (read, atEnd) = await ReadAsync(organization, query, shard, after, atOnce, cancellation);
            lookedAt += read.Count;
            foreach (var (key, contact) in read)
            {
                if (contact is null || !query.Matches(contact)) continue;
                // One more than the page takes: the page ends behind the last one taken.
                if (found.Count == limit) return new ContactPage(found, Format(shard, after), lookedAt);
                found.Add(contact);
                after = key;
            }

            after = read.Count > 0 ? read[^1].Key : after;
            if (atEnd) (shard, after) = (shard + 1, "");
            if (found.Count == limit && shard < ContactShards.Count) return new ContactPage(found, Format(shard, after), lookedAt);
        }

        return new ContactPage(found, null, lookedAt);
    }

    private async Task<(IReadOnlyList<(string Key, Contact? Contact)> Read, bool AtEnd)> ReadAsync(
        OrganizationId organization, ContactQuery query, int shard, string after, int limit, CancellationToken cancellation)
    {
        if (query.EmailPrefix is { } email) return await ReadClaimsAsync(organization, shard, new ContactAddress(true, email), after, limit, cancellation);
        if (query.PhonePrefix is { } phone) return await ReadClaimsAsync(organization, shard, new ContactAddress(false, phone), after, limit, cancellation);
        var from = after.Length == 0 ? (ContactId?)null : ContactId.Parse(after);
        var (read, atEnd) = await contacts.ReadShardAsync(organization, shard, from, limit, cancellation);
        return ([.. read.Select(contact => (contact.Id.ToString(), (Contact?)contact))], atEnd);
    }

    private async Task<(IReadOnlyList<(string Key, Contact? Contact)> Read, bool AtEnd)> ReadClaimsAsync(
        OrganizationId organization, int shard, ContactAddress prefix, string after, int limit, CancellationToken cancellation)
    {
        // Each claim costs a point read more, so fewer are read at once.
        var (claims, atEnd) = await contacts.ReadClaimsAsync(organization, shard, prefix, after, Math.Min(limit, 100), cancellation);
        var people = (await contacts.GetEachAsync(organization, claims.Select(claim => claim.Owner), cancellation))
            .ToDictionary(stored => stored.Contact.Id, stored => stored.Contact);
        return ([.. claims.Select(claim => (claim.Key, people.GetValueOrDefault(claim.Owner)))], atEnd);
    }

    private static string Format(int shard, string after) => string.Create(CultureInfo.InvariantCulture, $"{shard}:{after}");

    // A position comes out of a sealed cursor, so it is one that Format made.
    private static (int Shard, string After) Parse(string? position)
    {
        if (position is null) return (0, "");
        var colon = position.IndexOf(':', StringComparison.Ordinal);
        return (int.Parse(position.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture), position[(colon + 1)..]);
    }
}
