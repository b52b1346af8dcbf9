using Cadenza.LocalRuntime.Storage;

namespace Azure.Data.Tables;

public partial class TableClient
{
    /// <summary>The row with the given keys.</summary>
    /// <param name="partitionKey">The row's partition.</param>
    /// <param name="rowKey">The row's key in it.</param>
    /// <param name="select">The properties to return; all when null.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="RequestFailedException">404 ResourceNotFound or TableNotFound.</exception>
    public virtual async Task<Response<T>> GetEntityAsync<T>(string partitionKey, string rowKey, IEnumerable<string>? select = default, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        var found = await ReadAsync<T>(partitionKey, rowKey, select, cancellationToken).ConfigureAwait(false);
        return found.HasValue ? Response.FromValue(found.Value!, found.GetRawResponse()) : throw StorageFault.ResourceNotFound.ToException();
    }

    /// <summary>The row with the given keys; a response without a value when there is none.</summary>
    /// <inheritdoc cref="GetEntityAsync{T}"/>
    public virtual Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(string partitionKey, string rowKey, IEnumerable<string>? select = default, CancellationToken cancellationToken = default)
        where T : class, ITableEntity => ReadAsync<T>(partitionKey, rowKey, select, cancellationToken);

    /// <summary>The rows that satisfy a filter, ordered by partition key and row key, read page by page as they are enumerated.</summary>
    /// <param name="filter">OData, see <see cref="CreateQueryFilter(FormattableString)"/>; every row when null.</param>
    /// <param name="maxPerPage">Rows a request, 1 to 1,000; 1,000 when null.</param>
    /// <param name="select">The properties to return; all when null.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    public virtual AsyncPageable<T> QueryAsync<T>(string? filter = default, int? maxPerPage = default, IEnumerable<string>? select = default, CancellationToken cancellationToken = default)
        where T : class, ITableEntity => new TablePageable<T>(_backend, Name, filter, maxPerPage, Columns(select), cancellationToken);

    private Task<NullableResponse<T>> ReadAsync<T>(string partitionKey, string rowKey, IEnumerable<string>? select, CancellationToken cancellationToken)
        where T : class, ITableEntity
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        StorageMeter.Count("table.get");
        return _backend.GetAsync<T>(Name, partitionKey, rowKey, Columns(select), cancellationToken);
    }

    private static string[]? Columns(IEnumerable<string>? select)
    {
        var columns = select?.ToArray();
        return columns is { Length: > 0 } ? columns : null;
    }
}
