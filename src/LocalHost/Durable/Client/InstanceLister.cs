using System.Globalization;
using System.Runtime.CompilerServices;
using Cadenza.LocalHost.Durable.Hub;
using Cadenza.LocalHost.Durable.Scheduling;
using Microsoft.DurableTask.Protobuf;

namespace Cadenza.LocalHost.Durable.Client;

/// <summary>
/// Lists stored orchestrations shard by shard, those that run before those that have ended. One that ends between two
/// pages may be listed twice.
/// </summary>
internal sealed class InstanceLister(IHubStore store, InstanceIndex index, InstanceReports reports, string hubName)
{
    private const int MostInPage = 1000;

    /// <summary>A page of what a query asks for.</summary>
    /// <exception cref="ArgumentException">The continuation token is none.</exception>
    public async Task<QueryInstancesResponse> PageAsync(InstanceQuery query, CancellationToken cancellation)
    {
        var page = new QueryInstancesResponse();
        if (query.TaskHubNames.Count > 0 && !query.TaskHubNames.Contains(hubName, StringComparer.OrdinalIgnoreCase)) return page;
        var size = query.MaxInstanceCount is > 0 and < MostInPage and var asked ? asked : MostInPage;
        await foreach (var (last, id, state) in FindAsync(InstanceFilter.Of(query), query.InstanceIdPrefix, query.ContinuationToken, cancellation).ConfigureAwait(false))
        {
            page.OrchestrationState.Add(await reports.OfAsync(id, state, query.FetchInputsAndOutputs, cancellation).ConfigureAwait(false));
            if (page.OrchestrationState.Count < size) continue;
            page.ContinuationToken = last;
            break;
        }

        return page;
    }

    /// <summary>The stored states that a filter lets through, after the row a token points at.</summary>
    public async IAsyncEnumerable<(string Token, string Id, InstanceState State)> FindAsync(InstanceFilter filter, string? idPrefix, string? token, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var prefix = HubKeys.Encode(idPrefix ?? "");
        var (first, last) = Position(token);
        for (var shard = first; shard < HubKeys.Shards; shard++)
        {
            foreach (var kind in (string[])[HubKeys.Active, HubKeys.Ended])
            {
                var from = kind + prefix;
                if (shard == first && last is not null)
                {
                    if (string.CompareOrdinal(last, HubKeys.After(from)) >= 0) continue;
                    if (string.CompareOrdinal(last, from) >= 0) from = HubKeys.Next(last);
                }

                await foreach (var row in store.RowsAsync(HubKeys.Partition(shard), from, HubKeys.After(kind + prefix), cancellation).ConfigureAwait(false))
                {
                    var (id, state) = (HubKeys.Decode(row.RowKey[1..]), InstanceState.Read(row));
                    // What is left of an ended orchestration whose id runs again.
                    if (state.HasEnded && index.Find(id)?.State is not null) continue;
                    if (filter.Matches(state)) yield return ($"{shard:x}{row.RowKey}", id, state);
                }
            }
        }
    }

    private static (int Shard, string? Row) Position(string? token)
    {
        if (string.IsNullOrEmpty(token)) return (0, null);
        return int.TryParse(token.AsSpan(0, 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var shard)
            ? (shard, token[1..])
            : throw new ArgumentException($"'{token}' is no continuation token.", nameof(token));
    }
}
