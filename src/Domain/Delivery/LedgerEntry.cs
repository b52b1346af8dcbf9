using Cadenza.Domain.Contacts;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Values;

namespace Cadenza.Domain.Delivery;

/// <summary>
/// One message in the ledger, keyed by sequence, version, step and contact, and inserted before the message is sent. That it
/// cannot be inserted twice is what keeps a message from being sent twice.
/// </summary>
/// <param name="Contact">The contact it is for.</param>
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
    private const int MaxEarlierResends = 16;
    private const int MaxWarnings = 5;

    /// <summary>How many of the attempts met a provider that was out of order; they are not counted against the message.</summary>
    public int Outages { get; init; }

    /// <summary>How often it was sent again although it may have been sent.</summary>
    public int Repeats { get; init; }

    /// <summary>What a person should know of it, a sentence a line: which variables had no value; null when there is nothing.</summary>
    public string? Warnings { get; init; }

    /// <summary>The entry with what to know of its message: the first few sentences, each once.</summary>
    public LedgerEntry Warn(IEnumerable<string> sentences) =>
        string.Join('\n', sentences.Distinct().Take(MaxWarnings)) is { Length: > 0 } text ? this with { Warnings = text } : this;

    /// <summary>What last had it sent again at a user's word, or null; so that doing that twice does no more.</summary>
    public Guid? Resend { get; init; }

    /// <summary>What had it sent again before that, the latest first and at most sixteen, separated by spaces; null when nothing had.</summary>
    public string? EarlierResends { get; init; }

    /// <summary>All that had it sent again at a user's word, the latest first.</summary>
    public IEnumerable<Guid> Resends => Resend is { } last ? (EarlierResends?.Split(' ') ?? []).Select(Guid.Parse).Prepend(last) : [];

    /// <summary>The entry with what had it sent again, as <see cref="Resends"/> gives it.</summary>
    public LedgerEntry WithResends(IReadOnlyList<Guid> resends) => this with
    {
        Resend = resends is [var last, ..] ? last : null,
        EarlierResends = resends is [_, _, ..] ? string.Join(' ', resends.Skip(1).Select(resend => resend.ToString("D"))) : null,
    };

    /// <summary>A message about to be sent for the first time.</summary>
    public static LedgerEntry Reserve(ContactId contact) => new(contact, LedgerStatus.Pending, null, 1, null, null);

    /// <summary>A message that is not sent, and why.</summary>
    public static LedgerEntry Suppress(ContactId contact, string reason) => new(contact, LedgerStatus.Suppressed, reason, 0, null, null);

    /// <summary>A message that cannot be made, and why.</summary>
    public static LedgerEntry Fail(ContactId contact, string reason) => new(contact, LedgerStatus.Failed, reason, 0, null, null);

    /// <summary>Whether nothing more will happen to it.</summary>
    public bool IsFinal => Status != LedgerStatus.Pending;

    /// <summary>A message that is to be sent again at a user's word; what was tried before is not counted against it.</summary>
    public LedgerEntry Reopen(Guid resend, DateTimeOffset now) =>
        WithResends([resend, .. Resends.Take(MaxEarlierResends)]) with { Status = LedgerStatus.Pending, RetryAt = now, Outages = Attempts, Repeats = 0 };

    /// <summary>Whether a request had it sent again, also when others have since.</summary>
    public bool WasReopenedBy(Guid resend) =>
        Resend == resend || EarlierResends?.Contains(resend.ToString("D"), StringComparison.Ordinal) == true;

    /// <summary>A pending message of which nobody can tell whether it was sent.</summary>
    public LedgerEntry GiveUp() => this with { Status = LedgerStatus.Unknown, Reason = LedgerReasons.Interrupted, RetryAt = null };

    /// <summary>A pending message about to be sent once more. Without a retry time nobody can tell whether it was sent before.</summary>
    public LedgerEntry ReserveAgain() => this with { Attempts = Attempts + 1, Repeats = RetryAt is null ? Repeats + 1 : Repeats, RetryAt = null, Reason = null };

    /// <summary>A message that waits to be tried once more, and is not; it keeps the cause of its last failure.</summary>
    public LedgerEntry Drop() => Lapse(Reason ?? LedgerReasons.Interrupted);

    /// <summary>A message that was about to be sent, and is given up instead because its provider was out of order for too long.</summary>
    public LedgerEntry Abandon(string reason) => Lapse(reason) with { Attempts = Attempts - 1 };

    /// <summary>The entry once the provider has answered. What is given up keeps the cause of its last failure.</summary>
    /// <param name="outcome">The answer.</param>
    /// <param name="retries">How temporary failures are retried.</param>
    /// <param name="now">The current time.</param>
    /// <param name="canRepeat">Whether the delivery recognizes a repeated key: then what is unknown is simply asked again.</param>
    /// <param name="outageSince">Since when its step waits for the provider; null when it does not yet.</param>
    /// <param name="mayResend">Whether what is unknown is sent once more, at the risk that it arrives twice.</param>
    public LedgerEntry After(
        DeliveryOutcome outcome,
        RetrySchedule retries,
        DateTimeOffset now,
        bool canRepeat = false,
        DateTimeOffset? outageSince = null,
        bool mayResend = false)
    {
        var isPatient = now - (outageSince ?? now) < retries.MaxOutage;
        return outcome switch
        {
            DeliveryOutcome.Sent sent => this with { Status = LedgerStatus.Sent, Reason = null, RetryAt = null, ProviderMessageId = sent.ProviderMessageId },
            DeliveryOutcome.Unknown unknown when canRepeat && isPatient => WaitOut(unknown.Code, retries, now, retryAfter: null) with { Repeats = Repeats + 1 },
            DeliveryOutcome.Unknown unknown when mayResend && Repeats == 0 => WaitOut(unknown.Code, retries, now, retryAfter: null) with { Repeats = 1 },
            DeliveryOutcome.Unknown unknown => this with { Status = LedgerStatus.Unknown, Reason = unknown.Code, RetryAt = null },
            DeliveryOutcome.TemporaryFailure { IsOutage: true } failure when isPatient => WaitOut(failure.Code, retries, now, failure.RetryAfter),
            DeliveryOutcome.TemporaryFailure { IsOutage: false } failure when retries.DelayAfter(Attempts - Outages, failure.RetryAfter) is { } delay =>
                this with { Reason = failure.Code, RetryAt = now + delay },
            DeliveryOutcome.TemporaryFailure { Code: var code } => Lapse(code),
            DeliveryOutcome.PermanentFailure { Code: var code } => this with { Status = LedgerStatus.Failed, Reason = code, RetryAt = null },
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome.GetType().Name, "An outcome the ledger does not know."),
        };
    }

    private LedgerEntry WaitOut(string code, RetrySchedule retries, DateTimeOffset now, TimeSpan? retryAfter) =>
        this with { Reason = code, Outages = Outages + 1, RetryAt = now + retries.OutageDelay(Outages + 1, retryAfter) };

    // One of its earlier attempts may have sent it after all.
    private LedgerEntry Lapse(string code) =>
        this with { Status = Repeats > 0 ? LedgerStatus.Unknown : LedgerStatus.Failed, Reason = code, RetryAt = null };
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

    /// <summary>The template of the message asks for more work than one message may.</summary>
    public const string TemplateLimit = "template_limit";

    /// <summary>The template of the message computes what cannot be computed: a division by zero.</summary>
    public const string TemplateFault = "template_fault";

    /// <summary>The reason for a message that cannot be made of its template.</summary>
    internal static string Of(MessageFault fault) => fault.Kind switch
    {
        MessageFaultKind.TooLong => CannotRender,
        MessageFaultKind.TooMuchWork => TemplateLimit,
        MessageFaultKind.Values => TemplateFault,
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault.Kind, "A fault without a reason."),
    };

    /// <summary>A marketing text says <c>{{unsubscribe_url}}</c>, and it is not known where the app is reached.</summary>
    public const string NoUnsubscribeUrl = "no_unsubscribe_url";

    /// <summary>The process ended between the reservation and the answer of a provider that cannot be asked.</summary>
    public const string Interrupted = "interrupted";
}
