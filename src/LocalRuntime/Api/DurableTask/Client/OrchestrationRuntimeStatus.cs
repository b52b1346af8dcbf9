namespace Microsoft.DurableTask.Client;

/// <summary>Where an orchestration is in its life.</summary>
public enum OrchestrationRuntimeStatus
{
    /// <summary>It has started and not ended.</summary>
    Running = 0,

    /// <summary>Its function returned.</summary>
    Completed = 1,

    /// <summary>It starts over; a status older backends report for a moment.</summary>
    ContinuedAsNew = 2,

    /// <summary>Its function threw.</summary>
    Failed = 3,

    /// <summary>It was canceled.</summary>
    Canceled = 4,

    /// <summary>A client ended it.</summary>
    Terminated = 5,

    /// <summary>It was scheduled and has not started.</summary>
    Pending = 6,

    /// <summary>A client suspended it.</summary>
    Suspended = 7,
}
