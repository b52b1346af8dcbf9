namespace Cadenza.LocalHost.Durable.Scheduling;

/// <summary>Counts what is under way, so that a stop or a test can wait until nothing is.</summary>
internal sealed class WorkCounter
{
    private readonly Lock _gate = new();
    private int _count;
    private bool _isClosed;
    private TaskCompletionSource? _none;

    public void Begin()
    {
        lock (_gate) _count++;
    }

    public void End()
    {
        TaskCompletionSource? none = null;
        lock (_gate)
        {
            if (--_count == 0) (none, _none) = (_none, null);
        }

        none?.SetResult();
    }

    /// <summary>Nothing more will be done: whoever waits need not wait for what was left undone.</summary>
    public void Close()
    {
        TaskCompletionSource? none;
        lock (_gate) (none, _none, _isClosed) = (_none, null, true);
        none?.SetResult();
    }

    /// <summary>A task that has ended at once, or ends when nothing is under way.</summary>
    public Task NoneAsync()
    {
        lock (_gate)
        {
            if (_count == 0 || _isClosed) return Task.CompletedTask;
            return (_none ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }
}
