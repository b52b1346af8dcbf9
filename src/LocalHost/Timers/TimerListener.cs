using Cadenza.LocalHost.Functions;
using Cadenza.LocalHost.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Timers;

/// <summary>Runs one function by its schedule, one run after the other. Ticks that pass during a run are skipped; ticks that passed while the app was down are made up for by one run.</summary>
internal sealed class TimerListener(LocalFunction function, TimerFunctionTrigger trigger, TimerStatusTable? statuses, TimeProvider clock, FunctionPipeline pipeline, HostGrace grace, IServiceProvider services, ILogger log)
{
    // Timers of the platform reach 49 days; a schedule can be further away.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    // Null when the schedule is not monitored.
    private readonly TimerStatusTable? _statuses = statuses;
    private ScheduleStatus _status = new();

    /// <summary>Reads the stored status; the first tick counts from here.</summary>
    public async Task<bool> PrepareAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var stored = _statuses is null ? null : await _statuses.LoadAsync(function.Name, trigger.Text, cancellation);
        _status = stored ?? new ScheduleStatus { Next = NextAfter(now), LastUpdated = now.UtcDateTime };
        if (stored is null && _statuses is not null) await _statuses.SaveAsync(function.Name, trigger.Text, _status, cancellation);
        return _status.Next <= now.UtcDateTime;
    }

    /// <summary>Runs until <paramref name="stopping"/>.</summary>
    /// <param name="pastDue">Whether a tick passed while the app was down.</param>
    /// <param name="stopping">Ends waiting; a run in flight is finished.</param>
    public async Task RunAsync(bool pastDue, CancellationToken stopping)
    {
        try
        {
            if (pastDue || trigger.RunOnStartup) await TickAsync(pastDue);
            while (!stopping.IsCancellationRequested)
            {
                await WaitUntilAsync(_status.Next, stopping);
                await TickAsync(pastDue: false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The app stops; the next tick is stored.
        }
    }

    private async Task WaitUntilAsync(DateTime time, CancellationToken stopping)
    {
        while (time - clock.GetUtcNow().UtcDateTime is { Ticks: > 0 } wait)
            await Task.Delay(wait < LongestWait ? wait : LongestWait, clock, stopping);
        stopping.ThrowIfCancellationRequested();
    }

    private async Task TickAsync(bool pastDue)
    {
        var started = clock.GetUtcNow();
        await CallAsync(new TimerInfo { IsPastDue = pastDue, ScheduleStatus = _statuses is null ? null : _status });
        var now = clock.GetUtcNow();
        // An interval counts from the tick, a run that outlasts its interval from its end.
        var next = NextAfter(started);
        if (next <= now.UtcDateTime) next = NextAfter(now);
        _status = new ScheduleStatus { Last = started.UtcDateTime, Next = next, LastUpdated = now.UtcDateTime };
        await SaveAsync();
    }

    private async Task CallAsync(TimerInfo info)
    {
        await using var invocation = new Invocation(function, services, info, grace.Expired);
        try
        {
            await pipeline.RunAsync(invocation);
        }
        catch (Exception fault)
        {
            HostLog.TimerFailed(log, function.Name, fault);
        }
    }

    private async Task SaveAsync()
    {
        if (_statuses is null) return;
        try
        {
            await _statuses.SaveAsync(function.Name, trigger.Text, _status, grace.Expired);
        }
        catch (Exception fault)
        {
            HostLog.TimerStatusFailed(log, function.Name, fault);
        }
    }

    // A schedule without a tick in years is refused at start, so there is one.
    private DateTime NextAfter(DateTimeOffset time) => trigger.Schedule.Next(time)?.UtcDateTime ?? DateTime.MaxValue;
}
