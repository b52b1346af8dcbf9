using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask;

/// <summary>
/// What an orchestrator function sees of the world. Orchestrator code is replayed: it must reach time, ids, logs
/// and every effect through this context, and may touch it only from its own thread of control.
/// </summary>
public abstract class TaskOrchestrationContext
{
    /// <summary>The orchestrator function's name.</summary>
    public abstract TaskName Name { get; }

    /// <summary>The orchestration's instance id.</summary>
    public abstract string InstanceId { get; }

    /// <summary>The orchestration that called this one; null for one that a client started.</summary>
    public abstract ParentOrchestrationInstance? Parent { get; }

    /// <summary>The time, the same on every replay.</summary>
    public abstract DateTime CurrentUtcDateTime { get; }

    /// <summary>Whether the code that runs now only repeats what happened before.</summary>
    public abstract bool IsReplaying { get; }

    /// <summary>Makes the loggers that <see cref="CreateReplaySafeLogger(string)"/> wraps.</summary>
    protected abstract ILoggerFactory LoggerFactory { get; }

    /// <summary>The orchestration's input, or the type's default when it has none.</summary>
    public abstract T? GetInput<T>();

    /// <summary>Calls an activity and gives its result.</summary>
    /// <param name="name">The activity function.</param>
    /// <param name="input">Its input, serialized to JSON.</param>
    /// <param name="options">Retries.</param>
    /// <exception cref="TaskFailedException">The activity failed, on its last attempt when it is retried.</exception>
    public abstract Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null);

    /// <inheritdoc cref="CallActivityAsync{TResult}(TaskName, object, TaskOptions)"/>
    public virtual Task<TResult> CallActivityAsync<TResult>(TaskName name, TaskOptions options) =>
        CallActivityAsync<TResult>(name, null, options);

    /// <summary>Calls an activity whose result does not matter.</summary>
    /// <inheritdoc cref="CallActivityAsync{TResult}(TaskName, object, TaskOptions)"/>
    public virtual Task CallActivityAsync(TaskName name, object? input = null, TaskOptions? options = null) =>
        CallActivityAsync<object?>(name, input, options);

    /// <inheritdoc cref="CallActivityAsync(TaskName, object, TaskOptions)"/>
    public virtual Task CallActivityAsync(TaskName name, TaskOptions options) => CallActivityAsync(name, null, options);

    /// <summary>Runs another orchestration and gives its output.</summary>
    /// <param name="orchestratorName">The orchestrator function.</param>
    /// <param name="input">Its input, serialized to JSON.</param>
    /// <param name="options">Retries, and its instance id (<see cref="SubOrchestrationOptions"/>).</param>
    /// <exception cref="TaskFailedException">It failed, on its last attempt when it is retried.</exception>
    public abstract Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null);

    /// <inheritdoc cref="CallSubOrchestratorAsync{TResult}(TaskName, object, TaskOptions)"/>
    public virtual Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, TaskOptions options) =>
        CallSubOrchestratorAsync<TResult>(orchestratorName, null, options);

    /// <summary>Runs another orchestration whose output does not matter.</summary>
    /// <inheritdoc cref="CallSubOrchestratorAsync{TResult}(TaskName, object, TaskOptions)"/>
    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        CallSubOrchestratorAsync<object?>(orchestratorName, input, options);

    /// <inheritdoc cref="CallSubOrchestratorAsync(TaskName, object, TaskOptions)"/>
    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, TaskOptions options) =>
        CallSubOrchestratorAsync(orchestratorName, null, options);

    /// <summary>A durable timer that fires a while after <see cref="CurrentUtcDateTime"/>.</summary>
    /// <param name="delay">How long; zero or less fires at once.</param>
    /// <param name="cancellationToken">Cancels the timer, and with it the task.</param>
    public virtual Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken) =>
        CreateTimer(CurrentUtcDateTime + delay, cancellationToken);

    /// <summary>A durable timer that fires at a moment.</summary>
    /// <param name="fireAt">When, in UTC; a moment that has passed fires at once.</param>
    /// <param name="cancellationToken">Cancels the timer, and with it the task.</param>
    public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);

    /// <summary>Waits for an event of the given name; one that came before the wait is handed over at once.</summary>
    /// <param name="eventName">Its name, without regard to case.</param>
    /// <param name="cancellationToken">Gives up the wait; an event that comes later stays for the next wait.</param>
    public abstract Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default);

    /// <summary>Waits for an event of the given name, at most for a while.</summary>
    /// <inheritdoc cref="WaitForExternalEvent{T}(string, TimeSpan, CancellationToken)"/>
    public Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout) =>
        WaitForExternalEvent<T>(eventName, timeout, CancellationToken.None);

    /// <summary>Waits for an event of the given name, at most for a while.</summary>
    /// <param name="eventName">Its name, without regard to case.</param>
    /// <param name="timeout">How long.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    /// <exception cref="TaskCanceledException">The time passed first; an event that comes later stays for the next wait.</exception>
    public async Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var timerEnd = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var waitEnd = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var timer = CreateTimer(timeout, timerEnd.Token);
        var wait = WaitForExternalEvent<T>(eventName, waitEnd.Token);
        // No ConfigureAwait: the orchestration's own scheduler must resume this code.
        var first = await Task.WhenAny(wait, timer);
        // Not CancelAsync: that would run the cancellation on another thread.
        (first == wait ? timerEnd : waitEnd).Cancel();
        return await wait;
    }

    /// <summary>Sends an event to another orchestration.</summary>
    /// <param name="instanceId">Its instance id.</param>
    /// <param name="eventName">The event's name.</param>
    /// <param name="payload">The event's data, serialized to JSON.</param>
    public abstract void SendEvent(string instanceId, string eventName, object payload);

    /// <summary>Sets the custom status that clients read; serialized to JSON.</summary>
    public abstract void SetCustomStatus(object? customStatus);

    /// <summary>
    /// Starts the orchestration over with a new input and an empty history once its function returns.
    /// </summary>
    /// <param name="newInput">The new input.</param>
    /// <param name="preserveUnprocessedEvents">Whether events that nobody has read yet are kept.</param>
    public abstract void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true);

    /// <summary>A new id, the same on every replay.</summary>
    public abstract Guid NewGuid();

    /// <summary>A logger that is silent during replay.</summary>
    /// <param name="categoryName">The category logged under.</param>
    public virtual ILogger CreateReplaySafeLogger(string categoryName) =>
        new ReplaySafeLogger(this, LoggerFactory.CreateLogger(categoryName));

    /// <inheritdoc cref="CreateReplaySafeLogger(string)"/>
    /// <param name="type">The type whose name is the category.</param>
    public virtual ILogger CreateReplaySafeLogger(Type type) =>
        new ReplaySafeLogger(this, LoggerFactory.CreateLogger(type));

    /// <inheritdoc cref="CreateReplaySafeLogger(string)"/>
    /// <typeparam name="T">The type whose name is the category.</typeparam>
    public virtual ILogger CreateReplaySafeLogger<T>() =>
        new ReplaySafeLogger(this, LoggerFactory.CreateLogger<T>());

    private sealed class ReplaySafeLogger(TaskOrchestrationContext context, ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => !context.IsReplaying && inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!context.IsReplaying) inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
