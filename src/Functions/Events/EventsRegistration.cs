using Cadenza.Functions.Events.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.Functions.Events;

/// <summary>Adds the inbox of events and the queue to it (F1, F2).</summary>
internal static class EventsRegistration
{
    /// <summary>Adds the store and what runs on it.</summary>
    public static IServiceCollection AddEvents(this IServiceCollection services) => services
        .AddSingleton<EventStore>()
        .AddSingleton<EventHistory>()
        .AddSingleton<EventInbox>()
        .AddSingleton<EventQueue>();
}
