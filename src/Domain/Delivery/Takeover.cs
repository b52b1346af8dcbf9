namespace Cadenza.Domain.Delivery;

/// <summary>What is to happen to a message that an earlier run over the same chunk left in the ledger.</summary>
public abstract record TakeoverDecision
{
    private TakeoverDecision()
    {
    }

    /// <summary>It has its final outcome.</summary>
    public sealed record Settled : TakeoverDecision;

    /// <summary>It was not sent and is not due again yet.</summary>
    /// <param name="RetryAt">When it is.</param>
    public sealed record Wait(DateTimeOffset RetryAt) : TakeoverDecision;

    /// <summary>It is safe and due to send it again.</summary>
    public sealed record SendAgain : TakeoverDecision;

    /// <summary>It may have been sent, and nobody can tell: it becomes <see cref="LedgerStatus.Unknown"/>.</summary>
    public sealed record GiveUp : TakeoverDecision;
}

/// <summary>Decides about messages found pending after a crash, a pause or a temporary failure.</summary>
public static class Takeover
{
    /// <summary>What to do with an entry.</summary>
    /// <param name="entry">The entry that was found in the ledger.</param>
    /// <param name="canRepeat">Whether the delivery recognizes a repeated idempotency key, so that sending again is safe.</param>
    /// <param name="now">The current time.</param>
    /// <param name="mayResend">Whether a message that may have been sent is sent once more, at the risk that it arrives twice.</param>
    public static TakeoverDecision Decide(LedgerEntry entry, bool canRepeat, DateTimeOffset now, bool mayResend = false) => entry switch
    {
        { Status: not LedgerStatus.Pending } => new TakeoverDecision.Settled(),
        { RetryAt: { } retryAt } when retryAt > now => new TakeoverDecision.Wait(retryAt),
        { RetryAt: not null } => new TakeoverDecision.SendAgain(),
        _ => canRepeat || (mayResend && entry.Repeats == 0) ? new TakeoverDecision.SendAgain() : new TakeoverDecision.GiveUp(),
    };
}
