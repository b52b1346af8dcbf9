using Azure;
using Azure.Data.Tables;

namespace Cadenza.LocalHost.Storage;

/// <summary>The pages of one query, each requested when it is asked for.</summary>
internal sealed class TablePageable<T>(ITableBackend backend, string table, string? filter, int? maxPerPage, string[]? select, CancellationToken cancellation)
    : AsyncPageable<T>(cancellation)
    where T : class, ITableEntity
{
    public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        var query = new TableQuery(filter, select, pageSizeHint ?? maxPerPage);
        do
        {
            StorageMeter.Count("table.query");
            var page = await backend.QueryAsync<T>(table, query, continuationToken, CancellationToken).ConfigureAwait(false);
            yield return page;
            continuationToken = page.ContinuationToken;
        }
        while (continuationToken is not null);
    }
}
