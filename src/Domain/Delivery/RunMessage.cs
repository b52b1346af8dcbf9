namespace Cadenza.Domain.Delivery;

/// <summary>
/// One message of a workflow run in the ledger, inserted before the message is sent. That it cannot be inserted twice is what
/// keeps it from being sent twice.
/// </summary>
/// <param name="Status">What is known of it.</param>
/// <param name="Reason">Why, as a frozen code; null when it was sent.</param>
/// <param name="Attempts">How often it was handed to the provider.</param>
/// <param name="MayRepeat">Whether the last attempt certainly sent nothing; only of a pending message.</param>
/// <param name="ProviderMessageId">The provider's name for it, or null.</param>
public sealed record RunMessage(LedgerStatus Status, string? Reason, int Attempts, bool MayRepeat, string? ProviderMessageId)
{
    /// <summary>A message about to be sent for the first time.</summary>
    public static RunMessage Reserve() => new(LedgerStatus.Pending, null, 1, false, null);

    /// <summary>A message that is not sent, and why.</summary>
    public static RunMessage Suppress(string reason) => new(LedgerStatus.Suppressed, reason, 0, false, null);

    /// <summary>
    /// What becomes of a message that was found pending: about to be sent again where that is safe, else unknown, for the
    /// provider cannot be asked.
    /// </summary>
    /// <param name="canRepeat">Whether the delivery recognizes a repeated idempotency key.</param>
    public RunMessage TakeOver(bool canRepeat) => MayRepeat || canRepeat
        ? this with { Attempts = Attempts + 1, MayRepeat = false, Reason = null }
        : this with { Status = LedgerStatus.Unknown, Reason = LedgerReasons.Interrupted };

    /// <summary>The message once the provider has answered.</summary>
    /// <param name="outcome">The answer.</param>
    /// <param name="canRepeat">Whether the delivery recognizes a repeated key: then what is unknown is simply asked again.</param>
    public RunMessage After(DeliveryOutcome outcome, bool canRepeat) => outcome switch
    {
        DeliveryOutcome.Sent sent => this with { Status = LedgerStatus.Sent, Reason = null, ProviderMessageId = sent.ProviderMessageId },
        DeliveryOutcome.PermanentFailure failure => this with { Status = LedgerStatus.Failed, Reason = failure.Code },
        DeliveryOutcome.TemporaryFailure failure => this with { Reason = failure.Code, MayRepeat = true },
        DeliveryOutcome.Unknown unknown when canRepeat => this with { Reason = unknown.Code, MayRepeat = true },
        DeliveryOutcome.Unknown unknown => this with { Status = LedgerStatus.Unknown, Reason = unknown.Code },
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome.GetType().Name, "An outcome the ledger does not know."),
    };
}
