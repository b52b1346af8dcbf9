using Cadenza.Domain.Values;

namespace Cadenza.Domain.Delivery;

/// <summary>Which message it is, and whose.</summary>
/// <param name="Organization">Whose message it is.</param>
/// <param name="IdempotencyKey">The ledger key: the same key is the same message, however often it is handed over.</param>
public sealed record MessageIdentity(string Organization, string IdempotencyKey)
{
    /// <summary>Where the recipient declines marketing messages; null when the app is not told where it is reached.</summary>
    public string? UnsubscribeUrl { get; init; }
}

/// <summary>One rendered message to one recipient, ready to be handed to a provider.</summary>
/// <param name="Organization">Whose message it is.</param>
/// <param name="IdempotencyKey">The ledger key: the same key is the same message, however often it is handed over.</param>
/// <param name="To">Recipient: an e-mail address or a phone number in E.164.</param>
public abstract record OutboundMessage(string Organization, string IdempotencyKey, string To)
{
    /// <summary>How it travels.</summary>
    public abstract Channel Channel { get; }
}
