using Cadenza.Domain.Sequences;
using Cadenza.Functions.Storage;

namespace Cadenza.Functions.Orchestrations;

/// <summary>Names one sequence.</summary>
internal sealed record SequenceKey(string Organization, string Sequence);

/// <summary>What a sequence's driver does after a turn. Stored in histories by number: only add at the end.</summary>
internal enum SequenceTurn
{
    /// <summary>Another turn at once.</summary>
    Again,

    /// <summary>Sleep until the doorbell.</summary>
    Sleep,

    /// <summary>End.</summary>
    Done,
}

/// <summary>Input of <see cref="AdvanceCohort"/>.</summary>
internal sealed record AdvanceCohortInput(CohortKey Key, ChunkOutcome[] Outcomes);

/// <summary>Input of <see cref="SendChunk"/>.</summary>
internal sealed record SendChunkInput(CohortKey Key, ChunkToSend Chunk);
