using Cadenza.Domain.Flows;

namespace Cadenza.Functions.Flows;

/// <summary>The flows of an organization at one moment.</summary>
/// <param name="Revision">The revision of the counter they were read under.</param>
/// <param name="Live">Those with a live version, in the order of their creation.</param>
/// <param name="BySlug">All of them.</param>
internal sealed record LiveFlows(long Revision, IReadOnlyList<LiveFlow> Live, IReadOnlyDictionary<string, Flow> BySlug)
{
    private readonly Dictionary<string, LiveFlow> _live = Live.ToDictionary(flow => flow.Flow.Slug, StringComparer.Ordinal);

    /// <summary>The flow with a slug, if it has a live version.</summary>
    public LiveFlow? Find(string slug) => _live.GetValueOrDefault(slug);
}
