using Cadenza.Functions.Platform.Tables;
using Cadenza.Functions.Webhooks.Storage;

namespace Cadenza.Functions.Webhooks;

/// <summary>Has deliveries tried again whose time has come.</summary>
internal sealed class OverdueWebhooks(WebhookDueStore due, WebhookQueue queue, TimeProvider clock)
{
    private const int MaxPerSweep = 1000;

    /// <summary>Asks for what is due, in a bounded number; what is left over is for the next sweep.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        var entries = await due.ListAsync(clock.GetUtcNow(), cancellation).Take(MaxPerSweep).ToListAsync(cancellation);
        foreach (var receiver in entries.GroupBy(entry => entry.Key))
        {
            await queue.AskAsync(receiver.Key, receiver.Select(entry => entry.Event).Distinct(), cancellation);
            await AtOnce.DoAsync(receiver, entry => due.RemoveAsync(entry, cancellation));
        }
    }
}
