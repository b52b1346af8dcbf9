using Cadenza.LocalHost.Hosting;
using Cadenza.LocalHost.Worker;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Queues;

/// <summary>Listens to the queues of all queue functions.</summary>
internal sealed class QueueListeners(IEnumerable<FunctionInvoker> functions, StorageSettings storage, QueueSettings settings, QueueHold hold, HostStop stop, ILogger log)
{
    private readonly List<Task> _running = [];

    public async Task StartAsync(CancellationToken cancellation)
    {
        foreach (var function in functions)
        {
            if (function.Function.Trigger is not QueueFunctionTrigger trigger) continue;
            var account = storage.Queues(trigger.Connection);
            var queue = account.GetQueueClient(trigger.Queue);
            await queue.CreateIfNotExistsAsync(cancellationToken: cancellation);
            var worker = new QueueWorker(function, account.GetQueueClient($"{trigger.Queue}-poison"), settings, log);
            var listener = new QueueListener(queue, worker, settings, hold, stop, log);
            _running.Add(Task.Run(() => ListenAsync(listener), CancellationToken.None));
        }
    }

    /// <summary>Waits for what is in flight, which the host's stop has let run out.</summary>
    public Task StopAsync() => stop.WaitAsync(_running, "queue", log);

    private static async Task ListenAsync(QueueListener listener)
    {
        using (listener) await listener.RunAsync();
    }
}
