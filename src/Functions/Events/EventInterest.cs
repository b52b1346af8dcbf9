using System.Collections.Concurrent;
using Cadenza.Domain.Organizations;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Storage;

namespace Cadenza.Functions.Events;

/// <summary>
/// Whether anybody waits for events of a type, so that what happens to a hundred thousand contacts at once need not be told
/// to nobody. Known to within half a second.
/// </summary>
internal sealed class EventInterest(WorkflowStore workflows, WaitStore waits, TimeProvider clock)
{
    private const int MaxKnown = 5000;
    private static readonly TimeSpan Holds = TimeSpan.FromMilliseconds(500);
    private readonly ConcurrentDictionary<(OrganizationId Organization, string Type), (bool IsWanted, DateTimeOffset At)> _known = new();

    /// <summary>Whether an active workflow listens to the type, or a run waits for it.</summary>
    public async ValueTask<bool> IsWantedAsync(OrganizationId organization, string type, CancellationToken cancellation)
    {
        var key = (organization, EventType.Normalize(type));
        var now = clock.GetUtcNow();
        if (_known.TryGetValue(key, out var known) && now - known.At < Holds) return known.IsWanted;
        var isWanted = (await workflows.ListenersAsync(organization, key.Item2, cancellation)).Count > 0
            || await waits.AnyAsync(organization, key.Item2, cancellation);
        if (_known.Count >= MaxKnown) _known.Clear();
        _known[key] = (isWanted, now);
        return isWanted;
    }
}
