using Azure;
using Azure.Data.Tables;

namespace Cadenza.LocalHost.Durable.Hub;

/// <summary>
/// How the rows of a task hub are laid out. The first version left no mark; each later one has a row that names it, and
/// rows without that mark are the first's.
/// </summary>
internal sealed class HubLayout(IHubStore store, string hubName)
{
    private const int Present = 2;
    private const string Version = "Version";

    /// <summary>Whether the rows are of an older layout and have to go before the hub can be used.</summary>
    /// <exception cref="TaskHubLayoutException">They are of a layout that cannot be used here.</exception>
    public async Task<bool> MustRebuildAsync(OldHubLayout choice, CancellationToken cancellation)
    {
        var mark = await store.GetAsync(HubKeys.LeasePartition, HubKeys.LayoutRow, cancellation).ConfigureAwait(false);
        var found = mark?.GetInt32(Version) ?? 1;
        if (found > Present) throw TaskHubLayoutException.Newer(hubName, found, Present);
        if (found == Present || await IsEmptyAsync(cancellation).ConfigureAwait(false)) return false;
        return choice == OldHubLayout.Rebuild ? true : throw TaskHubLayoutException.Older(hubName, found, Present);
    }

    /// <summary>Leaves the mark of the present layout.</summary>
    public Task MarkAsync(CancellationToken cancellation)
    {
        var row = new TableEntity(HubKeys.LeasePartition, HubKeys.LayoutRow) { [Version] = Present };
        return store.TryWriteAsync([new(TableTransactionActionType.UpsertReplace, row)], cancellation);
    }

    /// <summary>Removes every row of a shard but its fence, whatever layout it has.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> ClearAsync(int shard, ShardWriter writer, CancellationToken cancellation)
    {
        const int AtOnce = 1000;
        for (var count = 0; ;)
        {
            var rows = await RowsAsync(shard, AtOnce, cancellation).ConfigureAwait(false);
            if (rows.Count == 0) return count;
            await writer.WriteNowAsync([.. rows.Select(Delete)], cancellation).ConfigureAwait(false);
            count += rows.Count;
        }
    }

    private async Task<bool> IsEmptyAsync(CancellationToken cancellation)
    {
        for (var shard = 0; shard < HubKeys.Shards; shard++)
        {
            if ((await RowsAsync(shard, 1, cancellation).ConfigureAwait(false)).Count > 0) return false;
        }

        return true;
    }

    private Task<List<TableEntity>> RowsAsync(int shard, int count, CancellationToken cancellation) =>
        store.RangeAsync(HubKeys.Partition(shard), HubKeys.Next(HubKeys.Fence), "\u007f", count, cancellation);

    private static TableTransactionAction Delete(TableEntity row) =>
        new(TableTransactionActionType.Delete, new TableEntity(row.PartitionKey, row.RowKey), ETag.All);
}
