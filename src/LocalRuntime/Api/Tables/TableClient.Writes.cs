using Cadenza.LocalRuntime.Storage;
using Cadenza.LocalRuntime.Storage.Entities;

namespace Azure.Data.Tables;

public partial class TableClient
{
    /// <summary>Inserts a row.</summary>
    /// <exception cref="RequestFailedException">409 EntityAlreadyExists, 404 TableNotFound, 400 for a row out of its limits.</exception>
    public virtual Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity => WriteAsync("table.insert", WriteKind.Insert, entity, default, cancellationToken);

    /// <summary>Updates an existing row.</summary>
    /// <param name="entity">The row.</param>
    /// <param name="ifMatch">The version to match, or <see cref="ETag.All"/> for any.</param>
    /// <param name="mode">What to do with properties that <paramref name="entity"/> lacks.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="RequestFailedException">404 ResourceNotFound, 412 UpdateConditionNotSatisfied.</exception>
    public virtual Task<Response> UpdateEntityAsync<T>(T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        if (ifMatch == default) throw new ArgumentException("An update states the version it applies to, or ETag.All.", nameof(ifMatch));
        return WriteAsync("table.update", mode == TableUpdateMode.Merge ? WriteKind.Merge : WriteKind.Replace, entity, ifMatch, cancellationToken);
    }

    /// <summary>Inserts a row, or updates the one that exists whatever its version.</summary>
    public virtual Task<Response> UpsertEntityAsync<T>(T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity => WriteAsync("table.upsert", mode == TableUpdateMode.Merge ? WriteKind.UpsertMerge : WriteKind.UpsertReplace, entity, default, cancellationToken);

    /// <summary>Deletes a row; one that does not exist is no failure (the response says 404).</summary>
    /// <param name="partitionKey">The row's partition.</param>
    /// <param name="rowKey">The row's key in it.</param>
    /// <param name="ifMatch">The version to match; any when left out.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="RequestFailedException">412 UpdateConditionNotSatisfied, 404 TableNotFound.</exception>
    public virtual Task<Response> DeleteEntityAsync(string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        StorageMeter.Count("table.delete");
        var write = new WriteBatch();
        write.AddDelete(partitionKey, rowKey, ifMatch == default ? ETag.All : ifMatch);
        return _backend.WriteAsync(Name, write, cancellationToken);
    }

    /// <inheritdoc cref="DeleteEntityAsync(string, string, ETag, CancellationToken)"/>
    public virtual Task<Response> DeleteEntityAsync(ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return DeleteEntityAsync(entity.PartitionKey, entity.RowKey, ifMatch, cancellationToken);
    }

    /// <summary>Applies 1 to 100 actions on different rows of one partition, all or none.</summary>
    /// <returns>A response an action, in their order; their headers hold the new versions.</returns>
    /// <exception cref="TableTransactionFailedException">An action was refused; nothing was applied.</exception>
    /// <exception cref="InvalidOperationException">There is no action.</exception>
    public virtual Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transactionActions);
        var batch = new WriteBatch();
        foreach (var action in transactionActions) batch.Add(action);
        if (batch.Count == 0) throw new InvalidOperationException("A transaction needs at least one action.");
        StorageMeter.Count("table.transaction");
        return _backend.TransactAsync(Name, batch, cancellationToken);
    }

    private Task<Response> WriteAsync<T>(string meterKind, WriteKind kind, T entity, ETag ifMatch, CancellationToken cancellationToken)
        where T : ITableEntity
    {
        ArgumentNullException.ThrowIfNull(entity);
        StorageMeter.Count(meterKind);
        var write = new WriteBatch();
        write.Add(kind, entity, ifMatch);
        return _backend.WriteAsync(Name, write, cancellationToken);
    }
}
