namespace Cadenza.LocalHost.Queues;

/// <summary>How long a received message is hidden at a time: short enough that a killed process's messages return soon, renewed while they are worked on.</summary>
/// <param name="Time">At least one second.</param>
internal sealed record QueueHold(TimeSpan Time)
{
    // Queue storage has its own time; the app's clock, which a test may hold still, has no part in it.
    private static readonly TimeProvider Clock = TimeProvider.System;

    public static QueueHold Normal => new(TimeSpan.FromSeconds(30));

    public static long Now => Clock.GetTimestamp();

    public TimeSpan RenewalInterval => Time / 3;

    public bool IsDue(long heldSince) => Clock.GetElapsedTime(heldSince) >= RenewalInterval;
}
