using System.Text.Json.Serialization;
using Cadenza.Domain.Delivery;

namespace Cadenza.Domain.Sequences;

/// <summary>What a step sends, told apart on the wire by <c>type</c> (B3).</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(SendEmails), SendEmails.Type)]
[JsonDerivedType(typeof(MakePhoneCalls), MakePhoneCalls.Type)]
[JsonDerivedType(typeof(SendSmsMessages), SendSmsMessages.Type)]
[JsonDerivedType(typeof(SendWhatsAppMessages), SendWhatsAppMessages.Type)]
public abstract record StepAction;

/// <summary><c>send_emails</c>.</summary>
/// <param name="Data">The message.</param>
public sealed record SendEmails(EmailContent Data) : StepAction
{
    /// <summary>The name of the action on the wire.</summary>
    public const string Type = "send_emails";
}

/// <summary><c>make_phone_calls</c>.</summary>
/// <param name="Data">The call.</param>
public sealed record MakePhoneCalls(PhoneCallContent Data) : StepAction
{
    /// <summary>The name of the action on the wire.</summary>
    public const string Type = "make_phone_calls";
}

/// <summary><c>send_sms_messages</c>.</summary>
/// <param name="Data">The message.</param>
public sealed record SendSmsMessages(SmsContent Data) : StepAction
{
    /// <summary>The name of the action on the wire.</summary>
    public const string Type = "send_sms_messages";
}

/// <summary><c>send_whatsapp_messages</c>.</summary>
/// <param name="Data">The message.</param>
public sealed record SendWhatsAppMessages(WhatsAppContent Data) : StepAction
{
    /// <summary>The name of the action on the wire.</summary>
    public const string Type = "send_whatsapp_messages";
}

/// <summary>An e-mail before its variables are filled in (B3).</summary>
/// <param name="FromEmail">The sender's address.</param>
/// <param name="EmailSubject">Subject, a template.</param>
/// <param name="EmailBody">Body, a template; sent as HTML when it looks like HTML.</param>
/// <param name="EmailSenderName">The sender's display name.</param>
/// <param name="EmailIsTransactional">Whether it goes to those who unsubscribed from marketing too (B9).</param>
public sealed record EmailContent(
    string FromEmail,
    string EmailSubject,
    string EmailBody,
    string EmailSenderName,
    bool EmailIsTransactional);

/// <summary>A phone call (B3).</summary>
/// <param name="AiPhoneAgentId">The agent that speaks, as the provider of calls names it.</param>
public sealed record PhoneCallContent([property: JsonPropertyName("aiPhoneAgentId")] string AiPhoneAgentId);

/// <summary>A text message before its variables are filled in (B3).</summary>
/// <param name="Message">The text, a template.</param>
public sealed record SmsContent(string Message);
