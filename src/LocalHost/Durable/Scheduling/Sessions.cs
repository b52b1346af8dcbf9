namespace Cadenza.LocalHost.Durable.Scheduling;

/// <summary>An orchestration that the worker may still hold in memory, and since when it has been idle there.</summary>
internal readonly record struct Session(Instance Instance, long IdleSince);

/// <summary>What the worker is told of its memory for a turn.</summary>
/// <param name="IsHeld">Whether it is believed to hold the orchestration, so that the history can be left out.</param>
/// <param name="IsKept">Whether it may hold it from now on.</param>
internal readonly record struct SessionTerms(bool IsHeld, bool IsKept);

/// <summary>
/// Knows which orchestrations the worker holds in memory, and lets it hold no more than so many: the worker itself drops
/// only what has been idle for its time-out. Measured by the machine's clock, as there.
/// </summary>
/// <param name="capacity">How many it may hold.</param>
/// <param name="idle">Its time-out.</param>
/// <param name="machine">The machine's clock.</param>
internal sealed class Sessions(int capacity, TimeSpan idle, TimeProvider machine)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Session> _order = new();

    /// <summary>What a session lives in the worker without a turn.</summary>
    public TimeSpan Idle => idle;

    /// <summary>The terms of a turn that begins.</summary>
    public SessionTerms Begin(Instance instance)
    {
        lock (_gate)
        {
            while (_order.First is { } oldest && HasExpired(oldest.Value)) Remove(oldest);
            if (instance.Session is not null) return new SessionTerms(IsHeld: true, IsKept: true);
            if (_order.Count >= capacity || idle <= TimeSpan.Zero) return default;
            instance.Session = _order.AddLast(new Session(instance, machine.GetTimestamp()));
            return new SessionTerms(IsHeld: false, IsKept: true);
        }
    }

    /// <summary>The turn was run.</summary>
    public void Touch(Instance instance)
    {
        lock (_gate)
        {
            if (instance.Session is not { } node) return;
            _order.Remove(node);
            node.Value = new Session(instance, machine.GetTimestamp());
            _order.AddLast(node);
        }
    }

    /// <summary>The worker holds it no longer, or nobody knows.</summary>
    public void Drop(Instance instance)
    {
        lock (_gate)
        {
            if (instance.Session is { } node) Remove(node);
        }
    }

    private bool HasExpired(Session session) => machine.GetElapsedTime(session.IdleSince) >= idle;

    private void Remove(LinkedListNode<Session> node)
    {
        node.Value.Instance.Session = null;
        _order.Remove(node);
    }
}
