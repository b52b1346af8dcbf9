using Cadenza.Domain.Values;

namespace Cadenza.Domain.Delivery;

/// <summary>
/// One text to one recipient through a WhatsApp sender of Twilio (D4). WhatsApp delivers such a text only within a day of the
/// recipient's own last message; outside of it a template is needed, and Twilio says so.
/// </summary>
/// <param name="Organization">Whose message it is.</param>
/// <param name="IdempotencyKey">The key of the message in the ledger, the same at every attempt.</param>
/// <param name="To">Recipient, in E.164.</param>
/// <param name="Sender">The sender, <c>whatsapp:+…</c>; null for the one that is configured.</param>
/// <param name="Body">The text.</param>
public sealed record WhatsAppText(string Organization, string IdempotencyKey, string To, string? Sender, string Body)
    : OutboundMessage(Organization, IdempotencyKey, To)
{
    /// <summary>The longest text that Twilio takes, in characters.</summary>
    public const int MaxLength = 1600;

    /// <inheritdoc/>
    public override Channel Channel => Channel.WhatsAppThroughTwilio;
}
