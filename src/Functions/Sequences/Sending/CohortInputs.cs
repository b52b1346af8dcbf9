using Cadenza.Domain.Sequences;
using Cadenza.Functions.Sequences.Storage;

namespace Cadenza.Functions.Sequences.Sending;

/// <summary>Input of <see cref="AdvanceCohort"/>.</summary>
internal sealed record AdvanceCohortInput(CohortKey Key, ChunkOutcome[] Outcomes);

/// <summary>Input of <see cref="SendChunk"/>.</summary>
internal sealed record SendChunkInput(CohortKey Key, ChunkToSend Chunk);
