using Cadenza.Domain.Delivery;

namespace Cadenza.Functions.Delivery;

/// <summary>Hands rendered messages over to whatever carries them. Callers have passed the send gate and written the ledger.</summary>
internal interface IMessageDelivery
{
    /// <summary>For logs and the ledger: <c>smtp</c>, <c>twilio</c>, <c>outbox</c>.</summary>
    string Name { get; }

    /// <summary>The most messages handed over in one call; bounds what a crash can leave unknown.</summary>
    int WaveSize { get; }

    /// <summary>How many calls may be under way at once in a process.</summary>
    int MaxConcurrentWaves { get; }

    /// <summary>True when the same idempotency key delivered twice arrives once, so that any failure may be tried again.</summary>
    bool IsIdempotent { get; }

    /// <summary>
    /// Delivers messages of a channel it was chosen for (<see cref="Deliveries"/>), and never throws for a message: there is one outcome a message, in the same order.
    /// Cancellation keeps messages from starting (<see cref="DeliveryCode.Stopped"/>); those under way are finished.
    /// </summary>
    Task<IReadOnlyList<DeliveryOutcome>> SendAsync(IReadOnlyList<OutboundMessage> wave, CancellationToken cancellation);
}
