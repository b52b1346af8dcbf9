namespace Microsoft.DurableTask;

/// <summary>Options of a new orchestration.</summary>
public record StartOrchestrationOptions
{
    /// <summary>Options with an instance id, a start time, both or neither.</summary>
    /// <param name="InstanceId">Its instance id; one is made up when null.</param>
    /// <param name="StartAt">It does not start before this moment; at once when null.</param>
    public StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = null)
    {
        this.InstanceId = InstanceId;
        this.StartAt = StartAt;
    }

    /// <summary>A copy of other options.</summary>
    public StartOrchestrationOptions(StartOrchestrationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        InstanceId = options.InstanceId;
        StartAt = options.StartAt;
        DedupeStatuses = options.DedupeStatuses;
    }

    /// <summary>Its instance id; one is made up when null.</summary>
    public string? InstanceId { get; init; }

    /// <summary>It does not start before this moment; at once when null.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>
    /// Names of the statuses in which an instance of the same id refuses the new one; in every other status it is
    /// replaced. Null for the default: an instance that has not ended refuses, one that has ended is replaced.
    /// </summary>
    public IReadOnlyList<string>? DedupeStatuses { get; init; }
}
