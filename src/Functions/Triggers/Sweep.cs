using Cadenza.Functions.Leads;
using Cadenza.Functions.Orchestrations;
using Cadenza.Functions.Sequences;
using Cadenza.Functions.Workflows;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Cadenza.Functions.Triggers;

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
