namespace Cadenza.Domain.Delivery;

/// <summary>A WhatsApp template message before its variables are filled in (B3, B4).</summary>
/// <param name="PhoneNumberId">
/// The sender: the id of a phone number of the WhatsApp Cloud API, or <c>whatsapp:+…</c> for a WhatsApp sender of Twilio.
/// </param>
/// <param name="Template">The template and what fills it.</param>
public sealed record WhatsAppContent(string PhoneNumberId, WhatsAppTemplate Template)
{
    /// <summary>What the ids of Twilio's WhatsApp senders begin with.</summary>
    public const string TwilioPrefix = "whatsapp:";

    /// <summary>Whether a sender is one of Twilio's.</summary>
    public static bool IsTwilio(string? sender) => sender is not null && sender.StartsWith(TwilioPrefix, StringComparison.Ordinal);
}
