using Azure;
using Azure.Data.Tables;

namespace Cadenza.LocalHost.Durable.Hub;

/// <summary>The task hub's rows in a table of the app's storage.</summary>
internal sealed class TableHubStore(TableServiceClient tables, string hubName) : IHubStore
{
    private readonly TableClient _table = tables.GetTableClient($"{hubName}Hub");

    public Task CreateAsync(CancellationToken cancellation) => _table.CreateIfNotExistsAsync(cancellation);

    public async Task<TableEntity?> GetAsync(string partition, string key, CancellationToken cancellation)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(partition, key, null, cancellation).ConfigureAwait(false);
        return found.HasValue ? found.Value : null;
    }

    public async Task<List<TableEntity>> RangeAsync(string partition, string from, string before, int count, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {before}");
        var rows = new List<TableEntity>();
        await foreach (var page in _table.QueryAsync<TableEntity>(filter, Math.Min(count, 1000), null, cancellation).AsPages().ConfigureAwait(false))
        {
            rows.AddRange(page.Values.Take(count - rows.Count));
            if (rows.Count >= count) break;
        }

        return rows;
    }

    public async Task<ETag?> TryWriteAsync(IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellation)
    {
        try
        {
            var responses = await _table.SubmitTransactionAsync(actions, cancellation).ConfigureAwait(false);
            return responses.Value[0].Headers.ETag ?? default(ETag);
        }
        catch (RequestFailedException refused) when (refused.Status is 404 or 409 or 412)
        {
            return null;
        }
    }
}
