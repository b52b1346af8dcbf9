using Cadenza.LocalRuntime.Durable.History;

namespace Cadenza.LocalRuntime.Durable.Execution;

/// <summary>Events that wait for the code, and code that waits for events, by name without regard to case.</summary>
internal sealed class ExternalEvents
{
    private readonly List<EventRaised> _unread = [];
    private readonly Dictionary<string, LinkedList<TaskCompletionSource<string?>>> _waits = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What nobody has read yet, in the order it came.</summary>
    public IReadOnlyList<EventRaised> Unread => _unread;

    /// <summary>
    /// Hands an event to the newest wait of its name, or keeps it. The newest: an older wait that the code no longer
    /// looks at must not swallow it.
    /// </summary>
    public void Raise(EventRaised raised)
    {
        if (_waits.TryGetValue(raised.Name, out var waits) && waits.Last is { } newest)
        {
            waits.RemoveLast();
            newest.Value.SetResult(raised.Data);
            return;
        }

        _unread.Add(raised);
    }

    /// <summary>Takes the oldest unread event of the name, or waits. A wait given up through the token takes nothing.</summary>
    public Task<string?> Wait(string name, Func<bool> mayCancel, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested) return Task.FromCanceled<string?>(cancellation);
        var first = _unread.FindIndex(raised => string.Equals(raised.Name, name, StringComparison.OrdinalIgnoreCase));
        if (first >= 0)
        {
            var raised = _unread[first];
            _unread.RemoveAt(first);
            return Task.FromResult(raised.Data);
        }

        if (!_waits.TryGetValue(name, out var waits)) _waits[name] = waits = new LinkedList<TaskCompletionSource<string?>>();
        var wait = waits.AddLast(new TaskCompletionSource<string?>());
        if (cancellation.CanBeCanceled)
        {
            cancellation.Register(() =>
            {
                if (!mayCancel() || wait.List is null) return;
                waits.Remove(wait);
                wait.Value.SetCanceled(cancellation);
            });
        }

        return wait.Value.Task;
    }
}
