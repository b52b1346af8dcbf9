using Azure.Data.Tables;

namespace Cadenza.Functions.Storage;

/// <summary>When the sweep last ended, for all instances to see. Table <c>platform</c>, partition <c>~app</c>, row <c>sweep</c>.</summary>
internal sealed class SweepNotes(StorageTables tables)
{
    private const string Row = "sweep";

    /// <summary>Notes the end of a sweep.</summary>
    public Task EndedAsync(DateTimeOffset now, CancellationToken cancellation) =>
        // Upsert without ETag: the latest sweep counts, and a moment's disorder between two does no harm.
        tables.Platform.UpsertEntityAsync(
            new TableEntity(StorageTables.AppPartition, Row) { [RowKey.SchemaColumn] = RowKey.Schema, ["EndedAt"] = now },
            TableUpdateMode.Replace,
            cancellation);

    /// <summary>When it last ended, or null.</summary>
    public async Task<DateTimeOffset?> LastAsync(CancellationToken cancellation)
    {
        var row = await tables.Platform.GetEntityIfExistsAsync<TableEntity>(StorageTables.AppPartition, Row, cancellationToken: cancellation);
        return row.HasValue ? row.Value!.Time("EndedAt") : null;
    }
}
