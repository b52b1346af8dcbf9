using Cadenza.LocalHost.Functions;
using Cadenza.LocalHost.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Timers;

/// <summary>Runs the schedules of all timer functions.</summary>
internal sealed class TimerListeners(AppFunctions app, StorageSettings storage, TimeProvider clock, FunctionPipeline pipeline, HostGrace grace, IHostApplicationLifetime lifetime, IServiceProvider services, ILogger<TimerListeners> log) : IHostedService
{
    private readonly List<Task> _running = [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var timers = app.Functions.Where(function => function.Trigger is TimerFunctionTrigger).ToArray();
        var statuses = timers.Any(IsMonitored) ? await StatusesAsync(cancellationToken) : null;
        foreach (var function in timers)
        {
            var trigger = (TimerFunctionTrigger)function.Trigger;
            var listener = new TimerListener(function, trigger, IsMonitored(function) ? statuses : null, clock, pipeline, grace, services, log);
            var pastDue = await listener.PrepareAsync(cancellationToken);
            _running.Add(Task.Run(() => listener.RunAsync(pastDue, lifetime.ApplicationStopping), CancellationToken.None));
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => HostGrace.WaitAsync(_running, "timer", log, cancellationToken);

    private bool IsMonitored(LocalFunction function) =>
        function.Trigger is TimerFunctionTrigger { UseMonitor: true } trigger && trigger.Schedule.IsWorthMonitoring(clock.GetUtcNow());

    private async Task<TimerStatusTable> StatusesAsync(CancellationToken cancellation)
    {
        var table = new TimerStatusTable(storage.Tables(StorageSettings.Default), app.Host.Durable.HubName);
        await table.CreateAsync(cancellation);
        return table;
    }
}
