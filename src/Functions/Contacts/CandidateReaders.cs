using Cadenza.Domain.Contacts;
using Cadenza.Domain.Organizations;
using Cadenza.Functions.Storage;

namespace Cadenza.Functions.Contacts;

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
/// Shards can be read side by side by several readers, each from <c>new EnrollmentCursor(shard, null)</c> until the cursor's
/// shard changes.
/// </remarks>
internal sealed class CandidateReaders(ContactStore contacts, MemberStore members, FilterResolver resolver)
{
    /// <summary>A reader for one run; what the filter names is looked up now.</summary>
    public async Task<CandidateReader> OpenAsync(OrganizationId organization, ContactsFilter? filter, CancellationToken cancellation) =>
        new(contacts, members, organization, await resolver.ResolveAsync(organization, filter, cancellation));

    /// <summary>How many contacts match now: reads all shards side by side, page by page.</summary>
    public async Task<int> CountAsync(OrganizationId organization, ContactsFilter? filter, CancellationToken cancellation)
    {
        var resolved = await resolver.ResolveAsync(organization, filter, cancellation);
        var counts = await Task.WhenAll(Enumerable.Range(0, ContactShards.Count).Select(shard =>
            Task.Run(() => new CandidateReader(contacts, members, organization, resolved).CountAsync(shard, cancellation), cancellation)));
        return counts.Sum();
    }
}
