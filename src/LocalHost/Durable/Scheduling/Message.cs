using Microsoft.DurableTask.Protobuf;

namespace Cadenza.LocalHost.Durable.Scheduling;

/// <summary>Something that has happened to an orchestration and awaits its next turn.</summary>
/// <param name="happened">What; null when the turn is only to look at the clock.</param>
/// <param name="execution">The generation it is meant for; null for whichever runs.</param>
internal sealed class Message(HistoryEvent? happened, string? execution = null)
{
    /// <summary>A timer may have fallen due.</summary>
    public static readonly Message Wake = new(null);

    /// <summary>After a start: what was pending is done again.</summary>
    public static readonly Message Recover = new(null);

    private readonly TaskCompletionSource<bool>? _handled;

    private Message(HistoryEvent happened, TaskCompletionSource<bool> handled)
        : this(happened) => _handled = handled;

    /// <summary>A message whose sender waits: until it is stored (true) or found too late (false).</summary>
    public static (Message Message, Task<bool> Handled) Awaited(HistoryEvent happened)
    {
        var handled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        return (new Message(happened, handled), handled.Task);
    }

    public HistoryEvent? Happened => happened;

    public string? Execution => execution;

    public void Handle(bool inTime) => _handled?.TrySetResult(inTime);

    public void Refuse(Exception exception) => _handled?.TrySetException(exception);
}
