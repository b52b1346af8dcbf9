using Cadenza.Functions.Platform.Idempotency;
using Cadenza.Functions.Records;
using Cadenza.Functions.Timing;
using Cadenza.Functions.Webhooks;

namespace Cadenza.Functions.App;

/// <summary>What the sweep does besides waking drivers, in bounded pages: it tells of late tasks, has webhooks tried again, removes what has expired, encrypts what is not yet, and notes that it ran.</summary>
internal sealed class Upkeep(IdempotencyStore idempotency, OverdueTasks tasks, OverdueWebhooks webhooks, RetentionSweep retention, AgedRows aged, Resealing resealing, EarlierWakeUps earlier, SweepStatusStore notes, TimeProvider clock)
{
    /// <summary>Does what there is to do; what is left over is for the next sweep.</summary>
    public async Task RunAsync(Doorbells doorbells, CancellationToken cancellation)
    {
        await tasks.SweepAsync(cancellation);
        await webhooks.SweepAsync(cancellation);
        await idempotency.SweepAsync(clock.GetUtcNow(), cancellation);
        await retention.SweepAsync(doorbells, cancellation);
        await aged.SweepAsync(cancellation);
        await resealing.RunAsync(cancellation);
        await earlier.MoveAsync(cancellation);
        await notes.EndedAsync(clock.GetUtcNow(), cancellation);
    }
}
