using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Durable;

/// <summary>What the durable engine logs, 3100 to 3199.</summary>
internal static partial class Log
{
    [LoggerMessage(3100, LogLevel.Information, "Task hub {Hub} started with {Running} running orchestrations")]
    public static partial void Started(this ILogger log, string hub, int running);

    [LoggerMessage(3101, LogLevel.Warning, "Task hub {Hub} is leased to {Owner}; waiting for the lease to end")]
    public static partial void WaitingForLease(this ILogger log, string hub, string owner);

    [LoggerMessage(3102, LogLevel.Warning, "The lease of task hub {Hub} could not be renewed")]
    public static partial void LeaseNotRenewed(this ILogger log, Exception exception, string hub);

    [LoggerMessage(3103, LogLevel.Critical, "Task hub {Hub} has stopped")]
    public static partial void Lost(this ILogger log, Exception exception, string hub);

    [LoggerMessage(3104, LogLevel.Warning, "Writing to shard {Shard} failed; trying again")]
    public static partial void WriteFailed(this ILogger log, Exception exception, string shard);

    [LoggerMessage(3105, LogLevel.Warning, "Reading the history of orchestration {InstanceId} failed; trying again")]
    public static partial void ReadFailed(this ILogger log, Exception exception, string instanceId);

    [LoggerMessage(3106, LogLevel.Error, "Orchestration {InstanceId} ({Name}) failed: {ErrorType}: {ErrorMessage}")]
    public static partial void OrchestrationFailed(this ILogger log, string instanceId, string name, string errorType, string errorMessage);

    [LoggerMessage(3107, LogLevel.Warning, "Activity {Name} of orchestration {InstanceId} failed: {ErrorType}: {ErrorMessage}")]
    public static partial void ActivityFailed(this ILogger log, string name, string instanceId, string errorType, string errorMessage);

    [LoggerMessage(3108, LogLevel.Debug, "Event {Name} for orchestration {InstanceId} was dropped: there is none running with this id")]
    public static partial void EventDropped(this ILogger log, string name, string instanceId);

    [LoggerMessage(3109, LogLevel.Warning, "A sub-orchestration could not be started; trying again")]
    public static partial void DispatchFailed(this ILogger log, Exception exception);

    [LoggerMessage(3110, LogLevel.Warning, "Task hub {Hub} stopped before its activities were done; the next start runs them again")]
    public static partial void GaveUp(this ILogger log, string hub);

    [LoggerMessage(3111, LogLevel.Warning, "The lease of task hub {Hub} could not be given back; it ends by itself")]
    public static partial void LeaseNotReleased(this ILogger log, Exception exception, string hub);

    [LoggerMessage(3112, LogLevel.Information, "A sub-orchestration was not started, or an event not sent, because the task hub stopped; the next start does it")]
    public static partial void DispatchCutOff(this ILogger log, Exception exception);

    [LoggerMessage(3113, LogLevel.Debug, "A turn of orchestration {InstanceId} could not be run; trying again")]
    public static partial void TurnNotRun(this ILogger log, Exception exception, string instanceId);

    [LoggerMessage(3114, LogLevel.Debug, "Activity {Name} of orchestration {InstanceId} could not be run to its end; it is run again")]
    public static partial void ActivityNotRun(this ILogger log, Exception exception, string name, string instanceId);

    [LoggerMessage(3115, LogLevel.Warning, "Task hub {Hub} was written by an earlier version, whose orchestrations cannot be carried on: its {Rows} rows were removed, and it starts empty")]
    public static partial void Rebuilt(this ILogger log, string hub, int rows);
}
