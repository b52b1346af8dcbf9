using System.Globalization;
using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Cadenza.LocalHost.Durable.Hub;
using Cadenza.LocalHost.Durable.Scheduling;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Cadenza.LocalHost.Durable.Client;

/// <summary>
/// Lists stored orchestrations shard by shard, those that run before those that have ended. One that ends between two
/// pages may be listed twice.
/// </summary>
internal sealed class InstanceLister(IHubStore store, InstanceIndex index, InstanceMetadata metadata, string hubName)
{
    private const int RowsAtOnce = 500;

    public AsyncPageable<OrchestrationMetadata> List(OrchestrationQuery query) =>
        Pageable.Create<OrchestrationMetadata>((token, size, cancellation) => PageAsync(query, token ?? query.ContinuationToken, size ?? query.PageSize, cancellation));

    /// <summary>The stored states that a query asks for, after the row a token points at.</summary>
    public async IAsyncEnumerable<(string Token, string Id, InstanceState State)> FindAsync(OrchestrationQuery query, string? token, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var statuses = query.Statuses?.ToHashSet();
        var prefix = HubKeys.Encode(query.InstanceIdPrefix ?? "");
        var first = token is null ? 0 : int.Parse(token.AsSpan(0, 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        for (var shard = first; shard < HubKeys.Shards; shard++)
        {
            foreach (var kind in (string[])[HubKeys.Active, HubKeys.Ended])
            {
                var from = kind + prefix;
                if (shard == first && token?[1..] is { } last)
                {
                    if (string.CompareOrdinal(last, HubKeys.After(from)) >= 0) continue;
                    if (string.CompareOrdinal(last, from) >= 0) from = HubKeys.Next(last);
                }

                await foreach (var row in RowsAsync(HubKeys.Partition(shard), from, HubKeys.After(kind + prefix), cancellation).ConfigureAwait(false))
                {
                    var (id, state) = (HubKeys.Decode(row.RowKey[1..]), InstanceState.Read(row));
                    // What is left of an ended orchestration whose id runs again.
                    if (state.HasEnded && index.Find(id)?.State is not null) continue;
                    if (Matches(query, statuses, state)) yield return ($"{shard:x}{row.RowKey}", id, state);
                }
            }
        }
    }

    private async Task<Page<OrchestrationMetadata>> PageAsync(OrchestrationQuery query, string? token, int size, CancellationToken cancellation)
    {
        var found = new List<OrchestrationMetadata>();
        if (query.TaskHubNames is { } hubs && !hubs.Contains(hubName, StringComparer.OrdinalIgnoreCase)) return new Page<OrchestrationMetadata>(found);
        await foreach (var (last, id, state) in FindAsync(query, token, cancellation).ConfigureAwait(false))
        {
            found.Add(await metadata.OfAsync(id, state, query.FetchInputsAndOutputs, cancellation).ConfigureAwait(false));
            if (found.Count >= Math.Max(1, size)) return new Page<OrchestrationMetadata>(found, last);
        }

        return new Page<OrchestrationMetadata>(found);
    }

    private async IAsyncEnumerable<TableEntity> RowsAsync(string partition, string from, string before, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            var rows = await store.RangeAsync(partition, from, before, RowsAtOnce, cancellation).ConfigureAwait(false);
            foreach (var row in rows) yield return row;
            if (rows.Count < RowsAtOnce) yield break;
            from = HubKeys.Next(rows[^1].RowKey);
        }
    }

    private static bool Matches(OrchestrationQuery query, HashSet<OrchestrationRuntimeStatus>? statuses, InstanceState state) =>
        statuses?.Contains(state.Status) != false
        && (query.CreatedFrom is not { } from || state.CreatedAt >= from)
        && (query.CreatedTo is not { } to || state.CreatedAt <= to);
}
