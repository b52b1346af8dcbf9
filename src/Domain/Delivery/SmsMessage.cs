using Cadenza.Domain.Values;

namespace Cadenza.Domain.Delivery;

/// <summary>One rendered text message to one recipient.</summary>
/// <param name="Organization">Whose message it is.</param>
/// <param name="IdempotencyKey">The key of the message in the ledger, the same at every attempt.</param>
/// <param name="To">Recipient, in E.164.</param>
/// <param name="Body">The text.</param>
public sealed record SmsMessage(string Organization, string IdempotencyKey, string To, string Body)
    : OutboundMessage(Organization, IdempotencyKey, To)
{
    /// <summary>The longest text that Twilio takes, in characters.</summary>
    public const int MaxLength = 1600;

    /// <inheritdoc/>
    public override Channel Channel => Channel.Sms;
}
