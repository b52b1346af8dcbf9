using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Workflows;

/// <summary>Timer trigger. Idempotent: a minute of a schedule is an event, and an event is taken in once.</summary>
internal sealed class FireSchedules(Schedules schedules)
{
    /// <summary>Fires the workflows whose time has come.</summary>
    [Function(nameof(FireSchedules))]
    public Task RunAsync([TimerTrigger("*/10 * * * * *", UseMonitor = false)] TimerInfo timer, CancellationToken cancellation) =>
        schedules.FireAsync(cancellation);
}
