using Cadenza.LocalHost.Durable;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Hosting;

/// <summary>Runs the durable engine for as long as the app runs. An app that uses no durable function has none.</summary>
internal sealed class DurableHost(AppFunctions app, Lazy<DurableEngine> engine, HostGrace grace, IHostApplicationLifetime lifetime, ILogger<DurableHost> log) : IHostedService
{
    /// <summary>For [DurableClient] parameters.</summary>
    public DurableTaskClient Client => engine.Value.Client;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!app.UseDurable) return;
        await engine.Value.StartAsync(cancellationToken);
        _ = WatchAsync();
    }

    public Task StopAsync(CancellationToken cancellationToken) => engine.IsValueCreated ? engine.Value.StopAsync(grace.Expired) : Task.CompletedTask;

    /// <summary>An engine that lost its task hub leaves an app that only half works, so the app ends.</summary>
    private async Task WatchAsync()
    {
        try
        {
            await engine.Value.Stopped;
        }
        catch (Exception fault)
        {
            HostLog.EngineLost(log, fault);
            Environment.ExitCode = StartFailure.ExitCode;
            lifetime.StopApplication();
        }
    }
}
