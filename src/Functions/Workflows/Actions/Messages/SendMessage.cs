using Cadenza.Domain.Delivery;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Values;
using Cadenza.Functions.Contacts;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Workflows.Actions.Messages;

/// <summary>
/// <c>send_email</c>, <c>send_sms</c>, <c>send_whatsapp</c> and <c>make_phone_call</c> (D4, D8): through the deliveries that
/// sequences use, past the send gate, each message with its row in the ledger.
/// </summary>
internal sealed class SendMessage(
    MessageRecipients recipients, MessageSender sender, UnsubscribeLinks links, ContactStore contacts, OptOuts optOuts, MessageDefaults defaults) : IStepAction
{
    /// <summary>An e-mail.</summary>
    public const string Email = "send_email";

    /// <summary>A text message.</summary>
    public const string Sms = "send_sms";

    /// <summary>A WhatsApp message.</summary>
    public const string WhatsApp = "send_whatsapp";

    /// <summary>A phone call.</summary>
    public const string Call = "make_phone_call";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Types { get; } = [Email, Sms, WhatsApp, Call];

    /// <inheritdoc/>
    public async Task<StepResult> PerformAsync(StepCall call, CancellationToken cancellation)
    {
        if (!MessageDraft.TryRead(call, defaults, out var draft, out var invalid)) return invalid;
        var (people, fault) = await recipients.ResolveAsync(call, draft, cancellation);
        if (people is null) return fault!;
        if (call.IsTest) return NotSent(draft, people);
        var outcomes = new List<MessageOutcome>(people.Count);
        foreach (var person in people) outcomes.Add(await SendAsync(call, draft, person, cancellation));
        return MessageResults.Of(draft.Channel, outcomes);
    }

    private async Task<MessageOutcome> SendAsync(StepCall call, MessageDraft draft, MessageRecipient person, CancellationToken cancellation)
    {
        var key = new RunMessageKey(call.Organization, call.Run, call.StepId, call.EffectKey, person.Key);
        if (person.Reason is { } reason) return await sender.SuppressAsync(key, draft.Channel, reason, cancellation);
        var identity = new MessageIdentity(call.Organization.ToString(), key.IdempotencyKey)
        {
            UnsubscribeUrl = person.Contact is { } contact ? links.For(call.Organization, contact.Id) : null,
        };
        var outcome = await sender.SendAsync(key, draft.Address(identity, person.To!, person.Contact), cancellation);
        if (person.Contact is { Id: var id })
        {
            // A step that is carried out again finds the message sent, and notes it again: a crash may have come in between.
            if (outcome.Message.Status == LedgerStatus.Sent) await contacts.TouchAsync(call.Organization, id, call.Now, cancellation);
            if (DeliveryCode.IsOptOut(outcome.Message.Reason)) await optOuts.NoteAsync(call.Organization, id, draft.Channel, cancellation);
        }

        return outcome;
    }

    private static StepResult NotSent(MessageDraft draft, IReadOnlyList<MessageRecipient> people) => people.All(person => person.Reason is not null)
        ? new StepResult.Skipped(people[0].Reason!)
        : new StepResult.Done(Value.Object(
        [
            new("status", Value.Of("not_sent")),
            new("reason", Value.Of("test_run")),
            new("channel", Value.Of(draft.Channel.Name())),
            new("recipients", Value.Of(people.Count(person => person.Reason is null))),
        ]));
}
