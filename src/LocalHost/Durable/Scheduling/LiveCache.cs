namespace Cadenza.LocalHost.Durable.Scheduling;

/// <summary>Keeps the code of the orchestrations that last ran in memory, so that replays are rare, and no more of it than that.</summary>
internal sealed class LiveCache(int capacity)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Instance> _order = new();

    /// <summary>It has just run.</summary>
    public void Touch(Instance instance)
    {
        Instance? evicted = null;
        lock (_gate)
        {
            if (instance.LiveNode is { List: not null } node) _order.Remove(node);
            instance.LiveNode = _order.AddLast(instance);
            if (_order.Count > capacity)
            {
                evicted = _order.First!.Value;
                _order.RemoveFirst();
                evicted.LiveNode = null;
            }
        }

        evicted?.Evict();
    }

    /// <summary>It has ended.</summary>
    public void Remove(Instance instance)
    {
        lock (_gate)
        {
            if (instance.LiveNode is { List: not null } node) _order.Remove(node);
            instance.LiveNode = null;
        }
    }
}
