using Cadenza.Functions.Events.Storage;
using Cadenza.Functions.Platform.Retention;

namespace Cadenza.Functions.Events;

/// <summary>The inbox: each event once, with what came of it, for as long as events are kept.</summary>
internal sealed class EventInbox(EventStore store, RetentionNotes retention)
{
    /// <summary>Takes events in about which nothing is decided yet; answers the keys of those that were there already.</summary>
    public Task<IReadOnlySet<string>> ReceiveAsync(OrganizationId organization, IReadOnlyList<CloudEvent> events, CancellationToken cancellation) =>
        AddAsync(organization, [.. events.Select(one => new EventToStore(EventKey.Of(one), one))], cancellation);

    /// <inheritdoc cref="EventStore.AddAsync"/>
    public async Task<IReadOnlySet<string>> AddAsync(OrganizationId organization, IReadOnlyList<EventToStore> events, CancellationToken cancellation)
    {
        await retention.NoteEventsAsync(organization, cancellation);
        return await store.AddAsync(organization, events, cancellation);
    }

    /// <inheritdoc cref="EventStore.DecideAsync"/>
    public Task<IReadOnlySet<string>> DecideAsync(OrganizationId organization, IReadOnlyList<EventToStore> events, CancellationToken cancellation) =>
        store.DecideAsync(organization, events, cancellation);

    /// <inheritdoc cref="EventStore.GetAsync"/>
    public Task<InboxEvent?> GetAsync(OrganizationId organization, string key, CancellationToken cancellation) => store.GetAsync(organization, key, cancellation);

    /// <inheritdoc cref="EventStore.GetOutcomesAsync"/>
    public Task<IReadOnlyList<EventOutcome>?> GetOutcomesAsync(OrganizationId organization, string key, CancellationToken cancellation) =>
        store.GetOutcomesAsync(organization, key, cancellation);
}
