using Cadenza.LocalRuntime.Durable.History;
using Microsoft.DurableTask;

namespace Cadenza.LocalRuntime.Durable.Execution;

/// <summary>What the code asked for and has not been answered: activities, sub-orchestrations, sends and timers by id.</summary>
internal sealed class OpenTasks
{
    private readonly Dictionary<int, OpenTask> _tasks = [];
    private readonly SortedSet<(long Due, int Id)> _timers = [];

    /// <summary>What still has to be done for the code by someone else than the clock.</summary>
    public IEnumerable<Scheduled> Pending =>
        _tasks.Values.Where(task => !task.IsAnswered && task.Scheduled is not TimerCreated).Select(task => task.Scheduled!);

    /// <summary>Whether there is anything in <see cref="Pending"/>.</summary>
    public bool HasPending => Pending.Any();

    /// <summary>Whether an event is still on its way to another orchestration.</summary>
    public bool HasSends => _tasks.Values.Any(task => task is { IsAnswered: false, Scheduled: EventSent });

    /// <summary>When the next timer falls due, in UTC; null without timers.</summary>
    public DateTime? NextTimer => _timers.Count == 0 ? null : new DateTime(_timers.Min.Due, DateTimeKind.Utc);

    /// <summary>The timers due at a moment, the earliest first.</summary>
    public List<int> DueTimers(DateTime now) => [.. _timers.TakeWhile(timer => timer.Due <= now.Ticks).Select(timer => timer.Id)];

    public Task<string?> Add(Scheduled scheduled)
    {
        if (scheduled is TimerCreated timer) return AddTimer(timer.Id, timer.FireAt, timer);
        return (_tasks[scheduled.Id] = new OpenTask(scheduled)).Completion.Task;
    }

    /// <summary>Adds a timer; one without an action behind it is the engine's own.</summary>
    public Task<string?> AddTimer(int id, DateTime fireAt, TimerCreated? timer = null)
    {
        _timers.Add((fireAt.Ticks, id));
        return (_tasks[id] = new OpenTask(timer) { Due = fireAt.Ticks }).Completion.Task;
    }

    public void CancelTimer(int id, CancellationToken cancellation)
    {
        if (!_tasks.Remove(id, out var task)) return;
        _timers.Remove((task.Due, id));
        task.Completion.SetCanceled(cancellation);
    }

    /// <summary>Takes note of an answer; false when nothing waits for it, so that it is no part of history.</summary>
    public bool Accept(int id)
    {
        if (!_tasks.TryGetValue(id, out var task) || task.IsAnswered) return false;
        task.IsAnswered = true;
        _timers.Remove((task.Due, id));
        return true;
    }

    /// <summary>Hands an accepted answer to the code.</summary>
    public void Complete(int id, string? result)
    {
        if (_tasks.Remove(id, out var task)) task.Completion.SetResult(result);
    }

    /// <inheritdoc cref="Complete"/>
    public void Fail(int id, Failure failure)
    {
        if (!_tasks.Remove(id, out var task)) return;
        var name = task.Scheduled switch { ActivityScheduled activity => activity.Name, ChildScheduled child => child.Name, _ => "event" };
        task.Completion.SetException(new TaskFailedException(name, id, failure.ToDetails()));
    }

    private sealed class OpenTask(Scheduled? scheduled)
    {
        // Continuations run at once: they are the orchestration's code, and this is its thread.
        public TaskCompletionSource<string?> Completion { get; } = new();

        public Scheduled? Scheduled { get; } = scheduled;

        public long Due { get; init; }

        public bool IsAnswered { get; set; }
    }
}
