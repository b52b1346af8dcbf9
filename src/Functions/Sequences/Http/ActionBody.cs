using Cadenza.Domain.Delivery;
using Cadenza.Domain.Sequences;
using Cadenza.Domain.Values;
using Cadenza.Functions.Delivery;
using Cadenza.Functions.Delivery.WhatsApp;
using Cadenza.Functions.Platform.Http.Bodies;

namespace Cadenza.Functions.Sequences.Http;

/// <summary>Reads what a step does: one of the four actions of document 004, which leaves them open to other members (B3).</summary>
internal static class ActionBody
{
    private const int MaxSubject = 1000;
    private const int MaxBody = 500_000;
    private const int MaxId = 200;

    private static readonly JsonReader<EmailContent> Email = Json.Object(fields => new EmailContent(
        fields.Required("from_email", Json.Line(1, 254).Then<string, string>(IsAddress, "must be an e-mail address").About("The sender's address.")),
        fields.Required("email_subject", TemplateReader.Checked(Json.Line(0, MaxSubject)).About("The subject, a Liquid template.")),
        fields.Required("email_body", TemplateReader.Checked(Json.Text(0, MaxBody)).About("The text or HTML, a Liquid template; values are escaped in HTML.")),
        fields.Required("email_sender_name", Json.Line(0, 200).About("The sender's name.")),
        fields.Required("email_is_transactional", Json.Bool.About("Whether it is sent to those who unsubscribed, too."))));

    private static readonly JsonReader<PhoneCallContent> Call = Json.Object(fields =>
        new PhoneCallContent(fields.Required("aiPhoneAgentId", Json.Line(1, MaxId).About("The agent that speaks, as the provider of calls names it."))));

    private static readonly JsonReader<SmsContent> Sms = Json.Object(fields =>
        new SmsContent(fields.Required("message", TemplateReader.Checked(Json.Text(1, SmsMessage.MaxLength)).About("The text, a Liquid template; at most 1600 characters once it is filled in."))));

    /// <summary>What a step does, told apart by <c>type</c>.</summary>
    public static readonly JsonReader<StepAction> Read = Json.OneOf<StepAction>(
        "type",
        new Dictionary<string, Func<JsonFields, StepAction>>
        {
            [SendEmails.Type] = fields => new SendEmails(fields.Required("data", Email.About("The e-mail."))),
            [MakePhoneCalls.Type] = fields => new MakePhoneCalls(fields.Required("data", Call.About("The call."))),
            [SendSmsMessages.Type] = fields => new SendSmsMessages(fields.Required("data", Sms.About("The text message."))),
            [SendWhatsAppMessages.Type] = fields => new SendWhatsAppMessages(fields.Required("data", WhatsAppBodies.Content.About("The WhatsApp message."))),
        }).Named("StepAction");

    private static bool IsAddress(string text, out string address)
    {
        address = text;
        return EmailAddress.TryParse(text, out _);
    }
}
