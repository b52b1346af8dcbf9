using Cadenza.Domain.Values;
using Cadenza.Functions.Delivery.Outbox;

namespace Cadenza.Functions.Delivery;

/// <summary>What carries the messages of each channel, as configured.</summary>
internal sealed class Deliveries : IDisposable
{
    private readonly Dictionary<Channel, IMessageDelivery> _byChannel;

    /// <summary>Deliveries that a test chose.</summary>
    public Deliveries(IReadOnlyDictionary<Channel, IMessageDelivery> byChannel) => _byChannel = new(byChannel);

    /// <summary>Deliveries along routes; the channels of one provider share its connections, those without one share the outbox.</summary>
    public Deliveries(IEnumerable<Route> routes, OutboxStore store, TimeProvider clock)
    {
        var outbox = new OutboxDelivery(store, clock);
        var nowhere = new NullDelivery();
        var providers = new Dictionary<Func<TimeProvider, IMessageDelivery>, IMessageDelivery>();
        _byChannel = routes.ToDictionary<Route, Channel, IMessageDelivery>(route => route.Channel, route => route.Kind switch
        {
            RouteKind.Provider => Shared(route.Provider!),
            RouteKind.Outbox => outbox,
            _ => nowhere,
        });

        IMessageDelivery Shared(Func<TimeProvider, IMessageDelivery> create) =>
            providers.TryGetValue(create, out var known) ? known : providers[create] = create(clock);
    }

    /// <summary>All that are in use.</summary>
    public IEnumerable<IMessageDelivery> All => _byChannel.Values.Distinct();

    /// <summary>What carries the messages of a channel.</summary>
    public IMessageDelivery For(Channel channel) => _byChannel[channel];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var delivery in All.OfType<IDisposable>()) delivery.Dispose();
    }
}
