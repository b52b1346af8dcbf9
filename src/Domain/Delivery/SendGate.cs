using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;

namespace Cadenza.Domain.Delivery;

/// <summary>What the gate says of one message at the moment it would be sent.</summary>
public abstract record GateDecision
{
    private GateDecision()
    {
    }

    /// <summary>Send it.</summary>
    /// <param name="To">To this address.</param>
    public sealed record Send(EmailAddress To) : GateDecision;

    /// <summary>Never send it; the reason goes to the ledger.</summary>
    /// <param name="Reason">One of <see cref="LedgerReasons"/>.</param>
    public sealed record Suppress(string Reason) : GateDecision;
}

/// <summary>
/// Every outbound message passes here right before it is sent (B9). Whether the sequence may send at all is asked
/// separately, once a wave: a sequence on hold leaves no trace in the ledger.
/// </summary>
public static class SendGate
{
    /// <summary>Whether the sequence may send now.</summary>
    public static bool IsOpen(Sequence sequence) => sequence.Status == SequenceStatus.Active;

    /// <summary>Whether this contact may be sent this e-mail.</summary>
    /// <param name="contact">The contact as stored now; null when it was erased.</param>
    /// <param name="email">The message.</param>
    public static GateDecision Decide(Contact? contact, EmailContent email)
    {
        if (contact is null) return new GateDecision.Suppress(LedgerReasons.ContactErased);
        if (contact.Unsubscribed && !email.EmailIsTransactional) return new GateDecision.Suppress(LedgerReasons.Unsubscribed);
        return contact.Email is { } address
            ? new GateDecision.Send(address)
            : new GateDecision.Suppress(LedgerReasons.NoEmailAddress);
    }
}
