using System.Collections.Concurrent;
using Cadenza.Domain.Organizations;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Events;
using Cadenza.Functions.Platform.Tables;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Workflows.Events;

/// <summary>
/// Who listens to events, so that what happens to a hundred thousand contacts at once need not be told to nobody. Whatever was
/// activated before a call counts in its answer, by whichever instance of the app: each call waits for the reading of one row,
/// which calls side by side share, and knows by it whether what it has kept still holds.
/// </summary>
internal sealed class EventListeners(WorkflowStore workflows) : IEventListeners
{
    private const int MaxOrganizations = 1000;
    private const int MaxTypes = 1000;
    private readonly ConcurrentDictionary<OrganizationId, Known> _known = new();

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
        if (!_known.TryGetValue(organization, out var known) || known.State != state)
        {
            if (_known.Count >= MaxOrganizations) _known.Clear();
            known = _known[organization] = new Known(state);
        }

        var any = await ReadAsync(organization, known, AwaitedEvents.AnyType, cancellation);
        var found = new Dictionary<string, TypeListeners>(types.Count, StringComparer.Ordinal);
        foreach (var type in types)
        {
            var listeners = await ReadAsync(organization, known, type, cancellation);
            found[type] = any.IsAwaited && !listeners.IsAwaited ? listeners with { IsAwaited = true } : listeners;
        }

        return found;
    }

    private async ValueTask<TypeListeners> ReadAsync(OrganizationId organization, Known known, string type, CancellationToken cancellation)
    {
        if (known.Types.TryGetValue(type, out var listeners)) return listeners;
        // Read behind the state that it is kept for: it may be newer than that, never older.
        listeners = await workflows.ListenersAsync(organization, type, cancellation);
        if (known.Types.Count >= MaxTypes) known.Types.Clear();
        return known.Types[type] = listeners;
    }

    private sealed record Known(string State)
    {
        public ConcurrentDictionary<string, TypeListeners> Types { get; } = new(StringComparer.Ordinal);
    }
}
