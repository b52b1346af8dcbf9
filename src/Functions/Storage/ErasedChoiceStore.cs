using Azure.Data.Tables;
using Cadenza.Domain.Organizations;

namespace Cadenza.Functions.Storage;

/// <summary>What somebody who was erased wanted no more of.</summary>
/// <param name="Unsubscribed">All marketing messages.</param>
/// <param name="Channels">Those of these channels.</param>
internal sealed record ErasedChoice(bool Unsubscribed, IReadOnlyList<string> Channels);

/// <summary>
/// The choices of people who were erased, by a keyed hash of their address. Table <c>contacts</c>, partition
/// <c>organization|shard</c> of the address, row <c>d|hash</c>.
/// </summary>
internal sealed class ErasedChoiceStore(StorageTables tables)
{
    private const string UnsubscribedColumn = "Unsubscribed";
    private const string ChannelsColumn = "Channels";

    /// <summary>Keeps a choice in place of the one before.</summary>
    public Task PutAsync(OrganizationId organization, int shard, string hash, ErasedChoice choice, CancellationToken cancellation) =>
        // Upsert without ETag: the latest erasure of an address says what its owner wanted last.
        tables.Contacts.UpsertEntityAsync(
            new TableEntity(ContactRows.Partition(organization, shard), Key(hash))
            {
                [RowKey.SchemaColumn] = RowKey.Schema,
                [UnsubscribedColumn] = choice.Unsubscribed,
                [ChannelsColumn] = string.Join(',', choice.Channels),
            },
            TableUpdateMode.Replace,
            cancellation);

    /// <summary>Forgets a choice; one that is not there is no error.</summary>
    public Task RemoveAsync(OrganizationId organization, int shard, string hash, CancellationToken cancellation) =>
        tables.Contacts.DropAsync(ContactRows.Partition(organization, shard), Key(hash), cancellation);

    /// <summary>A choice, or null.</summary>
    public async Task<ErasedChoice?> GetAsync(OrganizationId organization, int shard, string hash, CancellationToken cancellation)
    {
        var row = await tables.Contacts.GetEntityIfExistsAsync<TableEntity>(ContactRows.Partition(organization, shard), Key(hash), cancellationToken: cancellation);
        return row.HasValue ? FromRow(row.Value!) : null;
    }

    /// <summary>All choices of a shard, by their hashes.</summary>
    public async Task<IReadOnlyDictionary<string, ErasedChoice>> ListAsync(OrganizationId organization, int shard, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {ContactRows.Partition(organization, shard)} and RowKey gt {"d|"} and RowKey lt {"d" + RowKey.AfterSeparator}");
        var found = new Dictionary<string, ErasedChoice>(StringComparer.Ordinal);
        await foreach (var row in tables.Contacts.QueryAsync<TableEntity>(filter, cancellationToken: cancellation)) found[row.RowKey[2..]] = FromRow(row);
        return found;
    }

    private static ErasedChoice FromRow(TableEntity row) =>
        new(row.GetBoolean(UnsubscribedColumn) ?? false, row.Text(ChannelsColumn).Split(',', StringSplitOptions.RemoveEmptyEntries));

    private static string Key(string hash) => RowKey.Join("d", hash);
}
