namespace Cadenza.LocalRuntime.Durable.Execution;

/// <summary>
/// The one thread of control of an orchestration: its code runs only inside <see cref="Run"/>, whichever pool thread
/// that is on, and every continuation is queued here. A continuation that arrives from elsewhere means that the code
/// awaited something that is not durable.
/// </summary>
internal sealed class TurnThread(Action onForeign) : SynchronizationContext
{
    private const int Nobody = 0;
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _continuations = new();
    private volatile int _owner = Nobody;

    /// <summary>Whether the caller is the orchestration's code.</summary>
    public bool IsCurrent => _owner == Environment.CurrentManagedThreadId;

    /// <summary>Runs <paramref name="work"/> and everything that follows from it until the code waits.</summary>
    public void Run(Action work)
    {
        var before = Current;
        SetSynchronizationContext(this);
        _owner = Environment.CurrentManagedThreadId;
        try
        {
            work();
            while (_continuations.TryDequeue(out var next)) next.Callback(next.State);
        }
        finally
        {
            _owner = Nobody;
            SetSynchronizationContext(before);
        }
    }

    /// <summary>Throws unless the caller is the orchestration's code.</summary>
    /// <exception cref="InvalidOperationException">The caller is another thread.</exception>
    public void Check()
    {
        if (!IsCurrent) throw new InvalidOperationException(ForeignMessage);
    }

    public const string ForeignMessage =
        "An orchestrator's context was used from another thread, or its code awaited a task that did not come from the context. "
        + "Orchestrators may await only what the context gives them: no Task.Run, Task.Delay, I/O or ConfigureAwait(false).";

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsCurrent) _continuations.Enqueue((d, state));
        else onForeign();
    }

    /// <inheritdoc/>
    public override void Send(SendOrPostCallback d, object? state)
    {
        Check();
        d(state);
    }

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;
}
