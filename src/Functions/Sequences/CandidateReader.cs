using Cadenza.Domain.Contacts;
using Cadenza.Domain.Organizations;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Storage;

namespace Cadenza.Functions.Sequences;

/// <summary>
/// Reads those who may match a filter, shard by shard in the order of their ids: by their addresses when the filter names
/// them, else everyone. Used for one run of enrollment.
/// </summary>
internal sealed class CandidateReader(ContactStore contacts, OrganizationId organization, ContactsFilter? filter)
{
    private const int LookUpsAtOnce = 16;
    private readonly IReadOnlySet<string>? _emails = filter?.EmailCandidates();
    private (int Shard, List<Contact> Contacts)? _found;

    /// <summary>The next candidates that match.</summary>
    /// <param name="cursor">Where to go on; within one shard.</param>
    /// <param name="limit">At most so many are read.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <returns>The matching ones, and the cursor behind the last one read.</returns>
    public async Task<(List<Contact> Matches, EnrollmentCursor Next)> ReadAsync(
        EnrollmentCursor cursor, int limit, CancellationToken cancellation)
    {
        var (read, atEnd) = _emails is null
            ? await contacts.ReadShardAsync(organization, cursor.Shard, cursor.After, limit, cancellation)
            : await ReadFoundAsync(cursor, limit, cancellation);
        var next = atEnd ? cursor.NextShard() : cursor with { After = read[^1].Id };
        return ([.. read.Where(contact => filter?.Matches(contact) ?? true)], next);
    }

    private async Task<(List<Contact> Contacts, bool AtEnd)> ReadFoundAsync(EnrollmentCursor cursor, int limit, CancellationToken cancellation)
    {
        if (_found?.Shard != cursor.Shard) _found = (cursor.Shard, await FindAsync(cursor.Shard, cancellation));
        var rest = _found.Value.Contacts.Where(contact => cursor.After is not { } after || contact.Id > after).ToList();
        return rest.Count > limit ? (rest[..limit], false) : (rest, true);
    }

    private async Task<List<Contact>> FindAsync(int shard, CancellationToken cancellation)
    {
        var found = new List<Contact>();
        foreach (var batch in _emails!.Where(email => ContactShards.Of(email) == shard).Chunk(LookUpsAtOnce))
        {
            foreach (var contact in await Task.WhenAll(batch.Select(email => FindAsync(email, cancellation))))
            {
                if (contact is not null) found.Add(contact);
            }
        }

        return [.. found.OrderBy(contact => contact.Id)];
    }

    private async Task<Contact?> FindAsync(string email, CancellationToken cancellation) =>
        await contacts.FindByEmailAsync(organization, email, cancellation) is { } id
            ? (await contacts.GetAsync(organization, id, cancellation))?.Contact
            : null;
}
