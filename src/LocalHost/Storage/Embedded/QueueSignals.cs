using System.Collections.Concurrent;

namespace Cadenza.LocalHost.Storage.Embedded;

/// <summary>Tells waiting receivers of this process that a queue has changed.</summary>
internal sealed class QueueSignals
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);

    /// <summary>Completes with the next <see cref="Pulse"/>.</summary>
    public Task Next(string queue) => _waiting.GetOrAdd(queue, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Pulse(string queue)
    {
        if (_waiting.TryRemove(queue, out var waiting)) waiting.SetResult();
    }
}
