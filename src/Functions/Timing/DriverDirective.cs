namespace Cadenza.Functions.Timing;

/// <summary>What a driver does after a turn.</summary>
/// <param name="IsDone">End.</param>
/// <param name="WakeAt">Else sleep until this moment or the doorbell; null is for the doorbell alone.</param>
internal sealed record DriverDirective(bool IsDone, DateTimeOffset? WakeAt)
{
    /// <summary>Another turn at once, without sleep. Histories of earlier versions do not say so, and mean that there is none.</summary>
    public bool Again { get; init; }

    /// <summary>The driver ends.</summary>
    public static DriverDirective Done { get; } = new(true, null);

    /// <summary>Another turn at once.</summary>
    public static DriverDirective GoOn { get; } = new(false, null) { Again = true };

    /// <summary>The driver sleeps.</summary>
    public static DriverDirective SleepUntil(DateTimeOffset? wakeAt) => new(false, wakeAt);
}
