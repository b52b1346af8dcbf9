using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Values;

namespace Cadenza.Functions.Contacts.Storage;

/// <summary>A contact as stored, and the version of its row.</summary>
internal readonly record struct StoredContact(Contact Contact, ETag Version);

/// <summary>
/// Contacts; see <see cref="ContactRows"/> for their rows. A contact and the claim of its first address share a partition, so
/// they are written together or not at all; for claims in other shards see <see cref="ContactClaims"/>.
/// </summary>
internal sealed partial class ContactStore(StorageTables tables, TimeProvider clock, IContactEvents? events = null)
{
    private const int PageSize = 1000;
    private readonly ContactClaims _claims = new(tables, clock);

    /// <summary>The shard a new contact belongs to.</summary>
    public static int ShardFor(EmailAddress? email, PhoneNumber? phone) =>
        ContactShards.Of(email?.Key ?? phone?.ToString() ?? throw new ArgumentException("A contact has an e-mail address or a phone number."));

    /// <summary>The contact and its version, or null.</summary>
    public async Task<StoredContact?> GetAsync(OrganizationId organization, ContactId id, CancellationToken cancellation)
    {
        var row = await tables.Contacts.GetEntityIfExistsAsync<TableEntity>(
            ContactRows.Partition(organization, id.Shard), ContactRows.Key(id), cancellationToken: cancellation);
        return row.HasValue ? new StoredContact(ContactRows.FromRow(row.Value!, id), row.Value!.ETag) : null;
    }

    /// <summary>Who claims an address, or null. The contact may have lost it since; its row tells.</summary>
    public async Task<ContactId?> FindAsync(OrganizationId organization, ContactAddress address, CancellationToken cancellation) =>
        (await _claims.ReadAsync(organization, address, cancellation))?.Owner;

    /// <summary>The contact that has an address, or null.</summary>
    public async Task<StoredContact?> FindContactAsync(OrganizationId organization, ContactAddress address, CancellationToken cancellation) =>
        await FindAsync(organization, address, cancellation) is { } id
        && await GetAsync(organization, id, cancellation) is { } stored
        && address.IsOf(stored.Contact)
            ? stored
            : null;

    /// <summary>
    /// Those of the given contacts of one shard that exist. One range read when they lie close together, as those of a chunk
    /// do; point reads for what lies beyond its first page.
    /// </summary>
    /// <param name="organization">The organization of the contacts.</param>
    /// <param name="shard">The shard they all belong to.</param>
    /// <param name="ids">At least one, in any order.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<Dictionary<ContactId, Contact>> GetManyAsync(
        OrganizationId organization, int shard, IReadOnlyCollection<ContactId> ids, CancellationToken cancellation)
    {
        var wanted = ids.ToHashSet();
        var found = new Dictionary<ContactId, Contact>(wanted.Count);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {ContactRows.Partition(organization, shard)} and RowKey ge {ContactRows.Key(wanted.Min())} and RowKey le {ContactRows.Key(wanted.Max())}");
        await foreach (var page in tables.Contacts.QueryAsync<TableEntity>(filter, PageSize, cancellationToken: cancellation).AsPages())
        {
            foreach (var row in page.Values)
            {
                var id = ContactRows.IdOf(row);
                if (wanted.Contains(id)) found[id] = ContactRows.FromRow(row, id);
            }

            if (page.ContinuationToken is null) return found;
            // A page can be empty and yet have a successor: then nothing is known of anybody.
            var rest = page.Values is [.., var last] ? wanted.Where(id => id > ContactRows.IdOf(last)) : wanted;
            foreach (var contact in await GetEachAsync(organization, rest, cancellation)) found[contact.Contact.Id] = contact.Contact;
            return found;
        }

        return found;
    }

    /// <summary>Those of the given contacts that exist, by point reads: for contacts that do not lie close together.</summary>
    public async Task<List<StoredContact>> GetEachAsync(
        OrganizationId organization, IEnumerable<ContactId> ids, CancellationToken cancellation)
    {
        var found = await AtOnce.AllAsync(ids, id => GetAsync(organization, id, cancellation));
        return [.. found.OfType<StoredContact>()];
    }

    /// <summary>The next contacts of a shard in the order of their ids.</summary>
    /// <param name="organization">The organization of the contacts.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="after">Behind this one, or null for the beginning.</param>
    /// <param name="limit">The most to return, 1 to 1,000.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>The contacts, and whether the shard is at its end.</returns>
    public async Task<(List<Contact> Contacts, bool AtEnd)> ReadShardAsync(
        OrganizationId organization, int shard, ContactId? after, int limit, CancellationToken cancellation)
    {
        var from = after is { } id ? ContactRows.Key(id) : "c|";
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {ContactRows.Partition(organization, shard)} and RowKey gt {from} and RowKey lt {"c" + RowKey.AfterSeparator}");
        await foreach (var page in tables.Contacts.QueryAsync<TableEntity>(filter, limit, cancellationToken: cancellation).AsPages())
        {
            // A service may answer an empty page that has a successor; the caller needs a contact to go on behind.
            if (page.Values.Count == 0 && page.ContinuationToken is not null) continue;
            return ([.. page.Values.Select(ContactRows.FromRow)], page.ContinuationToken is null);
        }

        return ([], true);
    }

    /// <summary>The claims in a shard of the addresses that begin with a text, in their order.</summary>
    /// <param name="organization">The organization of the contacts.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="prefix">What the addresses begin with.</param>
    /// <param name="after">Behind the claim of this key; empty for the beginning.</param>
    /// <param name="limit">The most to return, 1 to 1,000.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>The claims by key with the contact they name, and whether the shard is at its end.</returns>
    public async Task<(List<(string Key, ContactId Owner)> Claims, bool AtEnd)> ReadClaimsAsync(
        OrganizationId organization, int shard, ContactAddress prefix, string after, int limit, CancellationToken cancellation)
    {
        // No encoded text sorts behind "~~", and none that begins with the prefix before the prefix itself.
        var from = prefix.RowKey;
        var filter = after.Length == 0
            ? TableClient.CreateQueryFilter($"PartitionKey eq {ContactRows.Partition(organization, shard)} and RowKey ge {from} and RowKey lt {from + "~~"}")
            : TableClient.CreateQueryFilter($"PartitionKey eq {ContactRows.Partition(organization, shard)} and RowKey gt {after} and RowKey lt {from + "~~"}");
        await foreach (var page in tables.Contacts.QueryAsync<TableEntity>(filter, limit, cancellationToken: cancellation).AsPages())
        {
            if (page.Values.Count == 0 && page.ContinuationToken is not null) continue;
            return ([.. page.Values.Select(row => (row.RowKey, ContactId.Parse(row.Text(ContactRows.OwnerColumn))))], page.ContinuationToken is null);
        }

        return ([], true);
    }
}
