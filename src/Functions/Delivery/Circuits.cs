using System.Collections.Concurrent;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Values;
using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Delivery;

/// <summary>A channel through which nothing gets.</summary>
/// <param name="Channel">Its name.</param>
/// <param name="Provider">What carries its messages.</param>
/// <param name="Outage">Since when, and why.</param>
internal sealed record ChannelOutage(string Channel, string Provider, Outage Outage);

/// <summary>
/// The circuits of this process: one for each channel and sender, so that a sender of one organization that a provider
/// refuses does not keep the messages of others back.
/// </summary>
internal sealed class Circuits(Deliveries deliveries, RetrySchedule retries, TimeProvider clock, ILogger<Circuits> log)
{
    private const int MaxKnown = 1000;
    private readonly ConcurrentDictionary<(Channel Channel, string? Sender), Circuit> _circuits = new();

    /// <summary>The circuit of a channel and a sender, if the step names one.</summary>
    public Circuit For(Channel channel, string? sender)
    {
        if (_circuits.Count >= MaxKnown) Forget();
        return _circuits.GetOrAdd((channel, sender), key => new Circuit(key.Channel.Name(), deliveries.For(key.Channel).Name, retries, clock, log));
    }

    /// <summary>The circuit of a message.</summary>
    public Circuit For(OutboundMessage message) => For(message.Channel, message switch
    {
        EmailMessage email => email.From,
        WhatsAppMessage whatsApp => whatsApp.Sender,
        PhoneCall call => call.AgentId,
        _ => null,
    });

    /// <summary>The channels with an outage, each once, with the one that began first.</summary>
    public IReadOnlyList<ChannelOutage> Outages() =>
    [
        .. _circuits
            .Select(known => (Channel: known.Key.Channel, known.Value.Outage))
            .Where(known => known.Outage is not null)
            .Select(known => new ChannelOutage(known.Channel.Name(), deliveries.For(known.Channel).Name, known.Outage!))
            .GroupBy(known => (known.Channel, known.Provider))
            .Select(known => known.MinBy(one => one.Outage.Since)!)
            .OrderBy(known => known.Channel, StringComparer.Ordinal),
    ];

    // Those without an outage hold nothing that is worth keeping.
    private void Forget()
    {
        foreach (var (key, circuit) in _circuits)
        {
            if (circuit.Outage is null) _circuits.TryRemove(key, out _);
        }
    }
}
