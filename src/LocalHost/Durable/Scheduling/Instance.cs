using Cadenza.LocalHost.Durable.Hub;
using Microsoft.DurableTask.Protobuf;

namespace Cadenza.LocalHost.Durable.Scheduling;

/// <summary>
/// A running orchestration's entry in the index: all that is kept in memory of one that waits. At most one turn of it
/// is under way at a time, from its first message to the moment its outcome is stored; fields that say nothing else
/// belong to that turn.
/// </summary>
internal sealed class Instance(string id)
{
    private List<Message>? _inbox;
    private List<Waiter>? _waiters;
    private bool _isActive;
    private bool _isOver;

    public string Id { get; } = id;

    public int Shard { get; } = HubKeys.ShardOf(id);

    /// <summary>Its stored state; null until it is stored for the first time. Replaced as a whole, read by anyone.</summary>
    public volatile InstanceState? State;

    /// <summary>The stored events that its first turn begins with, when they are at hand; read from storage otherwise.</summary>
    public IReadOnlyList<HistoryEvent>? Unrun { get; set; }

    /// <summary>What the alarm is set to, in ticks; belongs to the alarm.</summary>
    public long ArmedAt { get; set; }

    /// <summary>Its place among the orchestrations that the worker keeps in memory; belongs to <see cref="Sessions"/>.</summary>
    public LinkedListNode<Session>? Session { get; set; }

    public OrchestrationStatus Status => State?.Status ?? OrchestrationStatus.Pending;

    /// <summary>Why nothing more is done for it, once the engine has stopped.</summary>
    public Exception? Refusal { get; private set; }

    /// <summary>Leaves a message; false when the orchestration has ended, or the engine (<see cref="Refusal"/>). The caller starts a turn when told so.</summary>
    public bool TryPost(Message message, out bool startTurn)
    {
        lock (this)
        {
            startTurn = false;
            if (_isOver) return false;
            (_inbox ??= []).Add(message);
            startTurn = !_isActive;
            _isActive = true;
            return true;
        }
    }

    /// <summary>Takes the messages of the turn that begins.</summary>
    public List<Message> TakeInbox()
    {
        lock (this)
        {
            var inbox = _inbox ?? [];
            _inbox = null;
            return inbox;
        }
    }

    /// <summary>Ends a turn; true when messages have come meanwhile and the next begins.</summary>
    public bool EndTurn()
    {
        lock (this)
        {
            _isActive = _inbox is not null;
            return _isActive;
        }
    }

    /// <summary>Ends the last turn; what has come meanwhile comes too late.</summary>
    public List<Message> Close()
    {
        lock (this)
        {
            _isOver = true;
            _isActive = false;
            return TakeInbox();
        }
    }

    /// <summary>A task that ends when it has started, or ended.</summary>
    public Task<InstanceState> WaitAsync(bool forEnd)
    {
        lock (this)
        {
            var waiter = new Waiter(forEnd);
            if (State is { } state && waiter.IsMet(state)) return Task.FromResult(state);
            (_waiters ??= []).Add(waiter);
            return waiter.Met.Task;
        }
    }

    /// <summary>Makes a stored state visible.</summary>
    public void Show(InstanceState state)
    {
        lock (this)
        {
            State = state;
            foreach (var waiter in _waiters?.Where(waiter => waiter.IsMet(state)).ToList() ?? [])
            {
                waiter.Met.TrySetResult(state);
                _waiters!.Remove(waiter);
            }

            if (_waiters is { Count: 0 }) _waiters = null;
        }
    }

    /// <summary>Tells everyone who waits that it is no use.</summary>
    public void Refuse(Exception exception)
    {
        Refusal = exception;
        foreach (var message in Close()) message.Refuse(exception);
        lock (this)
        {
            foreach (var waiter in _waiters ?? []) waiter.Met.TrySetException(exception);
        }
    }

    private sealed record Waiter(bool ForEnd)
    {
        public TaskCompletionSource<InstanceState> Met { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsMet(InstanceState state) => ForEnd ? state.HasEnded : state.Status != OrchestrationStatus.Pending;
    }
}
