using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Values;
using Cadenza.Domain.Workflows;

namespace Cadenza.Functions.Workflows.Actions.Messages;

/// <summary>The step <c>send_sms</c> with its setting <c>message</c>.</summary>
internal sealed class SmsDraft(string text) : MessageDraft
{
    public override Channel Channel => Channel.Sms;

    public override OutboundMessage Address(MessageIdentity identity, string to, Contact? contact) =>
        new SmsMessage(identity.Organization, identity.IdempotencyKey, to, text);

    public static (MessageDraft? Draft, StepResult.Failed? Fault) Read(MessageInput input) => input.Text(MessageSettings.Texts) switch
    {
        null => MessageDraftFaults.Cannot(LedgerReasons.EmptyMessage, "A text message needs a 'message'."),
        { Length: > SmsMessage.MaxLength } => MessageDraftFaults.Cannot(LedgerReasons.CannotRender, $"The text is longer than {SmsMessage.MaxLength} characters."),
        var text => (new SmsDraft(text), null),
    };
}
