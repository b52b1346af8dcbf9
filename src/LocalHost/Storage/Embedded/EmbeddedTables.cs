using Azure;
using Azure.Data.Tables;
using Cadenza.LocalHost.Storage.Entities;

namespace Cadenza.LocalHost.Storage.Embedded;

/// <summary>Tables in the embedded store. Reads run on the caller's thread and are done when the call returns.</summary>
internal sealed class EmbeddedTables(EmbeddedStore store)
{
    public Uri Endpoint { get; } = new($"file://{store.Folder}/tables");

    /// <summary>Status 201, or 409 TableAlreadyExists. With <paramref name="ifMissing"/> as the official client asks for it: 204, or 409 as a response.</summary>
    public Task<Response> CreateTableAsync(string table, bool ifMissing, CancellationToken cancellation) => store.Write<Response>(
        writer =>
        {
            if (TableNames.FaultOfTable(table) is { } fault) return fault;
            if (writer.TableId(table) is not null) return ifMissing ? StorageResponse.Conflict : StorageFault.TableAlreadyExists;
            writer.Names.Create(table);
            return ifMissing ? StorageResponse.NoContent : StorageResponse.Created;
        },
        null,
        cancellation);

    /// <summary>Status 204, or 404 when there was no such table, which is no failure.</summary>
    public Task<Response> DeleteTableAsync(string table, CancellationToken cancellation) => store.Write<Response>(
        writer =>
        {
            // Not from the catalog, which other operations of this transaction still read.
            if (writer.Names.Find(table) is not { } id) return StorageResponse.NotFound;
            writer.Names.Drop(id);
            writer.Catalog.Forget();
            return StorageResponse.NoContent;
        },
        store.Tables.Forget,
        cancellation);

    /// <summary>One write. Takes over <paramref name="write"/> and disposes it. A delete of a missing row answers 404, which is no failure.</summary>
    public Task<Response> WriteAsync(string table, WriteBatch write, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            write.Dispose();
            return Task.FromCanceled<Response>(cancellation);
        }

        var operation = new RowOperation(table, write);
        store.Enqueue(operation);
        return operation.Outcome;
    }

    /// <summary>All writes or none. Takes over <paramref name="writes"/> and disposes it.</summary>
    /// <exception cref="TableTransactionFailedException">One was refused.</exception>
    public Task<Response<IReadOnlyList<Response>>> TransactAsync(string table, WriteBatch writes, CancellationToken cancellation)
    {
        var refusal = TransactionRules.Refuse(writes);
        if (refusal is not null || cancellation.IsCancellationRequested)
        {
            writes.Dispose();
            return refusal is null ? Task.FromCanceled<Response<IReadOnlyList<Response>>>(cancellation) : Task.FromException<Response<IReadOnlyList<Response>>>(refusal);
        }

        var operation = new TransactionOperation(table, writes);
        store.Enqueue(operation);
        return operation.Outcome;
    }

    /// <summary>A point read; of a missing row or table a response without a value.</summary>
    public Task<NullableResponse<T>> GetIfExistsAsync<T>(string table, string partitionKey, string rowKey, string[]? select, CancellationToken cancellation)
        where T : class, ITableEntity
    {
        if ((TableNames.FaultOfKey(partitionKey) ?? TableNames.FaultOfKey(rowKey)) is { } fault) return Task.FromException<NullableResponse<T>>(fault.ToException());
        return store.Read<NullableResponse<T>>(reader =>
        {
            if (TableId(reader, table) is not { } id) return new FoundOrNot<T>(null, StorageResponse.TableNotFound);
            var statement = reader.Point.Bind(1, id).BindText(2, partitionKey).BindText(3, rowKey);
            if (!statement.Step()) return new FoundOrNot<T>(null, StorageResponse.NotFound);
            var version = statement.Int64(0);
            var entity = Materialize<T>(partitionKey, rowKey, version, statement.Bytes(1), Selection.Of(select));
            statement.Reset();
            return new FoundOrNot<T>(entity, new StorageResponse(200, RowVersion.ETagText(version)));
        }, cancellation);
    }

    /// <summary>One page of at most <see cref="TableQuery.PageSize"/> rows.</summary>
    public Task<Page<T>> QueryAsync<T>(string table, TableQuery query, string? continuation, CancellationToken cancellation)
        where T : class, ITableEntity
    {
        var scan = new TableScan(query, continuation);
        return store.Read<Page<T>>(reader => TableId(reader, table) is { } id ? scan.Run<T>(reader, id) : StorageFault.TableNotFound, cancellation);
    }

    public static T Materialize<T>(string partitionKey, string rowKey, long version, ReadOnlySpan<byte> properties, Selection? selection)
        where T : class, ITableEntity => (T)EntityBinder.For(typeof(T)).Read(new StoredRow
        {
            PartitionKey = selection is null or { PartitionKey: true } ? partitionKey : null,
            RowKey = selection is null or { RowKey: true } ? rowKey : null,
            Timestamp = selection is null or { Timestamp: true } ? RowVersion.Timestamp(version) : null,
            ETag = RowVersion.ETag(version),
            Properties = properties,
            Selection = selection,
        });

    private long? TableId(Reader reader, string table)
    {
        if (store.Tables.TryGet(table, out var known)) return known;
        var epoch = store.Tables.Epoch;
        var statement = reader.TableId.BindText(1, table);
        if (!statement.Step()) return null;
        var id = statement.Int64(0);
        statement.Reset();
        store.Tables.Remember(table, id, epoch);
        return id;
    }
}
