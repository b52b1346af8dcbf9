using System.Security.Cryptography;
using System.Text;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Sequences;
using Cadenza.Domain.Values;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Workflows.Runs;

namespace Cadenza.Functions.Workflows.Actions.Messages;

/// <summary>Somebody a step is for, as of now.</summary>
/// <param name="Key">Names them in the ledger: a contact's id, or a hash of the address.</param>
/// <param name="To">The address or number; null when nothing is sent.</param>
/// <param name="Contact">The contact it belongs to, if it is one's.</param>
/// <param name="Reason">Why nothing is sent, one of <see cref="LedgerReasons"/>; else null.</param>
internal sealed record MessageRecipient(string Key, string? To, Contact? Contact, string? Reason);

/// <summary>
/// Whom a step is for: whom its settings name, else the contact the run is about, else the address that the record has. Every
/// address that is a contact's passes the send gate (B9).
/// </summary>
internal sealed class MessageRecipients(ContactStore contacts, PhoneRegions regions)
{
    /// <summary>The most recipients of one step.</summary>
    public const int Most = 50;

    private static readonly string[] EmailNames = ["to", "email", "to_email", "recipient"];
    private static readonly string[] PhoneNames = ["to", "phone", "phone_number", "to_phone", "recipient"];
    private static readonly string[] OwnEmails = ["email", "email_address"];
    private static readonly string[] OwnPhones = ["phone", "phone_number", "mobile", "mobile_phone"];

    /// <summary>The recipients; or null with a fault when an address that was named is none.</summary>
    public async Task<(IReadOnlyList<MessageRecipient>? Recipients, StepResult.Failed? Fault)> ResolveAsync(
        StepCall call, MessageDraft draft, CancellationToken cancellation)
    {
        var isEmail = draft.Channel == Channel.Email;
        var subject = await SubjectAsync(call, cancellation);
        if (new MessageInput(call.Input).TryFind(out var named, isEmail ? EmailNames : PhoneNames))
            return await NamedAsync(call, draft, named, subject, cancellation);
        if (subject.Id is { } id) return ([Gate(draft, id.ToString(), null, subject.Contact)], null);
        var own = new MessageInput(call.Trigger).Text(isEmail ? OwnEmails : OwnPhones);
        return await NamedAsync(call, draft, Value.Of(own), subject, cancellation);
    }

    private async Task<(IReadOnlyList<MessageRecipient>? Recipients, StepResult.Failed? Fault)> NamedAsync(
        StepCall call, MessageDraft draft, Value named, SubjectContact subject, CancellationToken cancellation)
    {
        var isEmail = draft.Channel == Channel.Email;
        var texts = Texts(named);
        if (texts.Count > Most) return (null, new StepResult.Failed("invalid_input", $"A step can have at most {Most} recipients.", IsTemporary: false));
        if (texts.Count == 0)
            return ([new MessageRecipient("~none", null, null, isEmail ? LedgerReasons.NoEmailAddress : LedgerReasons.NoPhoneNumber)], null);
        var recipients = new Dictionary<string, MessageRecipient>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            if (!TryRead(text, isEmail, out var to, out var address, out var fault))
                return (null, new StepResult.Failed(DeliveryCode.InvalidRecipient, $"A recipient {fault}.", IsTemporary: false));
            var recipient = await NamedAsync(call, draft, to, address, subject, cancellation);
            recipients.TryAdd(recipient.Key, recipient);
        }

        return ([.. recipients.Values], null);
    }

    private async Task<MessageRecipient> NamedAsync(
        StepCall call, MessageDraft draft, string to, ContactAddress address, SubjectContact subject, CancellationToken cancellation)
    {
        if (await contacts.FindContactAsync(call.Organization, address, cancellation) is { Contact: { } owner })
            return Gate(draft, owner.Id.ToString(), to, owner);
        // The contact was erased while the run still knows the address from its trigger.
        var isOfSubject = new MessageInput(call.Trigger).Text(draft.Channel == Channel.Email ? OwnEmails : OwnPhones) is { } own
            && TryRead(own, draft.Channel == Channel.Email, out _, out var known, out _) && known == address;
        return subject.IsErased && isOfSubject
            ? new MessageRecipient(subject.Id!.Value.ToString(), null, null, LedgerReasons.ContactErased)
            : new MessageRecipient("~" + Hash(address.Key), to, null, null);
    }

    private async Task<SubjectContact> SubjectAsync(StepCall call, CancellationToken cancellation) =>
        RunContacts.Find(call.Subject, call.Trigger) is { } id
            ? new SubjectContact(id, (await contacts.GetAsync(call.Organization, id, cancellation))?.Contact)
            : new SubjectContact(null, null);

    private static MessageRecipient Gate(MessageDraft draft, string key, string? to, Contact? contact) =>
        SendGate.Decide(new Recipient(contact, HasExited: false), draft.Channel, draft.IsTransactional) switch
        {
            SendGateDecision.Send send => new MessageRecipient(key, to ?? send.To, contact, null),
            // It has the other kind of address, and this one by name: that is no reason to hold the message back.
            SendGateDecision.Suppress { Reason: LedgerReasons.NoEmailAddress or LedgerReasons.NoPhoneNumber } when to is not null =>
                new MessageRecipient(key, to, contact, null),
            SendGateDecision.Suppress suppress => new MessageRecipient(key, null, contact, suppress.Reason),
            var decision => throw new InvalidOperationException($"A gate decision without a meaning: {decision.GetType().Name}."),
        };

    private bool TryRead(string text, bool isEmail, out string to, out ContactAddress address, out string? fault)
    {
        (to, address, fault) = ("", default, null);
        if (isEmail)
        {
            if (EmailAddress.TryParse(text, out var email)) (to, address) = (email.ToString(), ContactAddress.Of(email));
            else fault = "is no e-mail address";
        }
        else if (PhoneNumberReader.TryReadKnown(text, regions.Default, out var phone, out fault))
        {
            (to, address) = (phone.ToString(), ContactAddress.Of(phone));
        }

        return fault is null;
    }

    private static List<string> Texts(in Value named)
    {
        IEnumerable<Value> values = named.Kind == ValueKind.Array ? named.Items : [named];
        return [.. values.Select(value => value.ToText().Trim()).Where(text => text.Length > 0).Distinct(StringComparer.Ordinal)];
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The contact a run is about; one that has an id and is not there was erased.</summary>
    private sealed record SubjectContact(ContactId? Id, Contact? Contact)
    {
        public bool IsErased => Id is not null && Contact is null;
    }
}
