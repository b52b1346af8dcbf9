using Cadenza.LocalRuntime.Durable;

namespace Microsoft.DurableTask.Client;

/// <summary>What is known of an orchestration.</summary>
public sealed class OrchestrationMetadata
{
    /// <summary>Metadata of an orchestration.</summary>
    /// <param name="name">Its orchestrator function.</param>
    /// <param name="instanceId">Its instance id.</param>
    public OrchestrationMetadata(string name, string instanceId)
    {
        Name = name;
        InstanceId = instanceId;
    }

    /// <summary>Its orchestrator function.</summary>
    public string Name { get; }

    /// <summary>Its instance id.</summary>
    public string InstanceId { get; }

    /// <summary>Where it is in its life.</summary>
    public OrchestrationRuntimeStatus RuntimeStatus { get; init; }

    /// <summary>When it was scheduled.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last made a step.</summary>
    public DateTimeOffset LastUpdatedAt { get; init; }

    /// <summary>Its input as JSON, when it has one and it was asked for.</summary>
    public string? SerializedInput { get; init; }

    /// <summary>Its output as JSON, when it has one and it was asked for.</summary>
    public string? SerializedOutput { get; init; }

    /// <summary>Its custom status as JSON, when it has one and it was asked for.</summary>
    public string? SerializedCustomStatus { get; init; }

    /// <summary>What it failed with, when it failed.</summary>
    public TaskFailureDetails? FailureDetails { get; init; }

    /// <summary>Whether it has started and not ended.</summary>
    public bool IsRunning => RuntimeStatus == OrchestrationRuntimeStatus.Running;

    /// <summary>Whether it has ended, in whatever way.</summary>
    public bool IsCompleted => RuntimeStatus is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;

    internal bool HasInputsAndOutputs { get; init; }

    /// <summary>Its input.</summary>
    /// <exception cref="InvalidOperationException">It was fetched without inputs and outputs.</exception>
    public T? ReadInputAs<T>() => Read<T>(SerializedInput, "input");

    /// <summary>Its output; the type's default while it has none.</summary>
    /// <exception cref="InvalidOperationException">It was fetched without inputs and outputs.</exception>
    public T? ReadOutputAs<T>() => Read<T>(SerializedOutput, "output");

    /// <summary>Its custom status; the type's default while it has none.</summary>
    /// <exception cref="InvalidOperationException">It was fetched without inputs and outputs.</exception>
    public T? ReadCustomStatusAs<T>() => Read<T>(SerializedCustomStatus, "custom status");

    /// <inheritdoc/>
    public override string ToString() => $"[Name: '{Name}', ID: '{InstanceId}', RuntimeStatus: {RuntimeStatus}, CreatedAt: {CreatedAt:O}, LastUpdatedAt: {LastUpdatedAt:O}]";

    private T? Read<T>(string? json, string what) => HasInputsAndOutputs
        ? DurableJson.Read<T>(json)
        : throw new InvalidOperationException($"The {what} of orchestration '{InstanceId}' was not fetched: ask for it with getInputsAndOutputs: true.");
}
