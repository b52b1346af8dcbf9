using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Contacts;
using Cadenza.Functions.Sequences.Storage;

namespace Cadenza.Functions.Sequences.Sending;

/// <summary>A message ready to go, or the reason in the ledger why there is none.</summary>
internal sealed record PreparedMessage(LedgerEntry Entry, OutboundMessage? Message);

/// <summary>Makes the messages of one step, whatever its channel: asks the send gate, fills in the variables.</summary>
internal sealed class StepMessages(LedgerPlace place, StepTemplate template, UnsubscribeLinks links)
{
    /// <summary>The message for one contact.</summary>
    /// <param name="reserved">Its ledger entry as it is to be written before the send.</param>
    /// <param name="recipient">The contact as of now.</param>
    public PreparedMessage Prepare(LedgerEntry reserved, Recipient recipient) => SendGate.Decide(recipient, template.Channel, template.IsTransactional) switch
    {
        SendGateDecision.Suppress { Reason: var reason } => new PreparedMessage(LedgerEntry.Suppress(reserved.Contact, reason), null),
        SendGateDecision.Send { To: var to } => Render(reserved, recipient.Contact!, to),
        var decision => throw new ArgumentOutOfRangeException(nameof(recipient), decision.GetType().Name, "A gate decision that has no message."),
    };

    private PreparedMessage Render(LedgerEntry reserved, Contact contact, string to)
    {
        var identity = new MessageIdentity(place.Organization.ToString(), place.IdempotencyKey(reserved.Contact))
        {
            UnsubscribeUrl = links.For(place.Organization, reserved.Contact),
        };
        return template.Render(identity, to, contact) switch
        {
            { Message: { } message, Warnings: var warnings } => new PreparedMessage(reserved.Warn(warnings), message),
            var rendering => new PreparedMessage(LedgerEntry.Fail(reserved.Contact, rendering.Failure!), null),
        };
    }
}
