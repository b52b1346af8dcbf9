using System.Globalization;

namespace Cadenza.Domain.Delivery;

/// <summary>The frozen codes of delivery outcomes, as stored in the ledger and shown to users.</summary>
public static class DeliveryCode
{
    /// <summary>No connection to the provider: refused, unreachable, or its name not found.</summary>
    public const string ConnectFailed = "connect_failed";

    /// <summary>The provider did not accept our credentials.</summary>
    public const string AuthenticationFailed = "authentication_failed";

    /// <summary>A secured connection was required and could not be made.</summary>
    public const string SecurityFailed = "security_failed";

    /// <summary>The provider refused for now (HTTP 503); a mail server's refusal has <see cref="Smtp"/>.</summary>
    public const string RejectedTemporarily = "rejected_temporarily";

    /// <summary>The provider refused for good (HTTP 4xx) and gave no code of its own; of mails it is in old rows.</summary>
    public const string Rejected = "rejected";

    /// <summary>The recipient's address is not one.</summary>
    public const string InvalidRecipient = "invalid_recipient";

    /// <summary>The sender's address is not one.</summary>
    public const string InvalidSender = "invalid_sender";

    /// <summary>Larger than the provider can take.</summary>
    public const string MessageTooLarge = "message_too_large";

    /// <summary>The connection broke after sending may have begun.</summary>
    public const string ConnectionLost = "connection_lost";

    /// <summary>No answer in time after sending may have begun.</summary>
    public const string TimedOut = "timed_out";

    /// <summary>The provider asked for fewer messages (HTTP 429, or its own code for it).</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>The provider is out of order and said nothing of the message (HTTP 5xx).</summary>
    public const string ProviderFailed = "provider_failed";

    /// <summary>The provider's answer is not one that its documentation knows.</summary>
    public const string MalformedAnswer = "malformed_answer";

    /// <summary>The app was stopped before the message's turn came.</summary>
    public const string Stopped = "stopped";

    /// <summary>The store behind the delivery did not take it.</summary>
    public const string StorageFailed = "storage_failed";

    /// <summary>The mail server takes no addresses whose part before the @ has letters beyond ASCII (RFC 6531).</summary>
    public const string SmtpUtf8Missing = "smtputf8_not_offered";

    /// <summary>Something nobody foresaw; the detail names it.</summary>
    public const string Unexpected = "unexpected";

    /// <summary>What a mail server answered: <c>smtp_550</c>, with an enhanced status (RFC 3463) <c>smtp_550_5.1.1</c>.</summary>
    /// <param name="status">The three digits.</param>
    /// <param name="enhanced">The enhanced status, or null.</param>
    public static string Smtp(int status, string? enhanced) =>
        string.Create(CultureInfo.InvariantCulture, $"{SmtpPrefix}{status}{(enhanced is null ? "" : "_")}{enhanced}");

    /// <summary>Whether a temporary failure with this code was the provider's answer about the message: then it is there and works.</summary>
    public static bool IsTemporaryAnswer(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return code is RejectedTemporarily or RateLimited || code.StartsWith(SmtpPrefix, StringComparison.Ordinal);
    }

    /// <summary>Whether a permanent failure with this code was found before the provider was asked, so that it says nothing of it.</summary>
    public static bool IsFoundBeforeAsking(string code) => code is InvalidSender or InvalidRecipient or MessageTooLarge or SmtpUtf8Missing;

    private const string SmtpPrefix = "smtp_";

    /// <summary>Whether a code says that the recipient wants no messages on the channel: the answer to a STOP, and its like at other providers.</summary>
    public static bool IsOptOut(string? code) => code is "twilio_21610" or "whatsapp_131050" or "call_do_not_call";
}
