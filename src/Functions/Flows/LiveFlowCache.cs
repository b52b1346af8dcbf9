using Cadenza.Domain.Flows;
using Cadenza.Functions.Flows.Storage;
using Cadenza.Functions.Platform.Caching;

namespace Cadenza.Functions.Flows;

/// <summary>
/// The flows of each organization, kept ready and known to within <see cref="MaxAge"/>: a busy organization costs one point
/// read a second, and reading its flows again only when the counter's revision says that something changed. What this
/// process writes is seen at once.
/// </summary>
internal sealed class LiveFlowCache
{
    /// <summary>The greatest age of a reading that is acted on.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private const int MaxKept = 1000;
    private const int ReadsAtOnce = 16;

    private readonly FlowStore _flows;
    private readonly LoadingCache<OrganizationId, LiveFlows> _known;

    /// <summary>Keeps nothing yet.</summary>
    public LiveFlowCache(FlowStore flows, TimeProvider clock) =>
        (_flows, _known) = (flows, new LoadingCache<OrganizationId, LiveFlows>(MaxKept, ReadAsync, MaxAge, clock));

    /// <summary>The flows of an organization.</summary>
    public ValueTask<LiveFlows> GetAsync(OrganizationId organization, CancellationToken cancellation) => _known.GetAsync(organization, cancellation);

    /// <summary>Something of the organization's flows was written.</summary>
    public void Forget(OrganizationId organization) => _known.Forget(organization);

    private async Task<LiveFlows> ReadAsync(OrganizationId organization)
    {
        var before = _known.Last(organization);
        var counter = await _flows.CounterAsync(organization, CancellationToken.None);
        if (before is not null && before.Revision == counter.Revision) return before;
        var all = new List<Flow>();
        await foreach (var stored in _flows.ListAsync(organization, CancellationToken.None)) all.Add(stored.Flow);
        var live = new List<LiveFlow>();
        foreach (var chunk in all.Where(flow => flow.Active is not null).Chunk(ReadsAtOnce))
        {
            live.AddRange((await Task.WhenAll(chunk.Select(flow => ReadyAsync(organization, flow)))).OfType<LiveFlow>());
        }

        return new LiveFlows(counter.Revision, live, all.ToDictionary(flow => flow.Slug, StringComparer.Ordinal));
    }

    // A version that is gone was deleted between the two readings; the next reading shows what came instead.
    private async Task<LiveFlow?> ReadyAsync(OrganizationId organization, Flow flow) =>
        await _flows.GetVersionAsync(organization, flow.Active!.Id, CancellationToken.None) is { } stored ? LiveFlow.Of(flow, stored.Version) : null;
}
