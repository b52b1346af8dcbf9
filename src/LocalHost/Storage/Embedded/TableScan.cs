using System.Text;
using Azure;
using Azure.Data.Tables;
using Cadenza.LocalHost.Storage.Embedded.Sqlite;
using Cadenza.LocalHost.Storage.Entities;
using Cadenza.LocalHost.Storage.OData;

namespace Cadenza.LocalHost.Storage.Embedded;

/// <summary>
/// One page of a query: the key range that the filter allows is read by index, the rest of the filter is applied row
/// by row. As on the service, a page may hold few rows or none and still have a successor, because a request looks at
/// a bounded number of rows.
/// </summary>
internal sealed class TableScan
{
    private const int MaxPage = 1000;
    private const int MaxLookedAt = 50_000;

    private readonly KeyRange _range;
    private readonly FilterNode? _filter;
    private readonly Selection? _selection;
    private readonly int _pageSize;

    public TableScan(TableQuery query, string? continuation)
    {
        if (query.PageSize is < 1 or > MaxPage) throw StorageFault.InvalidInput("A page holds 1 to 1,000 rows.").ToException();
        _pageSize = query.PageSize ?? MaxPage;
        _selection = Selection.Of(query.Select);
        var filter = string.IsNullOrWhiteSpace(query.Filter) ? null : FilterParser.Parse(query.Filter);
        _range = KeyRange.Of(filter);
        _filter = _range.IsWhole(filter) ? null : filter;
        if (continuation is not null) _range = _range.From(ContinuationToken.Parse(continuation));
    }

    public Page<T> Run<T>(Reader reader, long table)
        where T : class, ITableEntity
    {
        if (_range.IsEmpty) return Page<T>.FromValues([], null, StorageResponse.Ok);
        var found = new List<T>(_filter is null ? Math.Min(_pageSize, 64) : 16);
        var partitionKey = _range.Partition is null ? null : Encoding.UTF8.GetString(_range.Partition);
        var partition = _range.Partition;
        var looked = 0;
        var statement = Bind(reader, table);
        while (statement.Step())
        {
            var rowKey = statement.Bytes(0);
            if (_range.Partition is null && !statement.Bytes(3).SequenceEqual(partition))
            {
                partition = statement.Bytes(3).ToArray();
                partitionKey = Encoding.UTF8.GetString(partition);
            }

            if (found.Count == _pageSize || looked++ == MaxLookedAt)
            {
                var next = new ContinuationToken(partition!, rowKey.ToArray());
                statement.Reset();
                return Page<T>.FromValues(found, next.ToString(), StorageResponse.Ok);
            }

            var version = statement.Int64(1);
            var properties = statement.Bytes(2);
            if (_filter is null || _filter.Matches(new FilterRow(partition, rowKey, version, properties)))
                found.Add(EmbeddedTables.Materialize<T>(partitionKey!, Encoding.UTF8.GetString(rowKey), version, properties, _selection));
        }

        return Page<T>.FromValues(found, null, StorageResponse.Ok);
    }

    private Statement Bind(Reader reader, long table)
    {
        var limit = _filter is null ? _pageSize + 1 : -1;
        if (_range.Partition is { } partition)
            return BindEnd(reader.Partition.Bind(1, table).BindText(2, partition).BindText(3, _range.FromRow), 4, _range.ToRow).Bind(5, limit);
        return BindEnd(reader.Range.Bind(1, table).BindText(2, _range.FromPartition).BindText(3, _range.FromRow), 4, _range.ToPartition).Bind(5, limit);
    }

    // SQLite orders every blob after every text, so an empty blob is the end of all keys.
    private static Statement BindEnd(Statement statement, int index, byte[]? end) =>
        end is null ? statement.BindBlob(index, []) : statement.BindText(index, end);
}

/// <summary>A query as the client states it.</summary>
/// <param name="Filter">OData text, or null for every row.</param>
/// <param name="Select">The properties to return, or null for all.</param>
/// <param name="PageSize">1 to 1,000, or null for 1,000.</param>
internal sealed record TableQuery(string? Filter, string[]? Select, int? PageSize);

/// <summary>Where the next page begins.</summary>
internal readonly record struct ContinuationToken(byte[] PartitionKey, byte[] RowKey)
{
    public static ContinuationToken Parse(string text)
    {
        var parts = text.Split(' ');
        try
        {
            if (parts.Length == 2) return new(Convert.FromBase64String(parts[0]), Convert.FromBase64String(parts[1]));
        }
        catch (FormatException)
        {
            // Answered like any other text that is no token.
        }

        throw StorageFault.InvalidInput("The continuation token is not one of this table's.").ToException();
    }

    public override string ToString() => $"{Convert.ToBase64String(PartitionKey)} {Convert.ToBase64String(RowKey)}";
}
