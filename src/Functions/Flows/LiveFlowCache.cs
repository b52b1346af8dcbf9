using System.Collections.Concurrent;
using Cadenza.Domain.Flows;
using Cadenza.Domain.Organizations;
using Cadenza.Functions.Flows.Storage;

namespace Cadenza.Functions.Flows;

/// <summary>
/// The flows of each organization, kept ready and known to within <see cref="MaxAge"/>: a busy organization costs one point
/// read a second, and reading its flows again only when the counter's revision says that something changed. What this
/// process writes is seen at once.
/// </summary>
internal sealed class LiveFlowCache(FlowStore flows, TimeProvider clock)
{
    /// <summary>The greatest age of a reading that is acted on.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private const int MaxKept = 1000;
    private const int ReadsAtOnce = 16;

    private readonly ConcurrentDictionary<OrganizationId, Reading> _readings = new();

    /// <summary>The flows of an organization.</summary>
    public async ValueTask<LiveFlows> GetAsync(OrganizationId organization, CancellationToken cancellation)
    {
        if (_readings.TryGetValue(organization, out var reading) && clock.GetElapsedTime(reading.At) <= MaxAge && !reading.Catalog.IsFaulted)
            return await reading.Catalog.WaitAsync(cancellation);
        if (_readings.Count >= MaxKept) _readings.Clear();
        var before = reading is { Catalog.IsCompletedSuccessfully: true } ? reading.Catalog.Result : null;
        // Noted before it begins: a change made while it is being read makes it forgotten, and read again.
        var fresh = new Reading(new Lazy<Task<LiveFlows>>(() => ReadAsync(organization, before)), clock.GetTimestamp());
        _readings[organization] = fresh;
        return await fresh.Catalog.WaitAsync(cancellation);
    }

    /// <summary>Something of the organization's flows was written.</summary>
    public void Forget(OrganizationId organization) => _readings.TryRemove(organization, out _);

    private async Task<LiveFlows> ReadAsync(OrganizationId organization, LiveFlows? before)
    {
        // Shared by every request that asks meanwhile, so it does not end with the one that asked first.
        var counter = await flows.CounterAsync(organization, CancellationToken.None);
        if (before is not null && before.Revision == counter.Revision) return before;
        var all = new List<Flow>();
        await foreach (var stored in flows.ListAsync(organization, CancellationToken.None)) all.Add(stored.Flow);
        var live = new List<LiveFlow>();
        foreach (var chunk in all.Where(flow => flow.Active is not null).Chunk(ReadsAtOnce))
        {
            live.AddRange((await Task.WhenAll(chunk.Select(flow => ReadyAsync(organization, flow)))).OfType<LiveFlow>());
        }

        return new LiveFlows(counter.Revision, live, all.ToDictionary(flow => flow.Slug, StringComparer.Ordinal));
    }

    // A version that is gone was deleted between the two readings; the next reading shows what came instead.
    private async Task<LiveFlow?> ReadyAsync(OrganizationId organization, Flow flow) =>
        await flows.GetVersionAsync(organization, flow.Active!.Id, CancellationToken.None) is { } stored ? LiveFlow.Of(flow, stored.Version) : null;

    private sealed record Reading(Lazy<Task<LiveFlows>> Lookup, long At)
    {
        public Task<LiveFlows> Catalog => Lookup.Value;
    }
}
