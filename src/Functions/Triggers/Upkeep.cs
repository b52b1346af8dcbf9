using Cadenza.Functions.Storage;

namespace Cadenza.Functions.Triggers;

/// <summary>What the sweep does besides waking drivers: it removes what has expired, in bounded pages.</summary>
internal sealed class Upkeep(IdempotencyStore idempotency, TimeProvider clock)
{
    /// <summary>Does what there is to do; what is left over is for the next sweep.</summary>
    public Task RunAsync(CancellationToken cancellation) => idempotency.SweepAsync(clock.GetUtcNow(), cancellation);
}
