namespace Cadenza.Domain.Values;

/// <summary>
/// A clock that stands still while its sequence is paused. Due times are kept in active time, so a pause lengthens every
/// remaining delay by exactly its own length without touching a single cohort (B9), and pausing costs one row.
/// </summary>
/// <param name="PausedTotal">The length of all pauses that have ended.</param>
/// <param name="PausedSince">When the present pause began, or null when there is none.</param>
public readonly record struct ActiveClock(TimeSpan PausedTotal, DateTimeOffset? PausedSince)
{
    /// <summary>What the clock shows: wall time less all pauses.</summary>
    public DateTimeOffset Now(DateTimeOffset wallNow) => (PausedSince ?? wallNow) - PausedTotal;

    /// <summary>When the clock will show the given time, if no further pause comes; null while it stands still.</summary>
    public DateTimeOffset? WallTime(DateTimeOffset activeTime) => PausedSince is null ? activeTime + PausedTotal : null;

    /// <summary>Stops it; without effect on a clock that stands still.</summary>
    public ActiveClock Pause(DateTimeOffset wallNow) => this with { PausedSince = PausedSince ?? wallNow };

    /// <summary>Lets it go on; without effect on a clock that runs.</summary>
    public ActiveClock Resume(DateTimeOffset wallNow) => PausedSince is not { } since
        ? this
        : new ActiveClock(PausedTotal + Longest(wallNow - since, TimeSpan.Zero), null);

    private static TimeSpan Longest(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
