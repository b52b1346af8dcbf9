using Cadenza.LocalHost.Durable;
using Cadenza.LocalHost.Hosting;
using Cadenza.LocalHost.Worker;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Timers;

/// <summary>Runs one function by its schedule, one run after the other. Ticks that pass during a run are skipped; ticks that passed while the host was down are made up for by one run.</summary>
internal sealed class TimerListener(FunctionInvoker function, TimerStatusTable? statuses, TimeProvider clock, HostStop stop, ILogger log)
{
    // Timers of the platform reach 49 days; a schedule can be further away.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly TimerFunctionTrigger _trigger = (TimerFunctionTrigger)function.Function.Trigger;

    // Null when the schedule is not monitored.
    private readonly TimerStatusTable? _statuses = statuses;
    private TimerStatus _status = new(default, default, default);

    private string Name => function.Function.Name;

    /// <summary>Reads the stored status; the first tick counts from here. Tells whether a tick passed while the host was down.</summary>
    public async Task<bool> PrepareAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var stored = _statuses is null ? null : await _statuses.LoadAsync(Name, _trigger.Text, cancellation);
        _status = stored ?? new TimerStatus(default, NextAfter(now), now.UtcDateTime);
        if (stored is null && _statuses is not null) await _statuses.SaveAsync(Name, _trigger.Text, _status, cancellation);
        return _status.Next <= now.UtcDateTime;
    }

    /// <summary>Runs until the host stops; a run in flight is finished.</summary>
    /// <param name="pastDue">Whether a tick passed while the host was down.</param>
    public async Task RunAsync(bool pastDue)
    {
        try
        {
            if (pastDue || _trigger.RunOnStartup) await TickAsync(pastDue);
            while (!stop.Stopping.IsCancellationRequested)
            {
                await WaitUntilAsync(_status.Next);
                await TickAsync(pastDue: false);
            }
        }
        catch (OperationCanceledException) when (stop.Stopping.IsCancellationRequested)
        {
            // The host stops; the next tick is stored.
        }
    }

    private async Task WaitUntilAsync(DateTime time)
    {
        while (time - clock.GetUtcNow().UtcDateTime is { Ticks: > 0 } wait)
            await Task.Delay(wait < LongestWait ? wait : LongestWait, clock, stop.Stopping);
        stop.Stopping.ThrowIfCancellationRequested();
    }

    private async Task TickAsync(bool pastDue)
    {
        var started = clock.GetUtcNow();
        await CallAsync(pastDue);
        var now = clock.GetUtcNow();
        // An interval counts from the tick, a run that outlasts its interval from its end.
        var next = NextAfter(started);
        if (next <= now.UtcDateTime) next = NextAfter(now);
        _status = new TimerStatus(started.UtcDateTime, next, now.UtcDateTime);
        await SaveAsync();
    }

    private async Task CallAsync(bool pastDue)
    {
        try
        {
            var invoked = function.Next();
            await invoked.RunAsync(invoked.Request(TimerData.Json(_statuses is null ? null : _status, pastDue)), CancellationToken.None);
        }
        catch (Exception fault) when (fault is FunctionFailedException or WorkerUnavailableException)
        {
            HostLog.TimerFailed(log, Name, fault.Message);
        }
    }

    private async Task SaveAsync()
    {
        if (_statuses is null) return;
        try
        {
            await _statuses.SaveAsync(Name, _trigger.Text, _status, stop.Expired);
        }
        catch (Exception fault)
        {
            HostLog.TimerStatusFailed(log, Name, fault);
        }
    }

    // A schedule without a tick in years is refused at start, so there is one.
    private DateTime NextAfter(DateTimeOffset time) => _trigger.Schedule.Next(time)?.UtcDateTime ?? DateTime.MaxValue;
}
