using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Values;

namespace Cadenza.Functions.Contacts.Storage;

/// <summary>
/// The choices of people who were erased, by a keyed hash of their address. Table <c>contacts</c>, partition
/// <c>organization|shard</c> of the address, row <c>d|hash</c>. Row <c>d</c> of the first shard says whether the organization
/// keeps any, so that those that do not, nearly all, pay one read for it.
/// </summary>
internal sealed class ErasedUnsubscribeStore(StorageTables tables)
{
    private const string UnsubscribedColumn = "Unsubscribed";
    private const string ChannelsColumn = "Channels";
    private const string AnyColumn = "Any";
    private const string AnyKey = "d";

    /// <summary>Whether the organization keeps any choice, of whatever shard. Never false when one was put before the call.</summary>
    public async Task<bool> AnyAsync(OrganizationId organization, CancellationToken cancellation)
    {
        while (true)
        {
            var row = await tables.Contacts.GetEntityIfExistsAsync<TableEntity>(ContactRows.Partition(organization, 0), AnyKey, cancellationToken: cancellation);
            if (row.HasValue) return row.Value!.GetBoolean(AnyColumn) ?? true;
            // The first question, or data of a version that kept no such row: looked for once.
            var found = await AtOnce.AllAsync(Enumerable.Range(0, ContactShards.Count), shard => HasAsync(organization, shard, cancellation));
            try
            {
                await tables.Contacts.AddEntityAsync(Any(organization, found.Contains(true)), cancellation);
            }
            catch (RequestFailedException error) when (error.IsConflict())
            {
                // Somebody else has noted it, and may know better.
            }
        }
    }

    /// <summary>Keeps a choice in place of the one before.</summary>
    public async Task PutAsync(OrganizationId organization, int shard, string hash, ErasedUnsubscribe choice, CancellationToken cancellation)
    {
        // Upserts without ETag: once there is one it stays so; and the latest erasure of an address says what its owner wanted last.
        await tables.Contacts.UpsertEntityAsync(Any(organization, true), TableUpdateMode.Replace, cancellation);
        await tables.Contacts.UpsertEntityAsync(
            new TableEntity(ContactRows.Partition(organization, shard), Key(hash))
            {
                [RowKey.SchemaColumn] = RowKey.Schema,
                [UnsubscribedColumn] = choice.Unsubscribed,
                [ChannelsColumn] = string.Join(',', choice.Channels),
            },
            TableUpdateMode.Replace,
            cancellation);
    }

    /// <summary>Forgets a choice; one that is not there is no error.</summary>
    public Task RemoveAsync(OrganizationId organization, int shard, string hash, CancellationToken cancellation) =>
        tables.Contacts.DropAsync(ContactRows.Partition(organization, shard), Key(hash), cancellation);

    /// <summary>A choice, or null.</summary>
    public async Task<ErasedUnsubscribe?> GetAsync(OrganizationId organization, int shard, string hash, CancellationToken cancellation)
    {
        var row = await tables.Contacts.GetEntityIfExistsAsync<TableEntity>(ContactRows.Partition(organization, shard), Key(hash), cancellationToken: cancellation);
        return row.HasValue ? FromRow(row.Value!) : null;
    }

    /// <summary>All choices of a shard, by their hashes.</summary>
    public async Task<IReadOnlyDictionary<string, ErasedUnsubscribe>> ListAsync(OrganizationId organization, int shard, CancellationToken cancellation)
    {
        var found = new Dictionary<string, ErasedUnsubscribe>(StringComparer.Ordinal);
        await foreach (var row in tables.Contacts.QueryAsync<TableEntity>(Choices(organization, shard), cancellationToken: cancellation)) found[row.RowKey[2..]] = FromRow(row);
        return found;
    }

    private async Task<bool> HasAsync(OrganizationId organization, int shard, CancellationToken cancellation)
    {
        await foreach (var _ in tables.Contacts.QueryAsync<TableEntity>(Choices(organization, shard), maxPerPage: 1, cancellationToken: cancellation)) return true;
        return false;
    }

    private static string Choices(OrganizationId organization, int shard) => TableClient.CreateQueryFilter(
        $"PartitionKey eq {ContactRows.Partition(organization, shard)} and RowKey gt {"d|"} and RowKey lt {"d" + RowKey.AfterSeparator}");

    private static TableEntity Any(OrganizationId organization, bool any) =>
        new(ContactRows.Partition(organization, 0), AnyKey) { [RowKey.SchemaColumn] = RowKey.Schema, [AnyColumn] = any };

    private static ErasedUnsubscribe FromRow(TableEntity row) =>
        new(row.GetBoolean(UnsubscribedColumn) ?? false, row.Text(ChannelsColumn).Split(',', StringSplitOptions.RemoveEmptyEntries));

    private static string Key(string hash) => RowKey.Join("d", hash);
}
