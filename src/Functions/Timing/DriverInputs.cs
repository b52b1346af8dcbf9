using Cadenza.Domain.Sequences;
using Cadenza.Functions.Sequences.Sending;
using Cadenza.Functions.Sequences.Storage;

namespace Cadenza.Functions.Timing;

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

/// <summary>Input of <see cref="AdvanceCohort"/>.</summary>
internal sealed record AdvanceCohortInput(CohortKey Key, ChunkOutcome[] Outcomes);

/// <summary>Input of <see cref="SendChunk"/>.</summary>
internal sealed record SendChunkInput(CohortKey Key, ChunkToSend Chunk);

/// <summary>What a run's driver does after a turn.</summary>
/// <param name="IsDone">End.</param>
/// <param name="WakeAt">Else sleep until this moment or the doorbell; null is for the doorbell alone.</param>
internal sealed record RunDirective(bool IsDone, DateTimeOffset? WakeAt)
{
    /// <summary>The driver ends.</summary>
    public static RunDirective Done { get; } = new(true, null);

    /// <summary>The driver sleeps.</summary>
    public static RunDirective SleepUntil(DateTimeOffset? wakeAt) => new(false, wakeAt);
}
