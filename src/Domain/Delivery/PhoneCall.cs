using Cadenza.Domain.Values;

namespace Cadenza.Domain.Delivery;

/// <summary>One phone call to one recipient.</summary>
/// <param name="Organization">Whose call it is.</param>
/// <param name="IdempotencyKey">The key of the message in the ledger, the same at every attempt.</param>
/// <param name="To">Recipient, in E.164.</param>
/// <param name="AgentId">The agent that speaks.</param>
/// <param name="ContactId">Who is called.</param>
/// <param name="ContactName">The recipient's name, if known.</param>
public sealed record PhoneCall(
    string Organization,
    string IdempotencyKey,
    string To,
    string AgentId,
    string ContactId,
    string? ContactName) : OutboundMessage(Organization, IdempotencyKey, To)
{
    /// <summary>The number that calls, in E.164; null leaves it to the agent.</summary>
    public string? From { get; init; }

    /// <summary>Where the provider tells how the call went; null when nobody wants to know.</summary>
    public string? ResultUrl { get; init; }

    /// <inheritdoc/>
    public override Channel Channel => Channel.Call;
}
