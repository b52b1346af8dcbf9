using Cadenza.Domain.Leads;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Platform.Caching;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Leads;

/// <summary>The graphs in use. What a version holds never changes, so what was compiled once stays true.</summary>
internal sealed class CompiledLeadGraphs(WorkflowStore workflows)
{
    private const int MaxCached = 2000;

    private readonly LoadingCache<VersionKey<WorkflowId>, CompiledLeadGraph?> _plans = new(
        MaxCached,
        async key => await workflows.GetVersionAsync(key.Organization, key.Id, key.Version, CancellationToken.None) is { } stored
            ? new CompiledLeadGraph(key.Version, stored.Content.Graph)
            : null);

    /// <summary>The graph of a version, or null when there is no such version.</summary>
    public ValueTask<CompiledLeadGraph?> FindAsync(OrganizationId organization, WorkflowId id, int version, CancellationToken cancellation) =>
        _plans.GetAsync(new(organization, id, version), cancellation);

    /// <summary>Those of some older versions that there are, by number.</summary>
    public async Task<IReadOnlyDictionary<int, CompiledLeadGraph>> FindAllAsync(
        OrganizationId organization, WorkflowId id, IEnumerable<int> versions, CancellationToken cancellation)
    {
        var found = new Dictionary<int, CompiledLeadGraph>();
        foreach (var version in versions)
        {
            if (await FindAsync(organization, id, version, cancellation) is { } plan) found[version] = plan;
        }

        return found;
    }
}
