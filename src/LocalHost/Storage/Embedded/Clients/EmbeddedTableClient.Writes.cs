using Azure;
using Azure.Data.Tables;
using Cadenza.LocalHost.Storage.Entities;

namespace Cadenza.LocalHost.Storage.Embedded.Clients;

internal partial class EmbeddedTableClient
{
    public override Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default) =>
        WriteAsync("table.insert", WriteKind.Insert, entity, default, cancellationToken);

    public override Task<Response> UpdateEntityAsync<T>(T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
    {
        if (ifMatch == default) throw new ArgumentException("An update states the version it applies to, or ETag.All.", nameof(ifMatch));
        return WriteAsync("table.update", mode == TableUpdateMode.Merge ? WriteKind.Merge : WriteKind.Replace, entity, ifMatch, cancellationToken);
    }

    public override Task<Response> UpsertEntityAsync<T>(T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default) =>
        WriteAsync("table.upsert", mode == TableUpdateMode.Merge ? WriteKind.UpsertMerge : WriteKind.UpsertReplace, entity, default, cancellationToken);

    public override Task<Response> DeleteEntityAsync(string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        StorageMeter.Count("table.delete");
        StorageMeter.CountRows(Name, 1);
        var write = new WriteBatch();
        write.AddDelete(partitionKey, rowKey, ifMatch == default ? ETag.All : ifMatch);
        return _tables.WriteAsync(Name, write, cancellationToken);
    }

    public override Task<Response> DeleteEntityAsync(ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return DeleteEntityAsync(entity.PartitionKey, entity.RowKey, ifMatch, cancellationToken);
    }

    public override Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transactionActions);
        var batch = new WriteBatch();
        foreach (var action in transactionActions) batch.Add(action);
        if (batch.Count == 0) throw new InvalidOperationException("A transaction needs at least one action.");
        StorageMeter.Count("table.transaction");
        StorageMeter.CountRows(Name, batch.Count);
        return _tables.TransactAsync(Name, batch, cancellationToken);
    }

    private Task<Response> WriteAsync(string meterKind, WriteKind kind, ITableEntity? entity, ETag ifMatch, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(entity.PartitionKey);
        ArgumentNullException.ThrowIfNull(entity.RowKey);
        StorageMeter.Count(meterKind);
        StorageMeter.CountRows(Name, 1);
        var write = new WriteBatch();
        write.Add(kind, entity, ifMatch);
        return _tables.WriteAsync(Name, write, cancellation);
    }
}
