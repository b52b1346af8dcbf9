using Cadenza.Functions.Timing;
using Cadenza.Functions.Webhooks.Storage;

namespace Cadenza.Functions.Webhooks;

/// <summary>Has deliveries tried again whose time has come.</summary>
internal sealed class OverdueWebhooks(DueIndex<WebhookDueKey> due, WebhookQueue queue, TimeProvider clock)
{
    private const int MaxPerShard = 250;

    /// <summary>Asks for what is due, in a bounded number; what is left over is for the next sweep.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        var entries = await due.ListAsync(clock.GetUtcNow(), MaxPerShard, cancellation).ToListAsync(cancellation);
        foreach (var receiver in entries.GroupBy(entry => entry.Key.Webhook))
        {
            await queue.AskAsync(receiver.Key, receiver.Select(entry => entry.Key.Event).Distinct(), cancellation);
            await AtOnce.DoAsync(receiver, entry => due.RemoveAsync(entry, cancellation));
        }
    }
}
