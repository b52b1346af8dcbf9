using Cadenza.Functions.Storage;

namespace Cadenza.Functions.Triggers;

/// <summary>What the sweep does besides waking drivers: it removes what has expired, in bounded pages, and notes that it ran.</summary>
internal sealed class Upkeep(IdempotencyStore idempotency, SweepNotes notes, TimeProvider clock)
{
    /// <summary>Does what there is to do; what is left over is for the next sweep.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await idempotency.SweepAsync(clock.GetUtcNow(), cancellation);
        await notes.EndedAsync(clock.GetUtcNow(), cancellation);
    }
}
