using Cadenza.Domain.Sequences;
using Cadenza.Functions.Sequences.Storage;
using Cadenza.Functions.Timing;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Sequences.Sending;

/// <summary>Activity. Idempotent by the ledger: each message is keyed by sequence, version, step and contact.</summary>
internal sealed class SendChunk(SequenceStatusCache watch, CompiledSequences plans, DeliverySlots slots, ChunkSender sender)
{
    /// <summary>Sends one step to up to 100 contacts.</summary>
    [Function(nameof(SendChunk))]
    public Task<ChunkOutcome> RunAsync([ActivityTrigger] SendChunkInput input, CancellationToken cancellation) =>
        Activities.DoAsync(() => SendAsync(input, cancellation));

    private async Task<ChunkOutcome> SendAsync(SendChunkInput input, CancellationToken cancellation)
    {
        var (key, chunk) = input;
        if (await watch.GetAsync(key.OrganizationId(), key.SequenceId(), cancellation) is not { } sequence)
        {
            return new ChunkOutcome(chunk.Step, chunk.Chunk, IsComplete: true, RetryAt: null, Counts: default);
        }

        var plan = await plans.GetAsync(key.OrganizationId(), key.SequenceId(), chunk.Version, cancellation);
        var work = new ChunkContext(sequence, plan, chunk);
        using var slot = await slots.EnterAsync(work.Template.Channel, cancellation);
        return await sender.SendAsync(work, cancellation);
    }
}
