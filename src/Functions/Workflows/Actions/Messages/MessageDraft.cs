using System.Diagnostics.CodeAnalysis;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Values;
using Cadenza.Functions.Platform.Configuration;

namespace Cadenza.Functions.Workflows.Actions.Messages;

/// <summary>What a step sends, before it is known to whom.</summary>
internal abstract class MessageDraft
{
    /// <summary>How it travels.</summary>
    public abstract Channel Channel { get; }

    /// <summary>Whether it goes to those too who unsubscribed; e-mail alone can say so.</summary>
    public virtual bool IsTransactional => false;

    /// <summary>The message to one recipient.</summary>
    /// <param name="identity">Which message it is.</param>
    /// <param name="to">The address or number.</param>
    /// <param name="contact">The contact it belongs to, if it is one's.</param>
    public abstract OutboundMessage Address(MessageIdentity identity, string to, Contact? contact);

    /// <summary>Reads a step's settings; a fault says in a sentence what is missing or wrong.</summary>
    public static bool TryRead(
        StepCall call, MessageDefaults defaults, [NotNullWhen(true)] out MessageDraft? draft, [NotNullWhen(false)] out StepResult.Failed? fault)
    {
        var input = new MessageInput(call.Input);
        (draft, fault) = call.Type switch
        {
            SendMessage.Email => EmailDraft.Read(call.Input, input, defaults),
            SendMessage.Sms => SmsDraft.Read(input),
            SendMessage.WhatsApp => WhatsAppDraft.Read(input),
            SendMessage.Call => CallDraft.Read(input),
            _ => throw new ArgumentOutOfRangeException(nameof(call), call.Type, "A step that sends no message."),
        };
        return draft is not null;
    }

    private protected static ContactVariables Variables(Contact? contact, string to, bool isEmail) => contact is null
        ? new ContactVariables(null, isEmail ? to : null, isEmail ? null : to, new Dictionary<string, string>())
        : new ContactVariables(contact.Name, contact.Email?.ToString(), contact.Phone?.ToString(), contact.Attributes);
}

/// <summary>What messages of workflows use where a step says nothing.</summary>
/// <param name="EmailFrom"><c>Delivery__EmailFrom</c>: the sender of e-mails.</param>
internal sealed record MessageDefaults(string EmailFrom)
{
    /// <summary>Reads the settings.</summary>
    public static MessageDefaults Read(Settings settings)
    {
        const string Key = "Delivery__EmailFrom";
        var from = settings.Optional(Key) ?? "no-reply@localhost";
        if (!EmailAddress.TryParse(from, out _) && from != "no-reply@localhost") settings.Fault(Key, "must be an e-mail address");
        return new MessageDefaults(from);
    }
}
