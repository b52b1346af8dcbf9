using Cadenza.Functions.Platform.Observability;
using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Timing;

/// <summary>Finds the drivers whose ring or timer was lost.</summary>
internal interface IOverdueDrivers
{
    /// <summary>Wakes what is overdue, and forgets entries that stand for nothing.</summary>
    Task WakeAsync(Doorbells doorbells, CancellationToken cancellation);
}

/// <summary>Finds the drivers of one kind whose ring or timer was lost, wakes them, and tells how late they were.</summary>
/// <typeparam name="TKey">What names one.</typeparam>
internal sealed class OverdueDrivers<TKey>(DueIndex<TKey> due, IOverdue<TKey> kind, TimeProvider clock, Telemetry telemetry, ILogger<SweepReport> log) : IOverdueDrivers
    where TKey : IDueKey<TKey>
{
    // How long after its time an entry counts as lost.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public async Task WakeAsync(Doorbells doorbells, CancellationToken cancellation)
    {
        var report = new SweepReport(telemetry, log);
        var now = clock.GetUtcNow();
        await foreach (var entry in due.ListAsync(now - Patience, int.MaxValue, cancellation))
        {
            if (await TryWakeAsync(entry, doorbells, cancellation)) report.Found(now - entry.At);
            else await due.RemoveAsync(entry, cancellation);
        }

        report.Done();
    }

    // An entry whose row cannot be read must not keep the others from being woken: it stays, and is told of each time.
    private async Task<bool> TryWakeAsync(Due<TKey> entry, Doorbells doorbells, CancellationToken cancellation)
    {
        try
        {
            return await kind.WakeAsync(entry, doorbells, cancellation);
        }
        catch (Exception fault) when (fault.IsLasting())
        {
            log.DriverNotWoken(fault);
            return true;
        }
    }
}
