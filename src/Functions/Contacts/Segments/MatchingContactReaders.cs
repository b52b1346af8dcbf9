using Cadenza.Domain.Contacts;
using Cadenza.Domain.Values;
using Cadenza.Functions.Contacts.Storage;

namespace Cadenza.Functions.Contacts.Segments;

/// <summary>Opens readers of those who match a filter.</summary>
/// <remarks>
/// <code>
/// var reader = await readers.OpenAsync(organization, filter, cancellation);
/// var cursor = new EnrollmentCursor(0, null);
/// while (!cursor.AtEnd)
/// {
///     (var matches, cursor) = await reader.ReadAsync(cursor, 500, cancellation);   // in the order of ids within a shard
/// }
/// </code>
/// One reader can read several shards side by side, each from <c>new EnrollmentCursor(shard, null)</c> until the cursor's
/// shard changes.
/// </remarks>
internal sealed class MatchingContactReaders(
    ContactStore contacts, MemberStore members, LastContactStore lastContacts, FilterResolver resolver)
{
    /// <summary>A reader for one run; what the filter names is looked up now.</summary>
    public async Task<MatchingContactReader> OpenAsync(OrganizationId organization, ContactsFilter? filter, CancellationToken cancellation) =>
        await OpenAsync(organization, await resolver.ResolveAsync(organization, filter, cancellation), cancellation);

    /// <summary>How many contacts match now: reads all shards side by side, page by page.</summary>
    public async Task<int> CountAsync(OrganizationId organization, ContactsFilter? filter, CancellationToken cancellation)
    {
        var reader = await OpenAsync(organization, filter, cancellation);
        var counts = await Task.WhenAll(Enumerable.Range(0, ContactShards.Count).Select(shard =>
            Task.Run(() => reader.CountAsync(shard, cancellation), cancellation)));
        return counts.Sum();
    }

    private async Task<MatchingContactReader> OpenAsync(OrganizationId organization, ResolvedFilter filter, CancellationToken cancellation) =>
        new(contacts, members, lastContacts, organization, filter, filter.Filter?.Candidates() is { } named ? await FindAsync(organization, named, cancellation) : null);

    // A contact lives in the shard of its first address, so where an address leads is known only from its claim.
    private async Task<ILookup<int, ContactId>> FindAsync(OrganizationId organization, NamedPeople named, CancellationToken cancellation)
    {
        var addresses = named.Emails.Select(email => new ContactAddress(true, email)).Concat(named.Phones.Select(phone => new ContactAddress(false, phone)));
        var found = await AtOnce.AllAsync(addresses, address => contacts.FindAsync(organization, address, cancellation));
        return new SortedSet<ContactId>(named.Ids.Concat(found.OfType<ContactId>())).ToLookup(id => id.Shard);
    }
}
