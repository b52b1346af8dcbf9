using Azure.Data.Tables;
using Cadenza.Domain.Contacts;

namespace Cadenza.Functions.Contacts.Storage;

/// <summary>Tells which contacts are there without reading what is stored of them.</summary>
internal sealed class ContactPresence(StorageTables tables)
{
    private const int PageSize = 1000;
    private static readonly string[] Keys = ["PartitionKey", "RowKey"];

    /// <summary>
    /// Those of the given contacts of one shard that exist: a range read of their keys when they lie close together, point reads
    /// for those that lie so far apart that these are fewer.
    /// </summary>
    public async Task<HashSet<ContactId>> FindAsync(OrganizationId organization, int shard, IReadOnlyCollection<ContactId> contacts, CancellationToken cancellation)
    {
        var open = contacts.Order().ToList();
        var found = new HashSet<ContactId>(open.Count);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {ContactRows.Partition(organization, shard)} and RowKey ge {ContactRows.Key(open[0])} and RowKey le {ContactRows.Key(open[^1])}");
        await foreach (var page in tables.Contacts.QueryAsync<TableEntity>(filter, PageSize, Keys, cancellation).AsPages())
        {
            var there = page.Values.Select(ContactRows.IdOf).ToHashSet();
            found.UnionWith(open.Where(there.Contains));
            if (page.ContinuationToken is null) return found;
            if (page.Values is not [.., var last]) continue;
            var behind = ContactRows.IdOf(last);
            var told = open.RemoveAll(contact => contact <= behind);
            if (told < AtOnce.Limit || open.Count == 0) break;
        }

        var single = await AtOnce.AllAsync(open, async contact => (Contact: contact, Is: await IsThereAsync(organization, contact, cancellation)));
        found.UnionWith(single.Where(answer => answer.Is).Select(answer => answer.Contact));
        return found;
    }

    private async Task<bool> IsThereAsync(OrganizationId organization, ContactId contact, CancellationToken cancellation) => (await tables.Contacts.GetEntityIfExistsAsync<TableEntity>(
        ContactRows.Partition(organization, contact.Shard), ContactRows.Key(contact), Keys, cancellation)).HasValue;
}
