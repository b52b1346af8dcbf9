using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;

namespace Cadenza.Functions.Timing;

/// <summary>What all due indexes share.</summary>
internal static class DueIndex
{
    /// <summary>Partitions of each index, so that many entries can be noted at once. Part of the stored format.</summary>
    public const int Shards = 4;

    /// <summary>The partition of something whose id ends in a hexadecimal digit, which is as good as drawn by lot.</summary>
    public static int ShardOf(string id) => Convert.ToInt32(id[^1..], 16) % Shards;
}

/// <summary>
/// When things of one kind are due. Rows are nothing but a key that begins with a time, in a few partitions: <c>kind|shard</c>,
/// <c>time|parts of the key</c>. An entry is written before the row it stands for and removed after it, so what is due is never
/// missing; one that stands for nothing is removed by the sweep.
/// </summary>
/// <typeparam name="TKey">What names a thing of the kind.</typeparam>
internal sealed class DueIndex<TKey>(StorageTables tables)
    where TKey : IDueKey<TKey>
{
    private const string NotedColumn = "NotedAt";

    private readonly TableClient _table = TKey.Table(tables);

    /// <summary>Adds an entry.</summary>
    public Task PutAsync(Due<TKey> entry, CancellationToken cancellation)
    {
        var row = new TableEntity(Partition(entry.Key.Shard), RowOf(entry)) { [RowKey.SchemaColumn] = RowKey.Schema };
        if (entry.NotedAt is { } noted) row[NotedColumn] = noted;
        // Upsert without ETag: the key is all there is to it, and of two writers the later one's time may stay. It makes a new version.
        return _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellation);
    }

    /// <summary>Forgets an entry; one that was read is kept where it was noted again since. One that is not there is no error.</summary>
    public async Task RemoveAsync(Due<TKey> entry, CancellationToken cancellation)
    {
        try
        {
            // Without a version the caller has settled what the entry stood for, whoever noted it.
            await _table.DeleteEntityAsync(Partition(entry.Key.Shard), RowOf(entry), entry.Version ?? ETag.All, cancellation);
        }
        catch (RequestFailedException error) when (error.IsMissing() || error.IsStale())
        {
            // Somebody else removed it, or noted it again.
        }
    }

    /// <summary>What is due by a time, the oldest of each partition first.</summary>
    /// <param name="by">The time.</param>
    /// <param name="most">The most to read of each partition.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async IAsyncEnumerable<Due<TKey>> ListAsync(DateTimeOffset by, int most, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var shard = 0; shard < DueIndex.Shards; shard++)
        {
            await foreach (var entry in ListAsync(shard, by, cancellation).Take(most).WithCancellation(cancellation)) yield return entry;
        }
    }

    /// <summary>What is due by a time in one partition, the oldest first.</summary>
    public async IAsyncEnumerable<Due<TKey>> ListAsync(int shard, DateTimeOffset by, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(shard)} and RowKey lt {RowKey.Time(by) + RowKey.AfterSeparator}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            var parts = row.RowKey.Split('|');
            yield return new Due<TKey>(new DateTimeOffset(long.Parse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture), TimeSpan.Zero), TKey.Read(parts))
            {
                NotedAt = row.GetDateTimeOffset(NotedColumn),
                Version = row.ETag,
            };
        }
    }

    private static string RowOf(Due<TKey> entry) => $"{RowKey.Time(entry.At)}|{entry.Key.Text}";

    private static string Partition(int shard) => TKey.Kind.Length == 0 ? RowKey.Number(shard, 2) : RowKey.Join(TKey.Kind, RowKey.Number(shard, 2));
}
