using Azure;
using Azure.Data.Tables;
using Cadenza.LocalHost.Durable.History;
using Cadenza.LocalHost.Durable.Hub;
using Cadenza.LocalHost.Durable.Scheduling;
using Microsoft.DurableTask.Client;

namespace Cadenza.LocalHost.Durable.Client;

/// <summary>Removes orchestrations that have ended.</summary>
internal sealed class Purger(IHubStore store, HubReader reader, InstanceIndex index, InstanceLister lister, ShardWriter[] writers)
{
    private const int RowsAtOnce = 500;
    private const int AtOnce = 16;

    public async Task<int> PurgeAsync(string id, bool recursive, CancellationToken cancellation)
    {
        using var hold = await index.HoldAsync(id, cancellation).ConfigureAwait(false);
        if (index.Find(id) is not null || await reader.EndedAsync(id, cancellation).ConfigureAwait(false) is not { } state) return 0;
        var children = recursive ? await ChildrenAsync(id, state, cancellation).ConfigureAwait(false) : [];
        await DeleteAsync(id, cancellation).ConfigureAwait(false);
        hold.Dispose();
        var count = 1;
        foreach (var child in children) count += await PurgeAsync(child, recursive, cancellation).ConfigureAwait(false);
        return count;
    }

    public async Task<int> PurgeAsync(PurgeInstancesFilter filter, bool recursive, CancellationToken cancellation)
    {
        var statuses = (filter.Statuses ?? Enum.GetValues<OrchestrationRuntimeStatus>()).Where(InstanceState.IsEnd).ToList();
        var query = new OrchestrationQuery(filter.CreatedFrom, filter.CreatedTo, statuses);
        var count = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(lister.FindAsync(query, null, cancellation), options, async (found, token) =>
            Interlocked.Add(ref count, await PurgeAsync(found.Id, recursive, token).ConfigureAwait(false))).ConfigureAwait(false);
        return count;
    }

    private async Task<List<string>> ChildrenAsync(string id, InstanceState state, CancellationToken cancellation) =>
        [.. (await reader.HistoryAsync(id, state, cancellation).ConfigureAwait(false)).SelectMany(turn => turn).OfType<ChildScheduled>().Select(child => child.InstanceId)];

    /// <summary>Deletes the rows, the one that says that it exists last. The shard's fence stands for their versions.</summary>
    private async Task DeleteAsync(string id, CancellationToken cancellation)
    {
        var shard = HubKeys.ShardOf(id);
        var partition = HubKeys.Partition(shard);
        var keys = new List<string>();
        for (var from = HubKeys.History(id); ;)
        {
            var rows = await store.RangeAsync(partition, from, HubKeys.After(HubKeys.History(id)), RowsAtOnce, cancellation).ConfigureAwait(false);
            keys.AddRange(rows.Select(row => row.RowKey));
            if (rows.Count < RowsAtOnce) break;
            from = HubKeys.Next(keys[^1]);
        }

        keys.Add(HubKeys.EndedRow(id));
        var deleted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var deletes = keys.Select(key => new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(partition, key), ETag.All));
        writers[shard].Enqueue(new Commit([.. deletes], () => deleted.TrySetResult(), exception => deleted.TrySetException(exception)));
        await deleted.Task.ConfigureAwait(false);
    }
}
