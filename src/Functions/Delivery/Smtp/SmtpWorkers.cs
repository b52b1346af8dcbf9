using System.Collections.Concurrent;
using Cadenza.Domain.Delivery;

namespace Cadenza.Functions.Delivery.Smtp;

/// <summary>
/// As many threads as connections are allowed, each with its own connection, all taking from one queue. Threads start when
/// there is work for one more, and close their connection when there has been none for a while.
/// </summary>
internal sealed class SmtpWorkers(SmtpOptions options) : IDisposable
{
    private readonly BlockingCollection<Work> _queue = [];
    private readonly Lock _gate = new();
    private readonly List<Thread> _threads = [];
    private int _unfinished;
    private volatile bool _isDisposed;

    /// <summary>Queues one message; the task has its outcome and never fails.</summary>
    public Task<DeliveryOutcome> SendAsync(EmailMessage message, CancellationToken cancellation)
    {
        var work = new Work(message, cancellation);
        lock (_gate)
        {
            if (_isDisposed) return Task.FromResult(Stopped);
            _queue.Add(work, CancellationToken.None);
            if (Interlocked.Increment(ref _unfinished) > _threads.Count && _threads.Count < options.Connections) StartThread();
        }

        return work.Outcome.Task;
    }

    /// <summary>Finishes what is under way; what is still queued is not sent.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            _queue.CompleteAdding();
        }

        foreach (var thread in _threads) thread.Join();
        _queue.Dispose();
    }

    private static DeliveryOutcome Stopped { get; } =
        new DeliveryOutcome.TemporaryFailure(DeliveryCode.Stopped, "The app was stopped before the message's turn came.");

    private void StartThread()
    {
        var thread = new Thread(Run) { IsBackground = true, Name = "smtp" };
        _threads.Add(thread);
        thread.Start();
    }

    private void Run()
    {
        using var connection = new SmtpConnection(options);
        while (!_queue.IsCompleted)
        {
            if (!_queue.TryTake(out var work, options.Idle))
            {
                connection.Close();
                continue;
            }

            var outcome = _isDisposed || work.Cancellation.IsCancellationRequested ? Stopped : connection.Send(work.Message);
            Interlocked.Decrement(ref _unfinished);
            work.Outcome.SetResult(outcome);
        }
    }

    private sealed record Work(EmailMessage Message, CancellationToken Cancellation)
    {
        /// <summary>Continuations run elsewhere: this thread belongs to its connection.</summary>
        public TaskCompletionSource<DeliveryOutcome> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
