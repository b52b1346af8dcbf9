using Cadenza.Functions.Leads;
using Cadenza.Functions.Sequences.Sending;
using Cadenza.Functions.Timing;
using Cadenza.Functions.Workflows.Runs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Cadenza.Functions.App;

/// <summary>
/// Timer trigger. Idempotent: it rings and starts drivers, and removes due entries that stand for nothing and what has expired.
/// </summary>
internal sealed class Sweep(OverdueDrivers overdue, OverdueRuns overdueRuns, OverdueLeads overdueLeads, Upkeep upkeep)
{
    /// <summary>Looks after what is overdue by more than a minute.</summary>
    [Function(nameof(Sweep))]
    public async Task RunAsync(
        [TimerTrigger("*/30 * * * * *", UseMonitor = false)] TimerInfo timer,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var doorbells = new Doorbells(client);
        await overdue.WakeAsync(doorbells, cancellation);
        await overdueRuns.WakeAsync(doorbells, cancellation);
        await overdueLeads.WakeAsync(doorbells, cancellation);
        await upkeep.RunAsync(doorbells, cancellation);
    }
}
