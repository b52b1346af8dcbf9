namespace Cadenza.LocalRuntime.Durable.Scheduling;

/// <summary>Wakes orchestrations whose next timer falls due: one heap, one timer of the clock.</summary>
internal sealed class Alarm : IDisposable
{
    // Timers of the system clock take at most 49 days.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(40);
    private readonly Lock _gate = new();
    private readonly PriorityQueue<Instance, long> _heap = new();
    private readonly TimeProvider _clock;
    private readonly Action<Instance> _wake;
    private readonly ITimer _timer;
    private long _timerAt = long.MaxValue;
    private int _armed;

    public Alarm(TimeProvider clock, Action<Instance> wake)
    {
        _clock = clock;
        _wake = wake;
        _timer = clock.CreateTimer(static alarm => ((Alarm)alarm!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Sets when an orchestration is woken; null for never.</summary>
    public void Set(Instance instance, DateTimeOffset? wakeAt)
    {
        var due = wakeAt?.UtcTicks ?? 0;
        lock (_gate)
        {
            if (instance.ArmedAt == due) return;
            if (instance.ArmedAt != 0) _armed--;
            instance.ArmedAt = due;
            if (due == 0) return;
            _armed++;
            _heap.Enqueue(instance, due);
            DropStale();
            if (due < _timerAt) SetTimer(due);
        }
    }

    /// <summary>Wakes what is due.</summary>
    public void Ring()
    {
        List<Instance> due = [];
        lock (_gate)
        {
            var now = _clock.GetUtcNow().UtcTicks;
            while (_heap.TryPeek(out var instance, out var at) && (at <= now || instance.ArmedAt != at))
            {
                _heap.Dequeue();
                if (instance.ArmedAt != at) continue;
                instance.ArmedAt = 0;
                _armed--;
                due.Add(instance);
            }

            _timerAt = long.MaxValue;
            if (_heap.TryPeek(out _, out var next)) SetTimer(next);
        }

        foreach (var instance in due) _wake(instance);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void SetTimer(long due)
    {
        _timerAt = due;
        var wait = TimeSpan.FromTicks(Math.Max(0, due - _clock.GetUtcNow().UtcTicks));
        // Rounded up: a timer that rings a fraction of a millisecond early finds nothing due.
        wait = TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
        _timer.Change(wait < LongestWait ? wait : LongestWait, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Entries whose orchestration was armed anew stay until they come up; when they are too many they go at once.</summary>
    private void DropStale()
    {
        if (_heap.Count < 1000 || _heap.Count < 2 * _armed) return;
        var armed = _heap.UnorderedItems.Where(entry => entry.Element.ArmedAt == entry.Priority).Distinct().ToArray();
        _heap.Clear();
        _heap.EnqueueRange(armed);
    }
}
