using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Values;

namespace Cadenza.Domain.Sequences;

/// <summary>What one step sends, compiled once for all its recipients (B3).</summary>
public abstract class StepTemplate
{
    /// <summary>How its messages travel.</summary>
    public abstract Channel Channel { get; }

    /// <summary>Whether it goes to those too who unsubscribed (B9); e-mail alone can say so.</summary>
    public virtual bool IsTransactional => false;

    /// <summary>Who its messages come from, where the step says so: what a provider holds against one sender is not held against others.</summary>
    public virtual string? Sender => null;

    /// <summary>Whether its messages cannot do without a link to unsubscribe: a marketing text says <c>{{unsubscribe_url}}</c>.</summary>
    public virtual bool NeedsUnsubscribeUrl => false;

    /// <summary>Compiles a step's action, as it is stored.</summary>
    /// <exception cref="TemplateSyntaxException">A text in it is not a template, and was none when it was stored.</exception>
    public static StepTemplate Compile(StepAction action) => action switch
    {
        SendEmails { Data: var email } => new Email(email),
        SendSmsMessages { Data: var sms } => new Sms(MessageTemplate.OfStored(sms.Message)),
        SendWhatsAppMessages { Data: var whatsApp } => new WhatsApp(whatsApp),
        MakePhoneCalls { Data: var call } => new Call(call),
        _ => throw new ArgumentOutOfRangeException(nameof(action), action.GetType().Name, "A step this version of the app cannot run."),
    };

    /// <summary>The message for one recipient, or the reason why it cannot be made, one of <see cref="LedgerReasons"/>.</summary>
    /// <param name="identity">Which message it is.</param>
    /// <param name="address">Where the gate sends it.</param>
    /// <param name="contact">The contact it is for.</param>
    public Rendering Render(MessageIdentity identity, string address, Contact contact) =>
        NeedsUnsubscribeUrl && identity.UnsubscribeUrl is null
            ? new Rendering(null, LedgerReasons.NoUnsubscribeUrl)
            : Fill(identity, address, contact);

    /// <summary>The message for a recipient of whom everything it needs is known.</summary>
    /// <inheritdoc cref="Render"/>
    protected abstract Rendering Fill(MessageIdentity identity, string address, Contact contact);

    private static ContactVariables Variables(MessageIdentity identity, Contact contact) =>
        new(contact.Name, contact.Email?.ToString(), contact.Phone?.ToString(), contact.Attributes, identity.UnsubscribeUrl);

    private sealed class Email(EmailContent content) : StepTemplate
    {
        private readonly EmailTemplate _template = EmailTemplate.Parse(content.EmailSubject, content.EmailBody);

        public override Channel Channel => Channel.Email;

        public override bool IsTransactional => content.EmailIsTransactional;

        public override string? Sender => content.FromEmail;

        public override bool NeedsUnsubscribeUrl =>
            !IsTransactional && (_template.Subject.Needs(ContactVariables.UnsubscribeUrl) || _template.Body.Needs(ContactVariables.UnsubscribeUrl));

        protected override Rendering Fill(MessageIdentity identity, string address, Contact contact) =>
            Rendering.Of(warnings => _template.Render(Variables(identity, contact), warnings, out var subject, out var body) is { } fault
                ? new Rendering(null, LedgerReasons.Of(fault))
                : new Rendering(
                    new EmailMessage(
                        identity.Organization,
                        identity.IdempotencyKey,
                        content.FromEmail,
                        content.EmailSenderName,
                        address,
                        subject,
                        body,
                        _template.IsHtml,
                        content.EmailIsTransactional)
                    {
                        UnsubscribeUrl = content.EmailIsTransactional ? null : identity.UnsubscribeUrl,
                    },
                    null));
    }

    private sealed class Sms(MessageTemplate text) : StepTemplate
    {
        public override Channel Channel => Channel.Sms;

        public override bool NeedsUnsubscribeUrl => text.Needs(ContactVariables.UnsubscribeUrl);

        protected override Rendering Fill(MessageIdentity identity, string address, Contact contact) => Rendering.Of(warnings =>
        {
            var (body, fault) = text.Render(Variables(identity, contact), TemplateEncoding.Text, warnings, SmsMessage.MaxLength);
            if (fault is not null) return new Rendering(null, LedgerReasons.Of(fault));
            return string.IsNullOrWhiteSpace(body)
                ? new Rendering(null, LedgerReasons.EmptyMessage)
                : new Rendering(new SmsMessage(identity.Organization, identity.IdempotencyKey, address, body), null);
        });
    }

    private sealed class WhatsApp(WhatsAppContent content) : StepTemplate
    {
        public override Channel Channel => WhatsAppContent.IsTwilio(content.PhoneNumberId) ? Channel.WhatsAppThroughTwilio : Channel.WhatsApp;

        public override string? Sender => content.PhoneNumberId;

        protected override Rendering Fill(MessageIdentity identity, string address, Contact contact) => Rendering.Of(warnings =>
        {
            var filling = new WhatsAppFilling(Variables(identity, contact), warnings);
            var components = WhatsAppRendering.Fill(content.Template.Parameters, filling);
            if (filling.Fault is { } fault) return new Rendering(null, LedgerReasons.Of(fault));
            var template = content.Template;
            return new Rendering(
                new WhatsAppMessage(identity.Organization, identity.IdempotencyKey, address, content.PhoneNumberId, template.Name, template.Language, components), null);
        });
    }

    private sealed class Call(PhoneCallContent content) : StepTemplate
    {
        public override Channel Channel => Channel.Call;

        public override string? Sender => content.AiPhoneAgentId;

        protected override Rendering Fill(MessageIdentity identity, string address, Contact contact) => new(
            new PhoneCall(identity.Organization, identity.IdempotencyKey, address, content.AiPhoneAgentId, contact.Id.ToString(), contact.Name), null);
    }
}

/// <summary>A message, or the reason why there is none. Exactly one of the two is set.</summary>
/// <param name="Message">The message.</param>
/// <param name="Failure">One of <see cref="LedgerReasons"/>.</param>
public sealed record Rendering(OutboundMessage? Message, string? Failure)
{
    /// <summary>What a person should know of it, in whole sentences: which variables had no value.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>A rendering with what was warned of meanwhile.</summary>
    internal static Rendering Of(Func<ICollection<string>, Rendering> fill)
    {
        var warnings = new List<string>();
        var rendering = fill(warnings);
        return warnings.Count == 0 ? rendering : rendering with { Warnings = warnings };
    }
}
