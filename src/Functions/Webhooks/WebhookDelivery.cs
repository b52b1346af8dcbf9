namespace Cadenza.Functions.Webhooks;

/// <summary>Where a delivery stands. Stored and shown in lower case, so the names never change.</summary>
internal enum WebhookDeliveryStatus
{
    /// <summary>It is to be tried, or tried again.</summary>
    Pending,

    /// <summary>The receiver answered 2xx.</summary>
    Delivered,

    /// <summary>It is not tried any more.</summary>
    Failed,
}

/// <summary>One attempt to deliver.</summary>
/// <param name="At">When it began.</param>
/// <param name="StatusCode">What the receiver answered; null when it did not.</param>
/// <param name="Error">A frozen code of what went wrong; null when nothing did.</param>
/// <param name="DurationMs">How long it took, in milliseconds.</param>
internal sealed record WebhookAttempt(DateTimeOffset At, int? StatusCode, string? Error, int DurationMs);

/// <summary>An event on its way to one receiver.</summary>
/// <param name="Id">The id of the event.</param>
/// <param name="Type">The type of the event.</param>
/// <param name="At">When it happened.</param>
/// <param name="Body">What is sent, byte by byte the same in each attempt.</param>
internal sealed record WebhookDelivery(string Id, string Type, DateTimeOffset At, string Body)
{
    /// <summary>The status it has.</summary>
    public WebhookDeliveryStatus Status { get; init; } = WebhookDeliveryStatus.Pending;

    /// <summary>What was tried so far.</summary>
    public IReadOnlyList<WebhookAttempt> Attempts { get; init; } = [];

    /// <summary>When it is to be tried next; null when it is to be tried now, or not any more.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>Until when somebody who is trying it has it for himself; null when nobody is.</summary>
    public DateTimeOffset? ClaimedUntil { get; init; }

    /// <summary>How many attempts of the present series were in vain; a user who asks for it again begins a new series.</summary>
    public int Failures { get; init; }

    /// <summary>Whether somebody is trying it at that time.</summary>
    public bool IsUnderWay(DateTimeOffset now) => ClaimedUntil > now;

    /// <summary>The delivery to be made once more, whatever came of it before: a new series of attempts.</summary>
    public WebhookDelivery Again() => this with { Status = WebhookDeliveryStatus.Pending, NextAttemptAt = null, ClaimedUntil = null, Failures = 0 };
}
