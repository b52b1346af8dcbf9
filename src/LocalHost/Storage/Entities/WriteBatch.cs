using Azure;
using Azure.Data.Tables;

namespace Cadenza.LocalHost.Storage.Entities;

/// <summary>What a write does.</summary>
internal enum WriteKind
{
    Insert,
    Replace,
    Merge,
    UpsertReplace,
    UpsertMerge,
    Delete,
}

/// <summary>One write: keys and properties are ranges of the batch's buffer.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="IfMatch">The version to match; default for kinds without a condition.</param>
/// <param name="PartitionKey">UTF-8.</param>
/// <param name="RowKey">UTF-8.</param>
/// <param name="Properties">As <see cref="PropertyEncoder"/> writes them.</param>
/// <param name="Fault">The first limit the row breaks, or null.</param>
internal readonly record struct RowWrite(WriteKind Kind, ETag IfMatch, Extent PartitionKey, Extent RowKey, Extent Properties, StorageFault? Fault);

/// <summary>A part of a buffer.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">Its length in bytes.</param>
internal readonly record struct Extent(int Start, int Length);

/// <summary>One or more writes, serialized into one pooled buffer by the caller's thread so that the writer only copies bytes.</summary>
internal sealed class WriteBatch : IDisposable
{
    private readonly PropertyEncoder _encoder = new();
    private RowWrite _first;
    private List<RowWrite>? _more;

    public int Count { get; private set; }

    /// <summary>How many rows from the start are known to be in ascending order of their row keys.</summary>
    public int Ascending { get; set; } = 1;

    public RowWrite this[int index] => index == 0 ? _first : _more![index - 1];

    public ReadOnlySpan<byte> Bytes(Extent extent) => _encoder.Written.Slice(extent.Start, extent.Length);

    public void Add(TableTransactionAction action)
    {
        // An update without a version is sent without If-Match, which the service takes as an upsert.
        var conditional = action.ETag != default;
        switch (action.ActionType)
        {
            case TableTransactionActionType.Add: Add(WriteKind.Insert, action.Entity, default); break;
            case TableTransactionActionType.UpdateMerge: Add(conditional ? WriteKind.Merge : WriteKind.UpsertMerge, action.Entity, action.ETag); break;
            case TableTransactionActionType.UpdateReplace: Add(conditional ? WriteKind.Replace : WriteKind.UpsertReplace, action.Entity, action.ETag); break;
            case TableTransactionActionType.UpsertMerge: Add(WriteKind.UpsertMerge, action.Entity, default); break;
            case TableTransactionActionType.UpsertReplace: Add(WriteKind.UpsertReplace, action.Entity, default); break;
            case TableTransactionActionType.Delete: AddDelete(action.Entity.PartitionKey, action.Entity.RowKey, conditional ? action.ETag : ETag.All); break;
            default: throw new InvalidOperationException($"Unknown action type {action.ActionType}.");
        }
    }

    public void Add(WriteKind kind, ITableEntity entity, ETag ifMatch)
    {
        _encoder.StartRow();
        var partitionKey = _encoder.Key(entity.PartitionKey);
        var rowKey = _encoder.Key(entity.RowKey);
        var start = _encoder.Written.Length;
        _encoder.StartProperties();
        EntityBinder.For(entity.GetType()).Write(entity, _encoder);
        Append(new RowWrite(kind, ifMatch, partitionKey, rowKey, new Extent(start, _encoder.Written.Length - start), _encoder.FinishRow()));
    }

    public void AddDelete(string partitionKey, string rowKey, ETag ifMatch)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        _encoder.StartRow();
        Append(new RowWrite(WriteKind.Delete, ifMatch, _encoder.Key(partitionKey), _encoder.Key(rowKey), default, _encoder.FinishRow()));
    }

    public void Dispose() => _encoder.Dispose();

    private void Append(RowWrite write)
    {
        if (Count++ == 0) _first = write;
        else (_more ??= []).Add(write);
    }
}
