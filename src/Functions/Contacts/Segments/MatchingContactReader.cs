using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Contacts.Storage;

namespace Cadenza.Functions.Contacts.Segments;

/// <summary>
/// Reads those who match a filter, shard by shard in the order of their ids, a page at a time: everyone, side by side with the
/// sets of contacts that the filter names (which have the same order); or, where the filter names people one by one, those
/// by point reads. Contacts are complete with their last contacts where the filter asks for these. Holds one page a shard,
/// never the whole. Several shards can be read at once. Used for one run.
/// </summary>
internal sealed class MatchingContactReader(
    ContactStore contacts, MemberStore members, LastContactStore lastContacts, OrganizationId organization, ResolvedFilter filter, ILookup<int, ContactId>? named)
{
    private const int LargestPage = 1000;

    /// <summary>The next candidates that match.</summary>
    /// <param name="cursor">Where to go on; within one shard.</param>
    /// <param name="limit">At most so many are read, 1 to 1,000.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>The matching ones, and the cursor behind the last one read.</returns>
    public async Task<(List<Contact> Matches, EnrollmentCursor Next)> ReadAsync(
        EnrollmentCursor cursor, int limit, CancellationToken cancellation)
    {
        var (read, last) = named is null
            ? await ReadPageAsync(cursor, limit, cancellation)
            : await ReadNamedAsync(named[cursor.Shard], cursor, limit, cancellation);
        var matches = await MatchesAsync(cursor, read, cancellation);
        return (matches, last is { } id ? cursor with { After = id } : cursor.NextShard());
    }

    /// <summary>How many in a shard match.</summary>
    public async Task<int> CountAsync(int shard, CancellationToken cancellation)
    {
        var count = 0;
        for (var cursor = new EnrollmentCursor(shard, null); cursor.Shard == shard;)
        {
            (var matches, cursor) = await ReadAsync(cursor, LargestPage, cancellation);
            count += matches.Count;
        }

        return count;
    }

    // The id to go on behind is null when the shard is at its end.
    private async Task<(List<Contact> Read, ContactId? Last)> ReadPageAsync(EnrollmentCursor cursor, int limit, CancellationToken cancellation)
    {
        var (read, atEnd) = await contacts.ReadShardAsync(organization, cursor.Shard, cursor.After, limit, cancellation);
        return (read, atEnd ? null : read[^1].Id);
    }

    private async Task<(List<Contact> Read, ContactId? Last)> ReadNamedAsync(
        IEnumerable<ContactId> shard, EnrollmentCursor cursor, int limit, CancellationToken cancellation)
    {
        var page = shard.Where(id => cursor.After is not { } after || id > after).Take(limit + 1).ToList();
        var isMore = page.Count > limit;
        if (isMore) page.RemoveAt(limit);
        var read = await contacts.GetEachAsync(organization, page, cancellation);
        return ([.. read.Select(stored => stored.Contact)], isMore ? page[^1] : null);
    }

    private async Task<List<Contact>> MatchesAsync(EnrollmentCursor cursor, List<Contact> read, CancellationToken cancellation)
    {
        if (read.Count == 0) return [];
        if (filter.AsksLastContact) read = await lastContacts.CompleteAsync(organization, read, cancellation);
        var sets = await Task.WhenAll(filter.Sets.Select(set => ReadSetAsync(set, cursor, read, cancellation)));
        var members = filter.Sets.Zip(sets).ToDictionary(pair => pair.First, pair => pair.Second);
        return [.. read.Where(contact => filter.IsMatch(contact, set => members[set].Contains(contact.Id)))];
    }

    // Members between the page's first and last contact; a few contacts that lie far apart are asked for one by one.
    private async Task<HashSet<ContactId>> ReadSetAsync(MemberSet set, EnrollmentCursor cursor, List<Contact> read, CancellationToken cancellation)
    {
        var present = new HashSet<ContactId>();
        if (named is not null)
        {
            var found = await AtOnce.AllAsync(read, contact => members.GetAsync(organization, set, contact.Id, cancellation));
            present.UnionWith(found.OfType<Member>().Select(member => member.Contact));
            return present;
        }

        await foreach (var member in members.ReadShardAsync(organization, set, cursor.Shard, cursor.After, read[^1].Id, cancellation))
        {
            present.Add(member.Contact);
        }

        return present;
    }
}
