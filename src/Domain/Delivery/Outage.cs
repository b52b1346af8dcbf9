using Cadenza.Domain.Values;

namespace Cadenza.Domain.Delivery;

/// <summary>A provider, or a sender at it, through which nothing gets. While it lasts one message at a time is tried, all others wait.</summary>
/// <param name="Since">When it was met first.</param>
/// <param name="Reason">The code of the last failure.</param>
/// <param name="Detail">The same for people; carries no personal data.</param>
/// <param name="Messages">How many attempts met it so far; a message that is tried again counts again.</param>
/// <param name="Rounds">How often it was met after a wait, the first time included.</param>
/// <param name="RetryAt">When the next message is tried.</param>
public sealed record Outage(DateTimeOffset Since, string Reason, string Detail, int Messages, int Rounds, DateTimeOffset RetryAt)
{
    /// <summary>The outage after a group of messages was handed over; null when there is none, or no more.</summary>
    /// <param name="known">The outage before, or null.</param>
    /// <param name="outcomes">What came of the messages. One that got through, or was answered for itself, ends the outage.</param>
    /// <param name="isTrial">Whether they were sent to see if it is over; what others meet meanwhile does not prolong the wait.</param>
    /// <param name="retries">How long to wait.</param>
    /// <param name="now">The current time.</param>
    public static Outage? After(
        Outage? known, IReadOnlyCollection<DeliveryOutcome> outcomes, bool isTrial, RetrySchedule retries, DateTimeOffset now)
    {
        if (outcomes.Any(IsAnswer)) return null;
        var failures = outcomes.Select(FailureOf).OfType<Failure>().ToList();
        if (failures.Count == 0) return known;
        var messages = (known?.Messages ?? 0) + failures.Count;
        if (known is not null && !isTrial) return known with { Messages = messages };
        var (last, rounds) = (failures[^1], (known?.Rounds ?? 0) + 1);
        var retryAt = now + retries.OutageDelay(rounds, failures.Max(failure => failure.RetryAfter));
        return new Outage(known?.Since ?? now, last.Code, last.Detail, messages, rounds, retryAt);
    }

    // What is refused before anybody is asked says nothing of the provider.
    private static bool IsAnswer(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Sent => true,
        DeliveryOutcome.PermanentFailure failure => !DeliveryCode.IsFoundBeforeAsking(failure.Code),
        DeliveryOutcome.TemporaryFailure { IsOutage: false } failure => DeliveryCode.IsTemporaryAnswer(failure.Code),
        _ => false,
    };

    private static Failure? FailureOf(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.TemporaryFailure { IsOutage: true } failure => new Failure(failure.Code, failure.Detail, failure.RetryAfter),
        DeliveryOutcome.Unknown unknown => new Failure(unknown.Code, unknown.Detail, null),
        _ => null,
    };

    private sealed record Failure(string Code, string Detail, TimeSpan? RetryAfter);
}
