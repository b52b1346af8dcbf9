using Azure;
using Azure.Data.Tables;
using Cadenza.LocalHost.Durable.Hub;
using Cadenza.LocalHost.Durable.Scheduling;

namespace Cadenza.LocalHost.Durable.Client;

/// <summary>Removes orchestrations that have ended.</summary>
internal sealed class Purger(IHubStore store, HubReader reader, InstanceIndex index, InstanceLister lister, ShardWriter[] writers)
{
    private const int AtOnce = 16;

    /// <summary>Removes one, and its children when told; the number of those that were there and had ended.</summary>
    public async Task<int> PurgeAsync(string id, bool recursive, CancellationToken cancellation)
    {
        using var hold = await index.HoldAsync(id, cancellation).ConfigureAwait(false);
        if (index.Find(id) is not null || await reader.EndedAsync(id, cancellation).ConfigureAwait(false) is not { } state) return 0;
        var children = recursive ? await reader.ChildrenAsync(id, state, cancellation).ConfigureAwait(false) : [];
        await DeleteAsync(id, cancellation).ConfigureAwait(false);
        hold.Dispose();
        var count = 1;
        foreach (var child in children) count += await PurgeAsync(child, recursive, cancellation).ConfigureAwait(false);
        return count;
    }

    /// <summary>Removes all that a filter lets through, while the time lasts.</summary>
    /// <returns>How many, and whether that was all.</returns>
    public async Task<(int Count, bool IsComplete)> PurgeAsync(InstanceFilter filter, bool recursive, TimeSpan? within, CancellationToken cancellation)
    {
        var count = 0;
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (within is { } limit) time.CancelAfter(limit);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = time.Token };
        try
        {
            await Parallel.ForEachAsync(lister.FindAsync(filter, null, null, time.Token), options, async (found, _) =>
                Interlocked.Add(ref count, await PurgeAsync(found.Id, recursive, cancellation).ConfigureAwait(false))).ConfigureAwait(false);
            return (count, true);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (count, false);
        }
    }

    /// <summary>Deletes the rows, the one that says that it exists last. The shard's fence stands for their versions.</summary>
    private async Task DeleteAsync(string id, CancellationToken cancellation)
    {
        var shard = HubKeys.ShardOf(id);
        var partition = HubKeys.Partition(shard);
        var keys = new List<string>();
        await foreach (var row in store.RowsAsync(partition, HubKeys.History(id), cancellation).ConfigureAwait(false)) keys.Add(row.RowKey);
        keys.Add(HubKeys.EndedRow(id));
        var deletes = keys.Select(key => new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(partition, key), ETag.All));
        await writers[shard].EnqueueAsync([.. deletes]).ConfigureAwait(false);
    }
}
