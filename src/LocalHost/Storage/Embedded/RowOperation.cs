using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Cadenza.LocalHost.Storage.Entities;

namespace Cadenza.LocalHost.Storage.Embedded;

/// <summary>One write to one row.</summary>
internal sealed class RowOperation(string table, WriteBatch batch) : WriteOperation
{
    private readonly TaskCompletionSource<Response> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StorageFault? _fault;
    private long _version;

    public Task<Response> Outcome => _outcome.Task;

    public override void Execute(Writer writer)
    {
        _version = writer.NextTick();
        _fault = writer.TableId(table) is { } id ? RowWriter.Apply(writer, id, batch, batch[0], _version) : StorageFault.TableNotFound;
    }

    public override void Complete()
    {
        var deletes = batch[0].Kind == WriteKind.Delete;
        batch.Dispose();
        if (_fault is null) _outcome.SetResult(deletes ? StorageResponse.NoContent : new StorageResponse(204, RowVersion.ETagText(_version)));
        else if (deletes && _fault == StorageFault.ResourceNotFound) _outcome.SetResult(StorageResponse.NotFound);
        else _outcome.SetException(_fault.ToException());
    }

    public override void Fail(Exception failure)
    {
        batch.Dispose();
        _outcome.SetException(failure);
    }
}

/// <summary>An entity-group transaction: a savepoint of its own, so that its refusal undoes nothing of its neighbors.</summary>
internal sealed class TransactionOperation(string table, WriteBatch batch) : WriteOperation
{
    private readonly TaskCompletionSource<Response<IReadOnlyList<Response>>> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long[] _versions = new long[batch.Count];
    private StorageFault? _fault;
    private int _failedIndex;

    public override int Rows => _versions.Length;

    public Task<Response<IReadOnlyList<Response>>> Outcome => _outcome.Task;

    public override void Execute(Writer writer)
    {
        if (writer.TableId(table) is not { } id)
        {
            _fault = StorageFault.TableNotFound;
            return;
        }

        if (batch.Count > 1) writer.Save();
        for (_failedIndex = 0; _failedIndex < batch.Count; _failedIndex++)
        {
            _versions[_failedIndex] = writer.NextTick();
            _fault = RowWriter.Apply(writer, id, batch, batch[_failedIndex], _versions[_failedIndex]);
            if (_fault is not null) break;
        }

        if (batch.Count == 1) return;
        if (_fault is null) writer.Keep();
        else writer.UndoToSave();
    }

    public override void Complete()
    {
        if (_fault is null) _outcome.SetResult(Response.FromValue<IReadOnlyList<Response>>(Responses(), StorageResponse.Ok));
        else _outcome.SetException(TransactionRules.Failure(_fault, _failedIndex));
        batch.Dispose();
    }

    public override void Fail(Exception failure)
    {
        batch.Dispose();
        _outcome.SetException(failure);
    }

    private Response[] Responses()
    {
        var responses = new Response[_versions.Length];
        for (var i = 0; i < responses.Length; i++)
            responses[i] = batch[i].Kind == WriteKind.Delete ? StorageResponse.NoContent : new StorageResponse(204, RowVersion.ETagText(_versions[i]));
        return responses;
    }
}

/// <summary>What must hold of a transaction before it is tried.</summary>
internal static class TransactionRules
{
    private const int MaxActions = 100;
    private const int MaxBytes = 4 << 20;

    public static TableTransactionFailedException? Refuse(WriteBatch batch)
    {
        if (batch.Count > MaxActions) return Failure(StorageFault.TooManyActions, MaxActions);
        var bytes = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            var write = batch[i];
            bytes += write.Properties.Length;
            if (!batch.Bytes(write.PartitionKey).SequenceEqual(batch.Bytes(batch[0].PartitionKey)))
                return Failure(StorageFault.CommandsInBatchActOnDifferentPartitions, i);
            if (NamedBefore(batch, i)) return Failure(StorageFault.InvalidDuplicateRow, i);
        }

        return bytes > MaxBytes ? Failure(StorageFault.RequestBodyTooLarge, null) : null;
    }

    public static TableTransactionFailedException Failure(StorageFault fault, int? index)
    {
        if (index is null) return new TableTransactionFailedException(fault.ToException());
        var failure = (fault with { Message = $"{index}:{fault.Message}" }).ToException();
        // Where the exception that wraps it looks for the index; nothing else can tell it.
        failure.Data["FailedEntity"] = index.Value.ToString(CultureInfo.InvariantCulture);
        return new TableTransactionFailedException(failure);
    }

    // Rows mostly come in order, and then one comparison a row is enough.
    private static bool NamedBefore(WriteBatch batch, int index)
    {
        if (index == 0) return false;
        var key = batch.Bytes(batch[index].RowKey);
        if (index == batch.Ascending && key.SequenceCompareTo(batch.Bytes(batch[index - 1].RowKey)) > 0)
        {
            batch.Ascending++;
            return false;
        }

        for (var i = 0; i < index; i++)
        {
            if (key.SequenceEqual(batch.Bytes(batch[i].RowKey))) return true;
        }

        return false;
    }
}
