using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;

namespace Cadenza.Functions.Platform.Security.Keys;

/// <summary>
/// Organizations and their keys (G1). Table <c>keys</c>, partition <c>organization</c>: <c>o</c> is the organization,
/// <c>k|id</c> a key, <c>h|hash</c> the same key as it is looked up; the two are written and removed in one transaction, so
/// what is listed is what works. Partition <c>~ids</c>, row <c>id</c>, says whose a key is, for those who may ask.
/// </summary>
internal sealed class KeyStore(StorageTables tables)
{
    private const string OrganizationRow = "o";
    private const string IdPartition = "~ids";
    private const string OrganizationColumn = "Organization";

    /// <summary>Makes an organization unless there is one; safe to repeat.</summary>
    public async Task EnsureOrganizationAsync(OrganizationId organization, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await HasOrganizationAsync(organization, cancellation)) return;
        var row = new TableEntity(organization.ToString(), OrganizationRow) { [RowKey.SchemaColumn] = RowKey.Schema, ["CreatedAt"] = now };
        try
        {
            await tables.Keys.AddEntityAsync(row, cancellation);
        }
        catch (RequestFailedException error) when (error.IsConflict())
        {
            // Made by somebody else in the meantime, which is as good.
        }
    }

    /// <summary>Whether an organization was made.</summary>
    public async Task<bool> HasOrganizationAsync(OrganizationId organization, CancellationToken cancellation) =>
        (await tables.Keys.GetEntityIfExistsAsync<TableEntity>(organization.ToString(), OrganizationRow, cancellationToken: cancellation)).HasValue;

    /// <summary>Stores a new key; false when there is one of its id.</summary>
    public async Task<bool> AddAsync(StoredKey key, CancellationToken cancellation)
    {
        // Upsert without ETag: the row is the same however often it is written. It goes first, so that no key lacks it.
        await tables.Keys.UpsertEntityAsync(
            new TableEntity(IdPartition, key.Id) { [RowKey.SchemaColumn] = RowKey.Schema, [OrganizationColumn] = key.Organization.ToString() },
            TableUpdateMode.Replace,
            cancellation);
        try
        {
            await tables.Keys.SubmitTransactionAsync(
                [StorageErrors.Add(ToRow(key, IdKey(key.Id))), StorageErrors.Add(ToRow(key, HashKey(key.Hash)))], cancellation);
            return true;
        }
        catch (RequestFailedException error) when (error.IsConflict())
        {
            return false;
        }
    }

    /// <summary>The key with this hash, or null. The only read that is made on behalf of somebody unknown.</summary>
    public async Task<StoredKey?> FindAsync(OrganizationId organization, string hash, CancellationToken cancellation)
    {
        var row = await tables.Keys.GetEntityIfExistsAsync<TableEntity>(organization.ToString(), HashKey(hash), cancellationToken: cancellation);
        if (!row.HasValue) return null;
        var key = FromRow(row.Value!);
        // Storage compared row keys in its own time; what it compared were hashes, from which a key cannot be built up.
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(key.Hash), Encoding.ASCII.GetBytes(hash)) ? key : null;
    }

    /// <summary>The key with this id, or null.</summary>
    public async Task<StoredKey?> GetAsync(OrganizationId organization, string id, CancellationToken cancellation)
    {
        var row = await tables.Keys.GetEntityIfExistsAsync<TableEntity>(organization.ToString(), IdKey(id), cancellationToken: cancellation);
        return row.HasValue ? FromRow(row.Value!) : null;
    }

    /// <summary>Whose the key with this id is or was, or null.</summary>
    public async Task<OrganizationId?> OwnerAsync(string id, CancellationToken cancellation)
    {
        var row = await tables.Keys.GetEntityIfExistsAsync<TableEntity>(IdPartition, id, cancellationToken: cancellation);
        return row.HasValue ? OrganizationId.Parse(row.Value!.Text(OrganizationColumn)) : null;
    }

    /// <summary>Removes a key; false when somebody else did.</summary>
    public async Task<bool> RemoveAsync(StoredKey key, CancellationToken cancellation)
    {
        var partition = key.Organization.ToString();
        try
        {
            // ETag.All: the rows of a key never change, they only go.
            await tables.Keys.SubmitTransactionAsync(
                [
                    new(TableTransactionActionType.Delete, new TableEntity(partition, IdKey(key.Id)), ETag.All),
                    new(TableTransactionActionType.Delete, new TableEntity(partition, HashKey(key.Hash)), ETag.All),
                ],
                cancellation);
        }
        catch (RequestFailedException error) when (error.IsMissing())
        {
            return false;
        }

        await RemoveOwnerAsync(key.Id, cancellation);
        return true;
    }

    /// <summary>The organization's keys, oldest first.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="after">Behind the key with this id, or null for the beginning.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>The keys, and whether there are more.</returns>
    public async Task<(List<StoredKey> Keys, bool More)> ListAsync(
        OrganizationId organization, string? after, int limit, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {organization.ToString()} and RowKey gt {IdKey(after ?? "")} and RowKey lt {"k" + RowKey.AfterSeparator}");
        List<StoredKey> keys = [];
        await foreach (var row in tables.Keys.QueryAsync<TableEntity>(filter, limit + 1, cancellationToken: cancellation))
        {
            if (keys.Count == limit) return (keys, true);
            keys.Add(FromRow(row));
        }

        return (keys, false);
    }

    private Task RemoveOwnerAsync(string id, CancellationToken cancellation) =>
        // Nothing to lose: the row never changes. One that is left behind leads to a key that is not there.
        tables.Keys.DropAsync(IdPartition, id, cancellation);

    private static TableEntity ToRow(StoredKey key, string rowKey) => new(key.Organization.ToString(), rowKey)
    {
        [RowKey.SchemaColumn] = RowKey.Schema,
        ["Id"] = key.Id,
        ["Kind"] = key.Kind.ToString(),
        ["Name"] = key.Name,
        ["Prefix"] = key.Prefix,
        ["Hash"] = key.Hash,
        ["CreatedAt"] = key.CreatedAt,
    };

    private static StoredKey FromRow(TableEntity row) => new(
        row.Text("Id"),
        OrganizationId.Parse(row.PartitionKey),
        Enum.Parse<KeyKind>(row.Text("Kind")),
        row.Text("Name"),
        row.Text("Prefix"),
        row.Text("Hash"),
        row.Time("CreatedAt"));

    private static string IdKey(string id) => RowKey.Join("k", id);

    private static string HashKey(string hash) => RowKey.Join("h", hash);
}
