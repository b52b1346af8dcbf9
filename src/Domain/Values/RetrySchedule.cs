namespace Cadenza.Domain.Values;

/// <summary>When a message that failed for now is tried again: delays that double up to a limit, a limited number of times.</summary>
/// <param name="FirstDelay">Delay after the first attempt.</param>
/// <param name="MaxDelay">No delay of the schedule is longer.</param>
/// <param name="MaxAttempts">How many attempts a message gets in all, the first included; at least 1.</param>
public sealed record RetrySchedule(TimeSpan FirstDelay, TimeSpan MaxDelay, int MaxAttempts)
{
    /// <summary>2 s, 4 s, 8 s, … up to 300 s; ten attempts.</summary>
    public static RetrySchedule Default { get; } = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(300), 10);

    /// <summary>The longest wish of a provider that is granted; it would hold the contact's whole cohort for longer.</summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a step's messages wait for a provider that is out of order before they fail.</summary>
    public TimeSpan MaxOutage { get; init; } = TimeSpan.FromHours(72);

    /// <summary>How long to wait after a failed attempt, or null when it was the last.</summary>
    /// <param name="attempt">The attempt that failed, counted from 1.</param>
    /// <param name="retryAfter">What the provider asked for; a longer wish than the schedule's own delay is granted up to <see cref="MaxRetryAfter"/>.</param>
    public TimeSpan? DelayAfter(int attempt, TimeSpan? retryAfter = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        return attempt >= MaxAttempts ? null : Delay(attempt, retryAfter);
    }

    /// <summary>How long to leave a provider alone that is out of order; by attempts alone it is never given up.</summary>
    /// <param name="attempt">The attempt that failed, counted from 1.</param>
    /// <param name="retryAfter">What the provider asked for, granted as in <see cref="DelayAfter"/>.</param>
    public TimeSpan OutageDelay(int attempt, TimeSpan? retryAfter = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        return Delay(attempt, retryAfter);
    }

    private TimeSpan Delay(int attempt, TimeSpan? retryAfter)
    {
        var doubled = FirstDelay.TotalSeconds * Math.Pow(2, attempt - 1);
        var delay = doubled < MaxDelay.TotalSeconds ? TimeSpan.FromSeconds(doubled) : MaxDelay;
        var wish = retryAfter > MaxRetryAfter ? MaxRetryAfter : retryAfter;
        return wish > delay ? wish.Value : delay;
    }
}
