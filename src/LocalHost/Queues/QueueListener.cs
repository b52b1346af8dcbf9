using System.Collections.Concurrent;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Cadenza.LocalHost.Hosting;
using Cadenza.LocalHost.Storage;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Queues;

/// <summary>Receives one queue's messages in batches and hands each to its function.</summary>
internal sealed class QueueListener(QueueClient queue, QueueWorker worker, QueueSettings settings, QueueHold hold, HostStop stop, ILogger log) : IDisposable
{
    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<QueueDelivery, Task> _inFlight = new();
    private readonly SemaphoreSlim _finished = new(0);

    public void Dispose() => _finished.Dispose();

    /// <summary>Receives until the host stops; then finishes what is in flight.</summary>
    public async Task RunAsync()
    {
        using var settled = new CancellationTokenSource();
        var renewing = RenewAsync(settled.Token);
        await ReceiveAsync(stop.Stopping);
        await Task.WhenAll(_inFlight.Values);
        await settled.CancelAsync();
        await renewing;
    }

    private async Task ReceiveAsync(CancellationToken stopping)
    {
        var pause = ShortestPoll;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                while (_inFlight.Count > settings.NewBatchThreshold) await _finished.WaitAsync(stopping);
                QueueMessage[] batch = await queue.ReceiveMessagesAsync(settings.BatchSize, hold.Time, stopping);
                foreach (var message in batch) Begin(message);
                if (batch.Length > 0)
                {
                    pause = ShortestPoll;
                    continue;
                }

                await WaitAsync(pause, stopping);
                pause = Longer(pause);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                HostLog.ReceiveFailed(log, queue.Name, fault);
                await RecoverAsync(fault, pause, stopping);
                pause = Longer(pause);
            }
        }
    }

    private void Begin(QueueMessage message)
    {
        var delivery = new QueueDelivery(queue, message, settings.Base64, QueueHold.Now);
        // Registered before it runs: a function that finishes at once must find itself.
        var started = new TaskCompletionSource();
        _inFlight[delivery] = FinishAsync(started.Task, delivery);
        started.SetResult();
    }

    private async Task FinishAsync(Task started, QueueDelivery delivery)
    {
        await started.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await worker.WorkAsync(delivery, stop.Expired);
        _inFlight.TryRemove(delivery, out _);
        delivery.Dispose();
        _finished.Release();
    }

    private async Task RenewAsync(CancellationToken settled)
    {
        using var timer = new PeriodicTimer(hold.RenewalInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(settled))
                foreach (var delivery in _inFlight.Keys.Where(delivery => hold.IsDue(delivery.HeldSince))) await RenewAsync(delivery);
        }
        catch (OperationCanceledException) when (settled.IsCancellationRequested)
        {
            // Everything is settled.
        }
    }

    private async Task RenewAsync(QueueDelivery delivery)
    {
        try
        {
            await delivery.RenewAsync(hold.Time, QueueHold.Now);
        }
        catch (ObjectDisposedException)
        {
            // It was settled meanwhile.
        }
        catch (Exception fault)
        {
            HostLog.RenewalFailed(log, queue.Name, fault);
        }
    }

    private async Task RecoverAsync(Exception fault, TimeSpan pause, CancellationToken stopping)
    {
        try
        {
            if (fault is RequestFailedException { ErrorCode: "QueueNotFound" }) await queue.CreateIfNotExistsAsync(cancellationToken: stopping);
            else await Task.Delay(pause, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The loop ends by its own condition.
        }
        catch (Exception again) when (again is RequestFailedException or AggregateException)
        {
            HostLog.ReceiveFailed(log, queue.Name, again);
        }
    }

    // Embedded queues tell of a new message; the others are asked.
    private Task WaitAsync(TimeSpan pause, CancellationToken stopping) =>
        queue is IMessageSignal signal ? signal.WaitForMessagesAsync(pause, stopping) : Task.Delay(pause, stopping);

    private TimeSpan Longer(TimeSpan pause) => pause * 2 < settings.MaxPollingInterval ? pause * 2 : settings.MaxPollingInterval;
}
