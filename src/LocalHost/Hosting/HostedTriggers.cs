using Cadenza.LocalHost.Durable;
using Cadenza.LocalHost.Http;
using Cadenza.LocalHost.Queues;
using Cadenza.LocalHost.Timers;
using Cadenza.LocalHost.Worker;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Hosting;

/// <summary>Everything that starts functions: the durable engine, queues, timers, HTTP.</summary>
internal sealed class HostedTriggers : IAsyncDisposable
{
    // As on Azure.
    private const long LargestRequest = 100 * 1024 * 1024;

    private readonly IReadOnlyList<FunctionInvoker> _functions;
    private readonly string _prefix;
    private readonly HostStop _stop;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _log;
    private readonly QueueListeners _queues;
    private readonly TimerListeners _timers;
    private ListeningServer? _server;

    public HostedTriggers(IReadOnlyList<FunctionInvoker> functions, HostSettings settings, FunctionsHostOptions options, HostStop stop, ILoggerFactory loggers)
    {
        var host = settings.Host;
        (_functions, _prefix, _stop, _loggers, _log) = (functions, host.RoutePrefix, stop, loggers, loggers.CreateLogger("Cadenza.LocalHost"));
        if (functions.Any(function => function.Function.IsDurable)) Durable = Engine(functions, settings, options, loggers);
        _queues = new QueueListeners(functions, settings.Storage, host.Queues, options.QueueHold, stop, _log);
        _timers = new TimerListeners(functions, () => new TimerStatusTable(settings.Storage.Tables(StorageSettings.Default), host.Durable.HubName), options.Clock, stop, _log);
    }

    /// <summary>Null when no function needs it.</summary>
    public DurableEngine? Durable { get; }

    /// <summary>Starts what functions rely on before what starts functions; the public port comes last.</summary>
    public async Task StartAsync(ReservedPort port, CancellationToken cancellation)
    {
        if (Durable is not null) await Durable.StartAsync(cancellation);
        await _queues.StartAsync(cancellation);
        await _timers.StartAsync(cancellation);
        var routes = new HttpRoutes(_functions.Where(function => function.Function.Trigger is HttpFunctionTrigger)
            .Select(function => new HttpRoute(function, (HttpFunctionTrigger)function.Function.Trigger, _prefix)));
        var http = new HttpFunctions(routes, _log);
        _server = await ListeningServer.StartAsync(port, HttpProtocols.Http1, limits => limits.MaxRequestBodySize = LargestRequest, services => services.AddSingleton(_loggers), _ => http.HandleAsync);
    }

    /// <summary>Lets what is in flight finish; the engine goes on until nobody can ask it for anything any more.</summary>
    public async Task StopAsync()
    {
        await Task.WhenAll(_server?.StopAsync(_stop.OutOfTime) ?? Task.CompletedTask, _queues.StopAsync(), _timers.StopAsync());
        if (Durable is not null) await Durable.StopAsync(_stop.Expired);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        if (Durable is not null) await Durable.DisposeAsync();
    }

    private static DurableEngine Engine(IEnumerable<FunctionInvoker> functions, HostSettings settings, FunctionsHostOptions options, ILoggerFactory loggers)
    {
        var durable = settings.Host.Durable;
        var engine = new DurableEngineOptions(durable.HubName, durable.MaxConcurrentActivities, durable.MaxConcurrentOrchestrators)
        {
            SessionIdleTimeout = durable.SessionIdleTimeout,
            CanReplaceRunning = durable.CanReplaceRunning,
            OldLayout = options.OldHub,
        };
        return new DurableEngine(engine, new DurableWorker(functions), settings.Storage.Tables(StorageSettings.Default), options.Clock, loggers.CreateLogger<DurableEngine>());
    }
}
