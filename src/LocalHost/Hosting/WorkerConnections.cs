using Cadenza.LocalHost.Durable.Client;
using Cadenza.LocalHost.Worker;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Hosting;

/// <summary>All workers of the app, which begin and end together.</summary>
internal sealed class WorkerConnections : IAsyncDisposable
{
    private readonly WorkerConnection[] _workers;

    public WorkerConnections(int count, ILoggerFactory loggers, ILogger log)
    {
        _workers = [.. Enumerable.Range(0, count).Select(_ => new WorkerConnection(loggers, log))];
        Lost = Task.WhenAny(_workers.Select(worker => worker.Lost)).Unwrap();
    }

    /// <summary>The one that answers for all: they are of one app.</summary>
    public WorkerConnection First => _workers[0];

    /// <summary>Completes with the reason when one of them ends without being asked to.</summary>
    public Task<string> Lost { get; }

    /// <inheritdoc cref="WorkerConnection.StartAsync"/>
    public Task StartAsync(FunctionsHostOptions options, HostSettings settings, Func<TaskHubService> hub, CancellationToken cancellation) =>
        Task.WhenAll(_workers.Select(worker => worker.StartAsync(options, settings, hub, cancellation)));

    /// <summary>Has each of them load the functions of the first, under the ids that this one gave them.</summary>
    /// <inheritdoc cref="WorkerStart.LoadAsync"/>
    public async Task LoadAsync(string scriptFolder, ICollection<string> faults, CancellationToken cancellation)
    {
        var refused = await Task.WhenAll(_workers.Select(worker => worker.WhileItStartsAsync(First.Start.LoadAsync(worker.Channel, scriptFolder, cancellation))));
        foreach (var fault in refused.SelectMany(fault => fault).Distinct()) faults.Add(fault);
    }

    /// <summary>The workers as those that functions are invoked in.</summary>
    /// <param name="host">Where the host answers HTTP.</param>
    /// <param name="hubName">The app's task hub.</param>
    public IReadOnlyList<AppWorker> Ready(Uri host, string hubName) =>
    [
        .. _workers.Select(worker => new AppWorker(
            worker.Channel,
            worker.App!.Forwarder(worker.Start.Capabilities),
            new DurableClientInput(worker.Address, host, hubName, StorageSettings.Default))),
    ];

    /// <summary>Asks them to cancel every invocation that they have not answered.</summary>
    public void CancelAll()
    {
        foreach (var worker in _workers) worker.Channel.CancelAll();
    }

    /// <summary>Has them end.</summary>
    public Task StopAsync() => Task.WhenAll(_workers.Select(worker => worker.StopAsync()));

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers) await worker.DisposeAsync();
    }
}
