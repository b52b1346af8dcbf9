using Cadenza.LocalHost.Durable.History;
using Cadenza.LocalHost.Durable.Hub;
using Cadenza.LocalHost.Durable.Scheduling;
using Microsoft.DurableTask.Protobuf;

namespace Cadenza.LocalHost.Durable.Client;

/// <summary>Starts, signals and looks for orchestrations; what it hands over is stored when it returns.</summary>
internal sealed class HubClient(InstanceIndex index, Dispatcher dispatcher, HubReader reader, Action checkRunning)
{
    // As often as the real host looks.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <exception cref="TaskHubStoppedException">The hub does not run.</exception>
    public void CheckRunning() => checkRunning();

    /// <summary>Starts an orchestration unless one with its id is in a status that must not be replaced; then that status.</summary>
    public async Task<OrchestrationStatus?> StartAsync(ExecutionStartedEvent started, IReadOnlySet<OrchestrationStatus> refusing, CancellationToken cancellation)
    {
        HubKeys.Check(started.OrchestrationInstance.InstanceId);
        while (true)
        {
            checkRunning();
            var (message, handled) = Message.Awaited(HistoryEvents.Started(started));
            if (await TryReserveAsync(started.OrchestrationInstance.InstanceId, message, refusing, cancellation).ConfigureAwait(false) is { } status) return status;
            if (await handled.WaitAsync(cancellation).ConfigureAwait(false)) return null;
        }
    }

    /// <summary>Hands something to an orchestration; false when none runs under the id.</summary>
    public Task<bool> HandAsync(string id, HistoryEvent happened, CancellationToken cancellation)
    {
        checkRunning();
        HubKeys.Check(id);
        return dispatcher.HandAsync(id, happened).WaitAsync(cancellation);
    }

    /// <summary>The stored state; null when there is none.</summary>
    public async Task<InstanceState?> FindAsync(string id, CancellationToken cancellation)
    {
        checkRunning();
        HubKeys.Check(id);
        return index.Find(id)?.State ?? await reader.EndedAsync(id, cancellation).ConfigureAwait(false);
    }

    /// <summary>The state once it has started, or ended; like the real host it waits for one that is not there as well.</summary>
    public async Task<InstanceState> WaitAsync(string id, bool forEnd, CancellationToken cancellation)
    {
        HubKeys.Check(id);
        while (true)
        {
            checkRunning();
            if (index.Find(id) is { } instance) return await instance.WaitAsync(forEnd).WaitAsync(cancellation).ConfigureAwait(false);
            if (await reader.EndedAsync(id, cancellation).ConfigureAwait(false) is { } ended) return ended;
            await Task.Delay(LookAgain, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Reserves the id and leaves the start there; the status that stands against it, if one does.</summary>
    private async Task<OrchestrationStatus?> TryReserveAsync(string id, Message message, IReadOnlySet<OrchestrationStatus> refusing, CancellationToken cancellation)
    {
        using var hold = await index.HoldAsync(id, cancellation).ConfigureAwait(false);
        var instance = index.Find(id);
        var status = instance?.Status
            // Worth a read only when one that has ended may refuse.
            ?? (refusing.Any(InstanceState.IsEnd) ? (await reader.EndedAsync(id, cancellation).ConfigureAwait(false))?.Status : null);
        if (status is { } found && refusing.Contains(found)) return found;
        if (instance is null) index.Add(instance = new Instance(id));
        if (!dispatcher.Post(instance, message)) message.Handle(inTime: false);
        // A stop refuses every orchestration it finds; it may have looked before this one was there.
        checkRunning();
        return null;
    }
}
