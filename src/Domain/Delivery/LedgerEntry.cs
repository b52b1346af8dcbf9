using Cadenza.Domain.Contacts;

namespace Cadenza.Domain.Delivery;

/// <summary>
/// One message in the ledger, keyed by sequence, version, step and contact, and inserted before the message is sent. That it
/// cannot be inserted twice is what keeps a message from being sent twice.
/// </summary>
/// <param name="Contact">For whom.</param>
/// <param name="Status">What is known of it.</param>
/// <param name="Reason">Why, as a frozen code; null when it was sent.</param>
/// <param name="Attempts">How often it was handed to the provider.</param>
/// <param name="RetryAt">When it is to be tried again; set only on a pending message that was not sent, or can be repeated safely.</param>
/// <param name="ProviderMessageId">The provider's name for it, or null.</param>
public sealed record LedgerEntry(
    ContactId Contact,
    LedgerStatus Status,
    string? Reason,
    int Attempts,
    DateTimeOffset? RetryAt,
    string? ProviderMessageId)
{
    /// <summary>A message about to be sent for the first time.</summary>
    public static LedgerEntry Reserve(ContactId contact) => new(contact, LedgerStatus.Pending, null, 1, null, null);

    /// <summary>A message that is not sent, and why.</summary>
    public static LedgerEntry Suppress(ContactId contact, string reason) => new(contact, LedgerStatus.Suppressed, reason, 0, null, null);

    /// <summary>A message that cannot be made, and why.</summary>
    public static LedgerEntry Fail(ContactId contact, string reason) => new(contact, LedgerStatus.Failed, reason, 0, null, null);

    /// <summary>Whether nothing more will happen to it.</summary>
    public bool IsFinal => Status != LedgerStatus.Pending;

    /// <summary>A pending message of which nobody can tell whether it was sent.</summary>
    public LedgerEntry GiveUp() => this with { Status = LedgerStatus.Unknown, Reason = LedgerReasons.Interrupted, RetryAt = null };

    /// <summary>A pending message about to be sent once more.</summary>
    public LedgerEntry ReserveAgain() => this with { Attempts = Attempts + 1, RetryAt = null, Reason = null };

    /// <summary>The entry once the provider has answered.</summary>
    /// <param name="outcome">The answer.</param>
    /// <param name="retries">How temporary failures are retried.</param>
    /// <param name="now">Wall time.</param>
    /// <param name="canRepeat">Whether the delivery recognizes a repeated key: then what is unknown is simply asked again.</param>
    public LedgerEntry After(DeliveryOutcome outcome, RetrySchedule retries, DateTimeOffset now, bool canRepeat = false) => outcome switch
    {
        DeliveryOutcome.Sent sent => this with { Status = LedgerStatus.Sent, Reason = null, RetryAt = null, ProviderMessageId = sent.ProviderMessageId },
        DeliveryOutcome.PermanentFailure failure => this with { Status = LedgerStatus.Failed, Reason = failure.Code, RetryAt = null },
        DeliveryOutcome.Unknown unknown when canRepeat && retries.DelayAfter(Attempts) is { } delay => this with { Reason = unknown.Code, RetryAt = now + delay },
        DeliveryOutcome.Unknown unknown => this with { Status = LedgerStatus.Unknown, Reason = unknown.Code, RetryAt = null },
        DeliveryOutcome.TemporaryFailure failure => retries.DelayAfter(Attempts, failure.RetryAfter) is { } delay
            ? this with { Reason = failure.Code, RetryAt = now + delay }
            : this with { Status = LedgerStatus.Failed, Reason = LedgerReasons.RetriesExhausted, RetryAt = null },
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome.GetType().Name, "An outcome the ledger does not know."),
    };
}

/// <summary>The reasons that the ledger and the send gate give. Stored and shown, so they never change.</summary>
public static class LedgerReasons
{
    /// <summary>The contact was deleted.</summary>
    public const string ContactErased = "contact_erased";

    /// <summary>The contact was taken out of the sequence.</summary>
    public const string Exited = "exited";

    /// <summary>The contact declines marketing messages.</summary>
    public const string Unsubscribed = "unsubscribed";

    /// <summary>The contact has no e-mail address.</summary>
    public const string NoEmailAddress = "no_email_address";

    /// <summary>The contact has no phone number.</summary>
    public const string NoPhoneNumber = "no_phone_number";

    /// <summary>Nothing was left of the message once its variables were filled in.</summary>
    public const string EmptyMessage = "empty_message";

    /// <summary>The rendered message is larger than allowed, or a variable broke it.</summary>
    public const string CannotRender = "cannot_render";

    /// <summary>Temporary failures went on for too long.</summary>
    public const string RetriesExhausted = "retries_exhausted";

    /// <summary>The process ended between the reservation and the answer of a provider that cannot be asked.</summary>
    public const string Interrupted = "interrupted";
}
