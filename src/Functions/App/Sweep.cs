using Cadenza.Functions.Timing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Cadenza.Functions.App;

/// <summary>
/// Timer trigger. Idempotent: it rings and starts drivers, and removes due entries that stand for nothing and what has expired.
/// </summary>
internal sealed class Sweep(IEnumerable<IOverdueDrivers> kinds, Upkeep upkeep)
{
    /// <summary>Looks after what is overdue by more than a minute.</summary>
    [Function(nameof(Sweep))]
    public async Task RunAsync(
        [TimerTrigger("*/30 * * * * *", UseMonitor = false)] TimerInfo timer,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var doorbells = new Doorbells(client);
        foreach (var kind in kinds) await kind.WakeAsync(doorbells, cancellation);
        await upkeep.RunAsync(doorbells, cancellation);
    }
}
