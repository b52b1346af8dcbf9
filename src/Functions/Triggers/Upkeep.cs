using Cadenza.Functions.Orchestrations;
using Cadenza.Functions.Storage;
using Cadenza.Functions.Workflows;

namespace Cadenza.Functions.Triggers;

/// <summary>What the sweep does besides waking drivers: it removes what has expired, in bounded pages, and notes that it ran.</summary>
internal sealed class Upkeep(IdempotencyStore idempotency, Retention retention, SweepNotes notes, TimeProvider clock)
{
    /// <summary>Does what there is to do; what is left over is for the next sweep.</summary>
    public async Task RunAsync(Doorbells doorbells, CancellationToken cancellation)
    {
        await idempotency.SweepAsync(clock.GetUtcNow(), cancellation);
        await retention.SweepAsync(doorbells, cancellation);
        await notes.EndedAsync(clock.GetUtcNow(), cancellation);
    }
}
