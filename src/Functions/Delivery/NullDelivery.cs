using Cadenza.Domain.Delivery;

namespace Cadenza.Functions.Delivery;

/// <summary>Throws every message away and calls it sent: measures everything but the sending.</summary>
internal sealed class NullDelivery : IMessageDelivery
{
    private static readonly DeliveryOutcome Sent = new DeliveryOutcome.Sent();

    public string Name => "null";

    public int WaveSize => 100;

    public int MaxConcurrentWaves => 32;

    public bool IsIdempotent => true;

    public Task<IReadOnlyList<DeliveryOutcome>> SendAsync(IReadOnlyList<OutboundMessage> wave, CancellationToken cancellation)
    {
        var outcomes = new DeliveryOutcome[wave.Count];
        Array.Fill(outcomes, Sent);
        return Task.FromResult<IReadOnlyList<DeliveryOutcome>>(outcomes);
    }
}
