using Azure;
using Azure.Data.Tables;

namespace Cadenza.LocalHost.Storage.Embedded.Clients;

/// <summary>The pages of one query, each read when it is asked for.</summary>
internal sealed class TablePageable<T>(EmbeddedTables tables, string table, TableQuery query, CancellationToken cancellation) : AsyncPageable<T>(cancellation)
    where T : class, ITableEntity
{
    public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        var sized = pageSizeHint is null ? query : query with { PageSize = pageSizeHint };
        do
        {
            StorageMeter.Count("table.query");
            var page = await tables.QueryAsync<T>(table, sized, continuationToken, CancellationToken).ConfigureAwait(false);
            yield return page;
            continuationToken = page.ContinuationToken;
        }
        while (continuationToken is not null);
    }
}
