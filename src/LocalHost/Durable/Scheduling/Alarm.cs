namespace Cadenza.LocalHost.Durable.Scheduling;

/// <summary>Wakes orchestrations whose next timer falls due: one heap, one timer of the clock.</summary>
internal sealed class Alarm : IDisposable
{
    // Timers of the system clock take at most 49 days.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(40);
    private const long Never = long.MaxValue;
    private readonly Lock _gate = new();
    private readonly PriorityQueue<Instance, long> _heap = new();
    private readonly TimeProvider _clock;
    private readonly Action<Instance> _wake;
    private readonly ITimer _timer;
    private long _timerAt = Never;
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
            if (due != 0)
            {
                _armed++;
                _heap.Enqueue(instance, due);
                DropStale();
            }

            SetTimer();
        }
    }

    /// <summary>Wakes what is due.</summary>
    public void Ring()
    {
        List<Instance> due = [];
        lock (_gate)
        {
            var now = _clock.GetUtcNow().UtcTicks;
            while (Next(out var instance) <= now)
            {
                _heap.Dequeue();
                instance!.ArmedAt = 0;
                _armed--;
                due.Add(instance);
            }

            // Also when it rang before its time, as it does on the way to a moment far off.
            _timerAt = Never;
            SetTimer();
        }

        foreach (var instance in due) _wake(instance);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    /// <summary>The moment of the heap's first entry that still counts.</summary>
    private long Next(out Instance? instance)
    {
        while (_heap.TryPeek(out instance, out var at))
        {
            if (instance.ArmedAt == at) return at;
            _heap.Dequeue();
        }

        return Never;
    }

    private void SetTimer()
    {
        var next = Next(out _);
        if (next == _timerAt) return;
        _timerAt = next;
        if (next == Never)
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        // Rounded up: a timer that rings a fraction of a millisecond early finds nothing due.
        var wait = TimeSpan.FromMilliseconds(Math.Ceiling(TimeSpan.FromTicks(Math.Max(0, next - _clock.GetUtcNow().UtcTicks)).TotalMilliseconds));
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
