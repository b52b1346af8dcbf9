using Azure.Data.Tables;

namespace Cadenza.Functions.Timing;

/// <summary>
/// When the sweep last ended, for all instances to see; and whether storage takes writes at all. Table <c>platform</c>,
/// partition <c>~app</c>, rows <c>sweep</c> and <c>ready</c>.
/// </summary>
internal sealed class SweepStatusStore(StorageTables tables)
{
    private const string Row = "sweep";
    private const string ReadyRow = "ready";

    // About what a transaction of the app writes: where a few octets fit, it need not. It does not compress.
    private static readonly byte[] Filler = System.Security.Cryptography.RandomNumberGenerator.GetBytes(60_000);

    /// <summary>Notes the end of a sweep.</summary>
    public Task EndedAsync(DateTimeOffset now, CancellationToken cancellation) =>
        // Upsert without ETag: the latest sweep counts, and a moment's disorder between two does no harm.
        tables.Platform.UpsertEntityAsync(
            new TableEntity(StorageTables.AppPartition, Row) { [RowKey.SchemaColumn] = RowKey.Schema, ["EndedAt"] = now },
            TableUpdateMode.Replace,
            cancellation);

    /// <summary>Writes 60 KB of no meaning, to see whether storage takes what the app is going to write.</summary>
    public Task TryWriteAsync(DateTimeOffset now, CancellationToken cancellation) =>
        // Upsert without ETag: nobody reads it.
        tables.Platform.UpsertEntityAsync(
            new TableEntity(StorageTables.AppPartition, ReadyRow) { [RowKey.SchemaColumn] = RowKey.Schema, ["AskedAt"] = now, ["Filler"] = Filler },
            TableUpdateMode.Replace,
            cancellation);

    /// <summary>When it last ended, or null.</summary>
    public async Task<DateTimeOffset?> LastAsync(CancellationToken cancellation)
    {
        var row = await tables.Platform.GetEntityIfExistsAsync<TableEntity>(StorageTables.AppPartition, Row, cancellationToken: cancellation);
        return row.HasValue ? row.Value!.Time("EndedAt") : null;
    }
}
