using Azure;
using Azure.Data.Tables;

namespace Cadenza.LocalHost.Storage.Embedded.Clients;

internal partial class EmbeddedTableClient
{
    public override async Task<Response<T>> GetEntityAsync<T>(string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
    {
        var found = await ReadAsync<T>(partitionKey, rowKey, select, cancellationToken).ConfigureAwait(false);
        if (found.HasValue) return Response.FromValue(found.Value!, found.GetRawResponse());
        throw (found.GetRawResponse() == StorageResponse.TableNotFound ? StorageFault.TableNotFound : StorageFault.ResourceNotFound).ToException();
    }

    public override Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default) =>
        ReadAsync<T>(partitionKey, rowKey, select, cancellationToken);

    public override AsyncPageable<T> QueryAsync<T>(string? filter = null, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default) =>
        new TablePageable<T>(_tables, Name, new TableQuery(filter, Columns(select), maxPerPage), cancellationToken);

    private Task<NullableResponse<T>> ReadAsync<T>(string partitionKey, string rowKey, IEnumerable<string>? select, CancellationToken cancellation)
        where T : class, ITableEntity
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        StorageMeter.Count("table.get");
        return _tables.GetIfExistsAsync<T>(Name, partitionKey, rowKey, Columns(select), cancellation);
    }

    private static string[]? Columns(IEnumerable<string>? select)
    {
        var columns = select?.ToArray();
        return columns is { Length: > 0 } ? columns : null;
    }
}
