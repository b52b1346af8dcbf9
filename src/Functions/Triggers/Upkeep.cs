using Cadenza.Functions.Orchestrations;
using Cadenza.Functions.Records;
using Cadenza.Functions.Storage;
using Cadenza.Functions.Webhooks;
using Cadenza.Functions.Workflows;

namespace Cadenza.Functions.Triggers;

/// <summary>What the sweep does besides waking drivers, in bounded pages: it tells of late tasks, has webhooks tried again, removes what has expired, encrypts what is not yet, and notes that it ran.</summary>
internal sealed class Upkeep(IdempotencyStore idempotency, OverdueTasks tasks, OverdueWebhooks webhooks, Retention retention, Resealing resealing, SweepNotes notes, TimeProvider clock)
{
    /// <summary>Does what there is to do; what is left over is for the next sweep.</summary>
    public async Task RunAsync(Doorbells doorbells, CancellationToken cancellation)
    {
        await tasks.SweepAsync(cancellation);
        await webhooks.SweepAsync(cancellation);
        await idempotency.SweepAsync(clock.GetUtcNow(), cancellation);
        await retention.SweepAsync(doorbells, cancellation);
        await resealing.RunAsync(cancellation);
        await notes.EndedAsync(clock.GetUtcNow(), cancellation);
    }
}
