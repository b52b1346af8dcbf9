using System.Globalization;
using System.Runtime.CompilerServices;
using Azure.Data.Tables;

namespace Cadenza.Functions.Platform.Tables;

/// <summary>The key of a row in a due index.</summary>
/// <param name="At">When it is due.</param>
/// <param name="Parts">All parts of the key; the time is the first.</param>
internal readonly record struct DueKey(DateTimeOffset At, string[] Parts);

/// <summary>What the due indexes of table <c>due</c> share: a few partitions, and rows that are nothing but a key which begins with a time.</summary>
internal static class DueRows
{
    /// <summary>Partitions of each index, so that many entries can be noted at once. Part of the stored format.</summary>
    public const int Shards = 4;

    /// <summary>What was due before a time, the oldest of each partition first.</summary>
    public static async IAsyncEnumerable<DueKey> ListDueAsync(
        this TableClient table, Func<int, string> partition, DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var shard = 0; shard < Shards; shard++)
        {
            await foreach (var key in table.ListDueAsync(partition(shard), RowKey.Time(before), pageSize: null, cancellation)) yield return key;
        }
    }

    /// <summary>The rows of one partition whose keys sort before another, in order.</summary>
    public static async IAsyncEnumerable<DueKey> ListDueAsync(
        this TableClient table, string partition, string before, int? pageSize, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey lt {before}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, pageSize, cancellationToken: cancellation))
        {
            var parts = row.RowKey.Split('|');
            yield return new DueKey(new DateTimeOffset(long.Parse(parts[0], CultureInfo.InvariantCulture), TimeSpan.Zero), parts);
        }
    }
}
