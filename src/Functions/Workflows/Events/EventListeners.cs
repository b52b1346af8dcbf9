using Cadenza.Domain.Workflows;
using Cadenza.Functions.Events;
using Cadenza.Functions.Platform.Caching;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Workflows.Events;

/// <summary>
/// Who listens to events, so that what happens to a hundred thousand contacts at once need not be told to nobody. Whatever was
/// activated before a call counts in its answer, by whichever instance of the app: each call waits for the reading of one row,
/// which calls side by side share, and knows by it whether what it has kept still holds.
/// </summary>
internal sealed class EventListeners(WorkflowStore workflows) : IEventListeners
{
    private const int MaxKept = 100_000;

    // Read behind the state that it is kept for: it may be newer than that, never older.
    private readonly LoadingCache<(OrganizationId Organization, string State, string Type), TypeListeners> _known =
        new(MaxKept, key => workflows.ListenersAsync(key.Organization, key.Type, CancellationToken.None));

    private readonly SharedReads<OrganizationId, string?> _listening =
        new(organization => workflows.ListeningAsync(organization, CancellationToken.None));

    /// <inheritdoc/>
    public async Task<IReadOnlySet<string>> WantedAsync(OrganizationId organization, IReadOnlyCollection<string> types, CancellationToken cancellation)
    {
        var found = await OfAsync(organization, types, cancellation);
        return found.Where(type => type.Value.IsWanted).Select(type => type.Key).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Who listens to each of some types.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="types">The types, normalized, each once.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<IReadOnlyDictionary<string, TypeListeners>> OfAsync(
        OrganizationId organization, IReadOnlyCollection<string> types, CancellationToken cancellation)
    {
        if (await _listening.AskAsync(organization, cancellation) is not { } state) return types.ToDictionary(type => type, _ => TypeListeners.None, StringComparer.Ordinal);
        var any = await _known.GetAsync((organization, state, AwaitedEvents.AnyType), cancellation);
        var found = new Dictionary<string, TypeListeners>(types.Count, StringComparer.Ordinal);
        foreach (var type in types)
        {
            var listeners = await _known.GetAsync((organization, state, type), cancellation);
            found[type] = any.IsAwaited && !listeners.IsAwaited ? listeners with { IsAwaited = true } : listeners;
        }

        return found;
    }
}
