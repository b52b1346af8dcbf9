using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Sequences;
using Cadenza.Domain.Values;
using Cadenza.Domain.Workflows;

namespace Cadenza.Functions.Workflows.Actions.Messages;

/// <summary><c>send_email</c>: <c>subject</c>, <c>body</c> or <c>html</c>, <c>from</c>, <c>from_name</c>, <c>is_transactional</c>.</summary>
internal sealed class EmailDraft(EmailContent content, bool isHtml) : MessageDraft
{
    public override Channel Channel => Channel.Email;

    public override bool IsTransactional => content.EmailIsTransactional;

    public override OutboundMessage Address(MessageIdentity identity, string to, Contact? contact) => new EmailMessage(
        identity.Organization,
        identity.IdempotencyKey,
        content.FromEmail,
        content.EmailSenderName,
        to,
        content.EmailSubject,
        content.EmailBody,
        isHtml,
        IsTransactional)
    {
        UnsubscribeUrl = IsTransactional ? null : identity.UnsubscribeUrl,
    };

    public static (MessageDraft? Draft, StepResult.Failed? Fault) Read(in Value step, MessageInput input, MessageDefaults defaults)
    {
        var html = input.Text(MessageSettings.HtmlBodies);
        var body = html ?? input.Text(MessageSettings.Bodies);
        var subject = input.Text(MessageSettings.Subjects);
        if (subject is null) return MessageDraftFaults.Invalid("An e-mail needs a 'subject'.");
        if (body is null) return MessageDraftFaults.Invalid("An e-mail needs a 'body'.");
        var from = input.Text("from", "from_email", "sender");
        if (from is not null && !EmailAddress.TryParse(from, out _)) return MessageDraftFaults.Invalid("'from' must be an e-mail address.");
        var content = new EmailContent(
            from ?? defaults.EmailFrom,
            OneLine(subject),
            body,
            OneLine(input.Text("from_name", "sender_name", "email_sender_name") ?? ""),
            input.IsSet("is_transactional", "email_is_transactional", "transactional"));
        return (new EmailDraft(content, html is not null || IsHtmlByAuthor(step)), null);
    }

    // Not by what the text looks like now: a contact's name may look like a tag.
    private static bool IsHtmlByAuthor(in Value step) =>
        step.TryGetMember(ConfigTemplate.HtmlMembers, out var names)
        && names.Items.Any(name => MessageSettings.Bodies.Any(body => VariableName.AreEqual(body, name.ToText())));

    private static string OneLine(string text) =>
        string.Join(' ', text.Split(['\r', '\n', '\u2028', '\u2029', '\0'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
