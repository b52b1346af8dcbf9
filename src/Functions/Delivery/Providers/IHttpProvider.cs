using Cadenza.Domain.Delivery;

namespace Cadenza.Functions.Delivery.Providers;

/// <summary>A provider's side of the conversation: how a message is put to it, and what its answers mean.</summary>
internal interface IHttpProvider
{
    /// <summary>For logs: <c>twilio</c>, <c>whatsapp</c> or <c>calls</c>.</summary>
    string Name { get; }

    /// <summary>True when the provider takes the same idempotency key once only.</summary>
    bool IsIdempotent { get; }

    /// <summary>The request for a message, or null with the outcome of a message that cannot be put to this provider.</summary>
    ProviderRequest? Request(OutboundMessage message, out DeliveryOutcome? refusal);

    /// <summary>What an answer says of the message.</summary>
    DeliveryOutcome Read(ProviderAnswer answer);
}
