using System.Runtime.CompilerServices;
using Azure.Data.Tables;

namespace Cadenza.LocalHost.Durable.Hub;

/// <summary>Reads many rows in pages.</summary>
internal static class HubRows
{
    private const int AtOnce = 1000;

    /// <summary>All rows of a partition whose keys begin with a prefix, in order.</summary>
    public static IAsyncEnumerable<TableEntity> RowsAsync(this IHubStore store, string partition, string prefix, CancellationToken cancellation) =>
        store.RowsAsync(partition, prefix, HubKeys.After(prefix), cancellation);

    /// <summary>All rows of a partition with <paramref name="from"/> ≤ key &lt; <paramref name="before"/>, in order.</summary>
    public static async IAsyncEnumerable<TableEntity> RowsAsync(this IHubStore store, string partition, string from, string before, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            var rows = await store.RangeAsync(partition, from, before, AtOnce, cancellation).ConfigureAwait(false);
            foreach (var row in rows) yield return row;
            if (rows.Count < AtOnce) yield break;
            from = HubKeys.Next(rows[^1].RowKey);
        }
    }
}
