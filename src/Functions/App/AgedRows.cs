using Azure;
using Azure.Data.Tables;
using Cadenza.Functions.Delivery.Outbox;

namespace Cadenza.Functions.App;

/// <summary>
/// Removes entries of the audit log and messages of the outbox that are older than the settings say. Neither has an index by
/// time, so it goes through each table, a page a sweep: two requests twice a minute whatever is stored, and none without a setting.
/// </summary>
internal sealed class AgedRows(StorageTables tables, TableServiceClient service, AgedRowsOptions options, TimeProvider clock)
{
    private const int PageSize = 100;

    private readonly TableClient _outbox = service.GetTableClient("outbox");
    private string? _auditPlace;
    private string? _outboxPlace;

    /// <summary>Looks at the next page of each; what is left over is for the next sweeps.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        if (options.AuditDays > 0) _auditPlace = await SweepAsync(tables.Audit, "At", options.AuditDays, _auditPlace, cancellation);
        if (options.OutboxDays > 0) _outboxPlace = await SweepAsync(_outbox, "CreatedAt", options.OutboxDays, _outboxPlace, cancellation);
    }

    // Where a pass has come to is kept in the process alone: after a restart it begins again, which costs reads.
    private async Task<string?> SweepAsync(TableClient table, string timeColumn, int days, string? place, CancellationToken cancellation)
    {
        var before = clock.GetUtcNow() - TimeSpan.FromDays(days);
        var filter = $"{timeColumn} lt {TableClient.CreateQueryFilter($"{before}")}";
        try
        {
            await foreach (var page in table.QueryAsync<TableEntity>(filter, PageSize, ["PartitionKey", "RowKey", "Id"], cancellation).AsPages(place))
            {
                foreach (var row in page.Values) await RemoveAsync(table, row, cancellation);
                return page.ContinuationToken;
            }
        }
        catch (RequestFailedException missing) when (missing.IsMissing())
        {
            // No message was ever kept: there is no table yet.
        }

        return null;
    }

    // Nothing to lose: these rows are never changed. The document goes first, so that one without its marker is never listed.
    private static async Task RemoveAsync(TableClient table, TableEntity row, CancellationToken cancellation)
    {
        await table.DropAsync(row.PartitionKey, row.RowKey, cancellation);
        if (row.GetString("Id") is { } id && OutboxRows.IsDocumentKey(row.RowKey)) await table.DropAsync(row.PartitionKey, OutboxRows.MarkerKey(id), cancellation);
    }
}
