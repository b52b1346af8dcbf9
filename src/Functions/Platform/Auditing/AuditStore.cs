using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;

namespace Cadenza.Functions.Platform.Auditing;

/// <summary>
/// Who changed what. Table <c>audit</c>, partition <c>organization|resource</c>, row <c>inverted time-change</c>, so that the
/// newest come first. Rows are added and never changed; one that is added again is the same row.
/// </summary>
internal sealed class AuditStore(StorageTables tables)
{
    private const int ChangeBytes = 8;

    /// <summary>Appends an entry. Idempotent by resource, time, action and change.</summary>
    public async Task AppendAsync(AuditEntry entry, CancellationToken cancellation)
    {
        try
        {
            await tables.Audit.AddEntityAsync(ToRow(entry), cancellation);
        }
        catch (RequestFailedException error) when (error.IsConflict())
        {
            // The same change, reported again.
        }
    }

    /// <summary>The changes of a resource, newest first.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="after">Behind the entry with this id, or null for the newest.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>The entries with their ids, and whether there are more.</returns>
    public async Task<(List<(string Id, AuditEntry Entry)> Entries, bool More)> ListAsync(
        OrganizationId organization, string resource, string? after, int limit, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(organization, resource)} and RowKey gt {after ?? ""}");
        List<(string Id, AuditEntry Entry)> entries = [];
        await foreach (var row in tables.Audit.QueryAsync<TableEntity>(filter, limit + 1, cancellationToken: cancellation))
        {
            if (entries.Count == limit) return (entries, true);
            entries.Add((row.RowKey, FromRow(organization, row)));
        }

        return (entries, false);
    }

    private static TableEntity ToRow(AuditEntry entry)
    {
        var row = new TableEntity(Partition(entry.Organization, entry.Resource), Id(entry))
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            ["Resource"] = entry.Resource,
            ["Action"] = entry.Action,
            ["At"] = entry.At,
            ["Change"] = entry.Change,
        };
        row.Put("KeyId", entry.Actor.KeyId);
        row.Put("KeyName", entry.Actor.KeyName);
        row.Put("RequestId", entry.Actor.RequestId);
        row.Put("Reason", entry.Actor.Reason);
        if (entry.Before is not null) JsonColumn.Write(row, "Before", entry.Before, StorageJson.Default.JsonObject);
        if (entry.After is not null) JsonColumn.Write(row, "After", entry.After, StorageJson.Default.JsonObject);
        return row;
    }

    private static AuditEntry FromRow(OrganizationId organization, TableEntity row) => new(
        organization,
        row.Text("Resource"),
        row.Text("Action"),
        row.Time("At"),
        row.Text("Change"),
        new AuditActor(row.GetString("KeyId"), row.GetString("KeyName"), row.GetString("RequestId"), row.GetString("Reason")),
        JsonColumn.Read(row, "Before", StorageJson.Default.JsonObject),
        JsonColumn.Read(row, "After", StorageJson.Default.JsonObject));

    private static string Id(AuditEntry entry)
    {
        var inverted = (long.MaxValue - entry.At.UtcTicks).ToString("D19", CultureInfo.InvariantCulture);
        var change = SHA256.HashData(Encoding.UTF8.GetBytes(entry.Action + '\n' + entry.Change));
        return $"{inverted}-{Convert.ToHexStringLower(change.AsSpan(0, ChangeBytes))}";
    }

    private static string Partition(OrganizationId organization, string resource) => RowKey.Join(organization.ToString(), RowKey.Encode(resource));
}
