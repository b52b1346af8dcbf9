using Cadenza.LocalHost.Durable.History;
using Cadenza.LocalHost.Durable.Hub;
using Cadenza.LocalHost.Durable.Scheduling;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Durable.Client;

/// <summary>The client of the engine in this process.</summary>
internal sealed class EngineClient(string hubName, InstanceIndex index, Dispatcher dispatcher, HubReader reader, InstanceMetadata metadata, InstanceLister lister, Purger purger, TimeProvider clock, ILogger log)
    : DurableTaskClient(hubName)
{
    private static readonly OrchestrationRuntimeStatus[] NotEnded =
        [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    /// <summary>Throws when the engine does not run.</summary>
    public required Action CheckRunning { get; init; }

    /// <inheritdoc/>
    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        CheckRunning();
        ArgumentException.ThrowIfNullOrEmpty(orchestratorName.Name, nameof(orchestratorName));
        var id = options?.InstanceId ?? Guid.NewGuid().ToString("N");
        HubKeys.Check(id);
        var refusing = options?.DedupeStatuses?.Select(Enum.Parse<OrchestrationRuntimeStatus>).ToArray() ?? NotEnded;
        var startAt = options?.StartAt is { } at && at > clock.GetUtcNow() ? at.UtcDateTime : (DateTime?)null;
        var json = DurableJson.Write(input);
        while (true)
        {
            var started = new ExecutionStarted(orchestratorName, Turn.NewExecution(), json, startAt, null);
            if (await (await StartAsync(id, started, refusing, cancellation).ConfigureAwait(false)).WaitAsync(cancellation).ConfigureAwait(false)) return id;
        }
    }

    /// <inheritdoc/>
    public override async Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        if (!await HandAsync(instanceId, new EventRaised(eventName, DurableJson.Write(eventPayload)), cancellation).ConfigureAwait(false))
            log.EventDropped(eventName, instanceId);
    }

    /// <inheritdoc/>
    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, forEnd: false, getInputsAndOutputs, cancellation);

    /// <inheritdoc/>
    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, forEnd: true, getInputsAndOutputs, cancellation);

    /// <inheritdoc/>
    public override Task TerminateInstanceAsync(string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default) =>
        HandAsync(instanceId, new Terminated(DurableJson.Write(options?.Output), options?.Recursive ?? false), cancellation);

    /// <inheritdoc/>
    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        HandAsync(instanceId, new Suspended(reason), cancellation);

    /// <inheritdoc/>
    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        HandAsync(instanceId, new Resumed(reason), cancellation);

    /// <inheritdoc/>
    public override async Task<OrchestrationMetadata?> GetInstancesAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        CheckRunning();
        HubKeys.Check(instanceId);
        var state = index.Find(instanceId)?.State ?? await reader.EndedAsync(instanceId, cancellation).ConfigureAwait(false);
        return state is null ? null : await metadata.OfAsync(instanceId, state, getInputsAndOutputs, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        CheckRunning();
        return lister.List(filter ?? new OrchestrationQuery());
    }

    /// <inheritdoc/>
    public override async Task<PurgeResult> PurgeInstanceAsync(string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        CheckRunning();
        HubKeys.Check(instanceId);
        return new PurgeResult(await purger.PurgeAsync(instanceId, options?.Recursive ?? false, cancellation).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public override async Task<PurgeResult> PurgeAllInstancesAsync(PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        CheckRunning();
        ArgumentNullException.ThrowIfNull(filter);
        return new PurgeResult(await purger.PurgeAsync(filter, options?.Recursive ?? false, cancellation).ConfigureAwait(false));
    }

    // The engine is stopped by whoever started it, not by a client of it.
    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Reserves the id and leaves the start there.</summary>
    private async Task<Task<bool>> StartAsync(string id, ExecutionStarted started, OrchestrationRuntimeStatus[] refusing, CancellationToken cancellation)
    {
        var (message, handled) = Message.Awaited(started);
        using var hold = await index.HoldAsync(id, cancellation).ConfigureAwait(false);
        var instance = index.Find(id);
        var status = instance?.Status
            // Worth a read only when one that has ended may refuse.
            ?? (refusing.Any(InstanceState.IsEnd) ? (await reader.EndedAsync(id, cancellation).ConfigureAwait(false))?.Status : null);
        if (status is { } found && refusing.Contains(found))
            throw new InvalidOperationException($"There is an orchestration '{id}' already; it is {found}.");
        if (instance is null) index.Add(instance = new Instance(id));
        if (!dispatcher.Post(instance, message)) message.Handle(inTime: false);
        // A stop refuses every orchestration it finds; it may have looked before this one was there.
        CheckRunning();
        return handled;
    }

    private Task<bool> HandAsync(string instanceId, HistoryEvent happened, CancellationToken cancellation)
    {
        CheckRunning();
        HubKeys.Check(instanceId);
        return dispatcher.HandAsync(instanceId, happened).WaitAsync(cancellation);
    }

    private async Task<OrchestrationMetadata> WaitAsync(string instanceId, bool forEnd, bool getInputsAndOutputs, CancellationToken cancellation)
    {
        CheckRunning();
        HubKeys.Check(instanceId);
        var state = index.Find(instanceId) is { } instance ? await instance.WaitAsync(forEnd).WaitAsync(cancellation).ConfigureAwait(false)
            : await reader.EndedAsync(instanceId, cancellation).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"There is no orchestration '{instanceId}'.");
        return await metadata.OfAsync(instanceId, state, getInputsAndOutputs, cancellation).ConfigureAwait(false);
    }
}
