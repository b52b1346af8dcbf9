using System.Text;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Values;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Delivery.WhatsApp;
using Cadenza.Functions.Platform.Http.Bodies;

namespace Cadenza.Functions.Workflows.Actions.Messages;

/// <summary>
/// <c>send_whatsapp</c>: a <c>message</c> as plain text through Twilio, or a <c>template</c> with its <c>phone_number_id</c>,
/// as the sequences have it; its <c>parameters</c> may also be a list of texts, which fill the body's places.
/// </summary>
internal static class WhatsAppDraft
{
    public static (MessageDraft? Draft, StepResult.Failed? Fault) Read(MessageInput input)
    {
        var sender = input.Text("phone_number_id", "from", "sender");
        if (input.TryFind(out var template, "template", "template_name") && template.Kind != ValueKind.Null) return ReadTemplate(input, sender, template);
        if (sender is not null && !PhoneNumberReader.TryReadKnown(Number(sender), PhoneRegion.None, out _, out _))
            return MessageDraftFaults.Invalid("'from' must be a phone number, or whatsapp: and a phone number.");
        return input.Text(MessageSettings.Texts) switch
        {
            null => MessageDraftFaults.Cannot(LedgerReasons.EmptyMessage, "A WhatsApp message needs a 'message' or a 'template'."),
            { Length: > WhatsAppText.MaxLength } =>
                MessageDraftFaults.Cannot(LedgerReasons.CannotRender, $"The text is longer than {WhatsAppText.MaxLength} characters."),
            var text => (new Plain(sender is null ? null : WhatsAppContent.TwilioPrefix + Number(sender), text), null),
        };
    }

    private static (MessageDraft? Draft, StepResult.Failed? Fault) ReadTemplate(MessageInput input, string? sender, in Value template)
    {
        var own = template.Kind == ValueKind.Object ? new MessageInput(template) : input;
        var name = template.Kind == ValueKind.Object ? own.Text("name") : template.ToText();
        own.TryFind(out var parameters, "parameters", "variables");
        var content = Value.Object(
        [
            new("phone_number_id", Value.Of(sender)),
            new("template", Value.Object(
            [
                new("name", Value.Of(name)),
                new("language", Value.Of(own.Text("language") ?? "en")),
                new("parameters", parameters.Kind == ValueKind.Object ? parameters : BodyOf(parameters)),
            ])),
        ]);
        var read = JsonSyntax.Read(Encoding.UTF8.GetBytes(content.ToString()), WhatsAppBodies.Content);
        return read.Problem is null
            ? (new Template(read.Value), null)
            : MessageDraftFaults.Invalid("'template' must be a name or {name, language, parameters} as in a sequence, with its 'phone_number_id'.");
    }

    private static Value BodyOf(in Value texts)
    {
        if (texts.Items.Count == 0) return Value.Object([]);
        var places = texts.Items.Select(text => Value.Object(
        [
            new("type", Value.Of("text")),
            new("text", Value.Object([new("type", Value.Of("CONSTANT")), new("value", Value.Of(text.ToText()))])),
        ]));
        return Value.Object([new("body", Value.Object([new("type", Value.Of("body")), new("parameters", Value.Array([.. places]))]))]);
    }

    private static string Number(string sender) => WhatsAppContent.IsTwilio(sender) ? sender[WhatsAppContent.TwilioPrefix.Length..] : sender;

    private sealed class Plain(string? sender, string text) : MessageDraft
    {
        public override Channel Channel => Channel.WhatsAppThroughTwilio;

        public override OutboundMessage Address(MessageIdentity identity, string to, Contact? contact) =>
            new WhatsAppText(identity.Organization, identity.IdempotencyKey, to, sender, text);
    }

    private sealed class Template(WhatsAppContent content) : MessageDraft
    {
        public override Channel Channel => WhatsAppContent.IsTwilio(content.PhoneNumberId) ? Channel.WhatsAppThroughTwilio : Channel.WhatsApp;

        public override OutboundMessage Address(MessageIdentity identity, string to, Contact? contact) => new WhatsAppMessage(
            identity.Organization,
            identity.IdempotencyKey,
            to,
            content.PhoneNumberId,
            content.Template.Name,
            content.Template.Language,
            WhatsAppRendering.Fill(content.Template.Parameters, new WhatsAppFilling(Variables(contact, to, isEmail: false)) { HasTemplates = false }));
    }
}
