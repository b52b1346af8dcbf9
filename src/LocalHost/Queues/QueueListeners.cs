using Cadenza.LocalHost.Functions;
using Cadenza.LocalHost.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Queues;

/// <summary>Listens to the queues of all queue functions.</summary>
internal sealed class QueueListeners(AppFunctions app, StorageSettings storage, FunctionPipeline pipeline, HostGrace grace, IHostApplicationLifetime lifetime, IServiceProvider services, ILogger<QueueListeners> log, QueueHold hold) : IHostedService
{
    private readonly List<Task> _running = [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var function in app.Functions)
        {
            if (function.Trigger is not QueueFunctionTrigger trigger) continue;
            var account = storage.Queues(trigger.Connection);
            var queue = account.GetQueueClient(trigger.Queue);
            await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            var worker = new QueueWorker(function, account.GetQueueClient($"{trigger.Queue}-poison"), app.Host.Queues, pipeline, grace, services, log);
            _running.Add(Task.Run(() => ListenAsync(new QueueListener(queue, worker, app.Host.Queues, hold, log)), CancellationToken.None));
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => HostGrace.WaitAsync(_running, "queue", log, cancellationToken);

    private async Task ListenAsync(QueueListener listener)
    {
        using (listener) await listener.RunAsync(lifetime.ApplicationStopping);
    }
}
