using Cadenza.Domain.Delivery;
using Cadenza.Domain.Values;

namespace Cadenza.Domain.Sequences;

/// <summary>What the gate says of one message at the moment it would be sent.</summary>
public abstract record SendGateDecision
{
    private SendGateDecision()
    {
    }

    /// <summary>The message may be sent.</summary>
    /// <param name="To">To this address or number. The contact keeps only such as are well-formed.</param>
    public sealed record Send(string To) : SendGateDecision;

    /// <summary>Never send it; the reason goes to the ledger.</summary>
    /// <param name="Reason">One of <see cref="LedgerReasons"/>.</param>
    public sealed record Suppress(string Reason) : SendGateDecision;
}

/// <summary>
/// Every outbound message passes here right before it is sent (B9). Whether the sequence may send at all is asked
/// separately, once a wave: a sequence on hold leaves no trace in the ledger.
/// </summary>
public static class SendGate
{
    /// <summary>Whether a run of the sequence may send now.</summary>
    public static bool IsOpen(Sequence sequence, Guid run) => sequence.StatusOf(run) == SequenceStatus.Active;

    /// <summary>Whether somebody may be sent a message of this step.</summary>
    /// <param name="recipient">The contact as of now.</param>
    /// <param name="channel">How it would travel, and so which address it needs.</param>
    /// <param name="isTransactional">Whether it goes to those too who unsubscribed.</param>
    public static SendGateDecision Decide(Recipient recipient, Channel channel, bool isTransactional)
    {
        if (recipient.Contact is not { } contact) return new SendGateDecision.Suppress(LedgerReasons.ContactErased);
        if (recipient.HasExited) return new SendGateDecision.Suppress(LedgerReasons.Exited);
        if (contact.Declines(channel) && !isTransactional) return new SendGateDecision.Suppress(LedgerReasons.Unsubscribed);
        if (channel == Channel.Email)
        {
            return contact.Email is { } address
                ? new SendGateDecision.Send(address.ToString())
                : new SendGateDecision.Suppress(LedgerReasons.NoEmailAddress);
        }

        return contact.Phone is { } number
            ? new SendGateDecision.Send(number.ToString())
            : new SendGateDecision.Suppress(LedgerReasons.NoPhoneNumber);
    }
}
