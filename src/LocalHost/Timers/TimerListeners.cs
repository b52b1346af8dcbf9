using Cadenza.LocalHost.Hosting;
using Cadenza.LocalHost.Worker;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Timers;

/// <summary>Runs the schedules of all timer functions.</summary>
/// <param name="functions">The app's functions; those of other triggers are left alone.</param>
/// <param name="open">Opens where the status of schedules is kept; asked for only when one is monitored.</param>
/// <param name="clock">The time of the schedules.</param>
/// <param name="stop">The host's stop.</param>
/// <param name="log">Where failures are told.</param>
internal sealed class TimerListeners(IEnumerable<FunctionInvoker> functions, Func<TimerStatusTable> open, TimeProvider clock, HostStop stop, ILogger log)
{
    private readonly FunctionInvoker[] _timers = [.. functions.Where(function => function.Function.Trigger is TimerFunctionTrigger)];
    private readonly List<Task> _running = [];

    public async Task StartAsync(CancellationToken cancellation)
    {
        var statuses = _timers.Any(IsMonitored) ? open() : null;
        if (statuses is not null) await statuses.CreateAsync(cancellation);
        foreach (var function in _timers)
        {
            var listener = new TimerListener(function, IsMonitored(function) ? statuses : null, clock, stop, log);
            var pastDue = await listener.PrepareAsync(cancellation);
            _running.Add(Task.Run(() => listener.RunAsync(pastDue), CancellationToken.None));
        }
    }

    /// <summary>Waits for the runs in flight.</summary>
    public Task StopAsync() => stop.WaitAsync(_running, "timer", log);

    private bool IsMonitored(FunctionInvoker function) =>
        function.Function.Trigger is TimerFunctionTrigger { UseMonitor: true } trigger && trigger.Schedule.IsWorthMonitoring(clock.GetUtcNow());
}
