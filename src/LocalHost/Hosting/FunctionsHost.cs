using Cadenza.LocalHost.Durable;
using Cadenza.LocalHost.Http;
using Cadenza.LocalHost.Worker;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Hosting;

/// <summary>Hosts a function app on this machine: starts it, brings it what its triggers wait for, and stops it.</summary>
internal sealed class FunctionsHost : IAsyncDisposable
{
    private readonly FunctionsHostOptions _options;
    private readonly HostSettings _settings;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _log;
    private readonly HostStop _stop;
    private readonly WorkerConnections _workers;
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lazy<Task> _stopping;
    private HostedTriggers? _triggers;

    private FunctionsHost(FunctionsHostOptions options, HostSettings settings)
    {
        (_options, _settings) = (options, settings);
        _loggers = HostLogging.Create(settings, options.Logging);
        _log = _loggers.CreateLogger("Cadenza.LocalHost");
        _stop = new HostStop(options.Grace);
        _workers = new WorkerConnections(settings.Workers, _loggers, _log);
        _stopping = new Lazy<Task>(StopCoreAsync);
    }

    /// <summary>Where it answers HTTP.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The app's services; null when it runs in a process of its own.</summary>
    public IServiceProvider? Services => _workers.First.App?.Services;

    /// <summary>Where a worker, and any client of the task hub, connects.</summary>
    public Uri WorkerAddress => _workers.First.Address;

    /// <summary>The durable engine; null when the app has no durable function.</summary>
    public DurableEngine? Durable => _triggers?.Durable;

    /// <summary>What the worker said of itself at its start.</summary>
    public WorkerStart Worker => _workers.First.Start;

    /// <summary>Completes when the host has stopped; fails with the reason when it stopped because it had lost a worker or its task hub.</summary>
    public Task Completion => _completed.Task;

    /// <summary>Starts the app; it answers when this returns.</summary>
    /// <exception cref="StartException">It cannot start, for reasons an operator can mend; the message lists them all.</exception>
    public static async Task<FunctionsHost> StartAsync(FunctionsHostOptions options, CancellationToken cancellation = default)
    {
        var faults = new List<string>();
        var host = new FunctionsHost(options, HostSettings.Read(options, faults));
        try
        {
            await host.StartCoreAsync(faults, cancellation);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops: nothing new is begun, and what is in flight is waited for as long as the grace lasts.</summary>
    public Task StopAsync() => _stopping.Value;

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _workers.DisposeAsync();
        if (_triggers is not null) await _triggers.DisposeAsync();
        _stop.Dispose();
        _loggers.Dispose();
    }

    private async Task StartCoreAsync(List<string> faults, CancellationToken cancellation)
    {
        var port = _options.Port ?? ListenAddress.Port(_options.Args);
        Refuse(faults);
        using var reserved = new ReservedPort(port);
        Address = reserved.Address;
        await _workers.StartAsync(_options, _settings.At(Address), () => Durable!.Service, cancellation);
        var functions = new AppFunctions(_settings, _options.Clock.GetUtcNow()).Read(Worker.Functions, faults);
        if (!Worker.Capabilities.ContainsKey("HttpUri") && functions.Any(function => function.Trigger is HttpFunctionTrigger))
            faults.Add("The app has HTTP functions but did not call ConfigureFunctionsWebApplication().");
        await _workers.LoadAsync(_options.App.Folder, faults, cancellation);
        Refuse(faults);
        var workers = _workers.Ready(Address, _settings.Host.Durable.HubName);
        _triggers = new HostedTriggers([.. functions.Select(function => new FunctionInvoker(function, workers))], _settings, _options, _stop, _loggers);
        await _triggers.StartAsync(reserved, cancellation);
        foreach (var function in functions.Where(function => function.Trigger is HttpFunctionTrigger { IsAnonymous: false })) HostLog.NeedsKey(_log, function.Name);
        HostLog.Listening(_log, Address.ToString().TrimEnd('/'));
        _ = WatchAsync();
    }

    /// <summary>A host that has lost a worker or its task hub only half works, so it ends.</summary>
    private async Task WatchAsync()
    {
        var engine = _triggers!.Durable?.Stopped ?? Task.Delay(Timeout.Infinite, _stop.Stopping);
        var first = await Task.WhenAny(_workers.Lost, engine, Task.Delay(Timeout.Infinite, _stop.Stopping));
        if (_stop.Stopping.IsCancellationRequested || (first == engine && !engine.IsFaulted)) return;
        Exception reason = first == _workers.Lost ? new WorkerUnavailableException($"The app's worker has ended by itself: {await _workers.Lost}.") : engine.Exception!.InnerException!;
        if (first == engine) HostLog.EngineLost(_log, reason);
        else HostLog.WorkerLost(_log, await _workers.Lost);
        _completed.TrySetException(reason);
        await StopAsync();
    }

    private async Task StopCoreAsync()
    {
        _stop.Begin();
        await using var expiry = _stop.Expired.Register(_workers.CancelAll);
        if (_triggers is not null) await _triggers.StopAsync();
        await _workers.StopAsync();
        _completed.TrySetResult();
    }

    private static void Refuse(List<string> faults)
    {
        if (faults.Count > 0) throw new StartException($"The app cannot start:{string.Concat(faults.Select(fault => $"{Environment.NewLine}  {fault}"))}");
    }
}
