using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Storage;

namespace Cadenza.Functions.Sequences;

/// <summary>A message ready to go, or the reason in the ledger why there is none.</summary>
internal sealed record PreparedMessage(LedgerEntry Entry, EmailMessage? Email);

/// <summary>Makes the messages of one step: asks the send gate, fills in the variables.</summary>
internal sealed class StepMessages(LedgerScope scope, EmailContent content, EmailTemplate template)
{
    /// <summary>The message for one contact.</summary>
    /// <param name="reserved">Its ledger entry as it is to be written before the send.</param>
    /// <param name="contact">The contact as stored now, or null when it was erased.</param>
    public PreparedMessage Prepare(LedgerEntry reserved, Contact? contact) => SendGate.Decide(contact, content) switch
    {
        GateDecision.Suppress { Reason: var reason } => new PreparedMessage(LedgerEntry.Suppress(reserved.Contact, reason), null),
        GateDecision.Send { To: var to } => Render(reserved, contact!, to),
        var decision => throw new ArgumentOutOfRangeException(nameof(contact), decision.GetType().Name, "A gate decision that has no message."),
    };

    private PreparedMessage Render(LedgerEntry reserved, Contact contact, EmailAddress to)
    {
        var variables = new ContactVariables(contact.Name, contact.Email?.ToString(), contact.Phone?.ToString(), contact.Attributes);
        if (!template.TryRender(variables, out var subject, out var body))
        {
            return new PreparedMessage(LedgerEntry.Fail(reserved.Contact, LedgerReasons.CannotRender), null);
        }

        return new PreparedMessage(reserved, new EmailMessage(
            scope.Organization.ToString(),
            LedgerStore.IdempotencyKey(scope, reserved.Contact),
            content.FromEmail,
            content.EmailSenderName,
            to.ToString(),
            subject,
            body,
            template.IsHtml,
            content.EmailIsTransactional));
    }
}
