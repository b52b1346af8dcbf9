using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Cadenza.Functions.Tests.Timing;

/// <summary>A client of the durable engine that notes what it is asked for and answers as the test says.</summary>
internal sealed class RecordingClient() : DurableTaskClient("test")
{
    /// <summary>What was asked, in order: "ring" or "start".</summary>
    public List<string> Calls { get; } = [];

    /// <summary>What the n-th ring does.</summary>
    public Func<int, Task> OnRing { get; init; } = _ => Task.CompletedTask;

    /// <summary>What the n-th start does.</summary>
    public Func<int, Task> OnStart { get; init; } = _ => Task.CompletedTask;

    /// <summary>What a purge does.</summary>
    public Func<PurgeResult> OnPurge { get; init; } = () => new PurgeResult(0);

    public override Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        Calls.Add("ring");
        return OnRing(Calls.Count(call => call == "ring"));
    }

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        Calls.Add("start");
        await OnStart(Calls.Count(call => call == "start"));
        return options!.InstanceId!;
    }

    public override Task<PurgeResult> PurgeInstanceAsync(string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        Task.FromResult(OnPurge());

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) => throw new NotSupportedException();

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) => throw new NotSupportedException();

    public override Task<OrchestrationMetadata?> GetInstancesAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) => throw new NotSupportedException();

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
