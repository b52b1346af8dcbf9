using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Values;

namespace Cadenza.Functions.Workflows.Actions.Messages;

/// <summary><c>make_phone_call</c>: <c>agent_id</c>, also written <c>ai_phone_agent_id</c>.</summary>
internal sealed class CallDraft(string agent) : MessageDraft
{
    public override Channel Channel => Channel.Call;

    public override OutboundMessage Address(MessageIdentity identity, string to, Contact? contact) =>
        new PhoneCall(identity.Organization, identity.IdempotencyKey, to, agent, contact?.Id.ToString() ?? "", contact?.Name);

    public static (MessageDraft? Draft, StepResult.Failed? Fault) Read(MessageInput input) =>
        input.Text("agent_id", "ai_phone_agent_id", "phone_agent_id", "agent") is { } agent
            ? (new CallDraft(agent), null)
            : MessageDraftFaults.Invalid("A phone call needs an 'agent_id'.");
}
