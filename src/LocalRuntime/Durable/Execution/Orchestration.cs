using Cadenza.LocalRuntime.Durable.History;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalRuntime.Durable.Execution;

/// <summary>What every orchestration needs from its engine.</summary>
/// <param name="Functions">The orchestrators by name.</param>
/// <param name="Loggers">Makes their loggers.</param>
internal sealed record OrchestrationHost(DurableFunctions Functions, ILoggerFactory Loggers);

/// <summary>The start of a next generation.</summary>
internal sealed record NextGeneration(string? Input, bool PreserveUnprocessedEvents);

/// <summary>
/// One generation of an orchestration in memory: its code, run up to where it waits. Events are applied one at a
/// time; each runs the code on until it waits again. What the code asks for is gathered and taken out by the turn.
/// </summary>
internal sealed class Orchestration
{
    /// <summary>A custom status that was taken away, as JSON; null is one that was never set.</summary>
    public const string NoCustomStatus = "null";

    private readonly OrchestrationHost _host;
    private readonly TurnThread _thread;
    private readonly Queue<HistoryEvent> _held = new();
    private List<Scheduled> _scheduled = [];
    private Task<object?>? _code;
    private NextGeneration? _next;
    private int _lastId;
    private int _lastGuid;

    public Orchestration(string instanceId, ExecutionStarted started, OrchestrationHost host, Action onForeignThread)
    {
        InstanceId = instanceId;
        Started = started;
        _host = host;
        _thread = new TurnThread(onForeignThread);
        if (started.StartAt is { } startAt) Open.AddTimer(ExecutionStarted.StartTimer, startAt);
    }

    public string InstanceId { get; }

    public ExecutionStarted Started { get; }

    public OpenTasks Open { get; } = new();

    public ExternalEvents Events { get; } = new();

    /// <summary>Events that nobody has read, those held back by a suspension included.</summary>
    public IEnumerable<EventRaised> UnreadEvents => Events.Unread.Concat(_held.OfType<EventRaised>());

    public DateTime Now { get; private set; }

    public bool IsReplaying { get; private set; }

    public bool IsSuspended { get; private set; }

    public string? CustomStatus { get; set; }

    /// <summary>Set once it has ended.</summary>
    public ExecutionEnded? End { get; private set; }

    /// <summary>Set once it has ended to start over.</summary>
    public NextGeneration? Next { get; private set; }

    public bool HasBegun { get; private set; }

    public bool IsOver => End is not null || Next is not null;

    public OrchestrationRuntimeStatus Status =>
        End is { } end ? (OrchestrationRuntimeStatus)end.Status
        : IsSuspended ? OrchestrationRuntimeStatus.Suspended
        : HasBegun ? OrchestrationRuntimeStatus.Running : OrchestrationRuntimeStatus.Pending;

    public void BeginTurn(DateTime now, bool replaying)
    {
        Now = now;
        IsReplaying = replaying;
    }

    /// <summary>Applies an event and runs the code on; false when nothing waits for it, so that it is no part of history.</summary>
    public bool Apply(HistoryEvent happened)
    {
        if (IsOver || !IsExpected(happened)) return false;
        switch (happened)
        {
            case Terminated terminated:
                End = new ExecutionEnded((int)OrchestrationRuntimeStatus.Terminated, terminated.Output, null);
                break;
            case Suspended:
                IsSuspended = true;
                break;
            case Resumed:
                IsSuspended = false;
                while (!IsOver && _held.TryDequeue(out var held)) Deliver(held);
                break;
            default:
                if (IsSuspended) _held.Enqueue(happened);
                else Deliver(happened);
                break;
        }

        return true;
    }

    /// <summary>Takes out what the code has asked for since the last call.</summary>
    public List<Scheduled> TakeScheduled() => Interlocked.Exchange(ref _scheduled, []);

    /// <summary>Ends it, whatever it has come to.</summary>
    public void Fail(Exception exception)
    {
        End = new ExecutionEnded((int)OrchestrationRuntimeStatus.Failed, null, Failure.From(exception));
        Next = null;
    }

    /// <summary>Called by the code through its context: asks for something.</summary>
    public Task<string?> Schedule(Func<int, Scheduled> make)
    {
        var scheduled = make(++_lastId);
        _scheduled.Add(scheduled);
        return Open.Add(scheduled);
    }

    /// <summary>Called by the code through its context: the next id.</summary>
    public Guid NewGuid() => DeterministicGuid.Create(InstanceId, Started.Execution, "guid", _lastGuid++);

    /// <summary>Called by the code through its context: start over when the function returns.</summary>
    public void ContinueAsNew(NextGeneration next) => _next = next;

    private bool IsExpected(HistoryEvent happened) => happened switch
    {
        TaskCompleted completed => Open.Accept(completed.Id),
        TaskFailed failed => Open.Accept(failed.Id),
        TimerFired fired => Open.Accept(fired.Id),
        Suspended => !IsSuspended,
        Resumed => IsSuspended,
        ExecutionStarted => !HasBegun,
        _ => true,
    };

    private void Deliver(HistoryEvent happened)
    {
        if (IsOver) return;
        try
        {
            _thread.Run(() => Advance(happened));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Thrown by an `async void` of the orchestrator: nobody else will ever see it.
            Fail(exception);
        }

        if (_code is { IsCompleted: true } code && !IsOver && !Open.HasSends) Finish(code);
    }

    private void Advance(HistoryEvent happened)
    {
        switch (happened)
        {
            case ExecutionStarted { StartAt: null } or TimerFired { Id: ExecutionStarted.StartTimer }:
                Begin();
                break;
            case TaskCompleted completed:
                Open.Complete(completed.Id, completed.Result);
                break;
            case TaskFailed failed:
                Open.Fail(failed.Id, failed.Failure);
                break;
            case TimerFired fired:
                Open.Complete(fired.Id, null);
                break;
            case EventRaised raised:
                Events.Raise(raised);
                break;
        }
    }

    private void Begin()
    {
        HasBegun = true;
        if (!_host.Functions.Orchestrators.TryGetValue(Started.Name, out var function))
        {
            Fail(new InvalidOperationException($"There is no orchestrator function '{Started.Name}'."));
            return;
        }

        _code = Invoke(function);
        // Code that ends on another thread would otherwise go unnoticed until the next event.
        _code.ContinueWith(
            _ => { if (!_thread.IsCurrent) _thread.Post(static _ => { }, null); },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task<object?> Invoke(OrchestratorFunction function) =>
        await function(new OrchestrationContext(this, _thread, _host.Loggers));

    private void Finish(Task<object?> code)
    {
        if (!code.IsCompletedSuccessfully)
        {
            Fail(code.Exception?.InnerException ?? new TaskCanceledException(code));
            return;
        }

        if (_next is not null)
        {
            Next = _next;
            return;
        }

        try
        {
            End = new ExecutionEnded((int)OrchestrationRuntimeStatus.Completed, DurableJson.Write(code.Result), null);
        }
        catch (Exception exception) when (exception is NotSupportedException or System.Text.Json.JsonException)
        {
            Fail(exception);
        }
    }
}
