namespace Cadenza.Functions.Sequences;

/// <summary>Names one sequence.</summary>
internal sealed record SequenceKey(string Organization, string Sequence);

/// <summary>What a sequence's driver does after a turn.</summary>
/// <param name="IsDone">End.</param>
/// <param name="Again">Another turn at once.</param>
/// <param name="WakeAt">Else sleep until this moment or the doorbell; null is for the doorbell alone.</param>
internal sealed record SequenceDirective(bool IsDone, bool Again, DateTimeOffset? WakeAt)
{
    /// <summary>The driver ends.</summary>
    public static SequenceDirective Done { get; } = new(true, false, null);

    /// <summary>Another turn at once.</summary>
    public static SequenceDirective GoOn { get; } = new(false, true, null);

    /// <summary>The driver sleeps.</summary>
    public static SequenceDirective SleepUntil(DateTimeOffset? wakeAt) => new(false, false, wakeAt);
}
