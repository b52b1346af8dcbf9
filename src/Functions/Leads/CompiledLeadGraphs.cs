using System.Collections.Concurrent;
using Cadenza.Domain.Leads;
using Cadenza.Domain.Organizations;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Leads;

/// <summary>The graphs in use. What a version holds never changes, so what was compiled once stays true.</summary>
internal sealed class CompiledLeadGraphs(WorkflowStore workflows)
{
    private const int MaxCached = 2000;
    private readonly ConcurrentDictionary<(WorkflowId Id, int Version), CompiledLeadGraph> _plans = new();

    /// <summary>The graph of a version, or null when there is no such version.</summary>
    public async ValueTask<CompiledLeadGraph?> FindAsync(OrganizationId organization, WorkflowId id, int version, CancellationToken cancellation)
    {
        if (_plans.TryGetValue((id, version), out var known)) return known;
        if (await workflows.GetVersionAsync(organization, id, version, cancellation) is not { } stored) return null;
        if (_plans.Count >= MaxCached) _plans.Clear();
        return _plans.GetOrAdd((id, version), new CompiledLeadGraph(version, stored.Content.Graph));
    }

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
