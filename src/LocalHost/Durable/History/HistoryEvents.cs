using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask.Protobuf;

namespace Cadenza.LocalHost.Durable.History;

/// <summary>Makes history events: of what came in (id −1), and of what the code asked for (the id of its action).</summary>
internal static class HistoryEvents
{
    private const int CameIn = -1;

    public static HistoryEvent TurnStarted(Timestamp at) => new() { EventId = CameIn, Timestamp = at, OrchestratorStarted = new() };

    public static HistoryEvent TurnCompleted(Timestamp at) => new() { EventId = CameIn, Timestamp = at, OrchestratorCompleted = new() };

    public static HistoryEvent Started(ExecutionStartedEvent started) => new() { EventId = CameIn, ExecutionStarted = started };

    public static HistoryEvent TaskCompleted(int task, string? result) =>
        new() { EventId = CameIn, TaskCompleted = new() { TaskScheduledId = task, Result = result } };

    public static HistoryEvent TaskFailed(int task, TaskFailureDetails failure) =>
        new() { EventId = CameIn, TaskFailed = new() { TaskScheduledId = task, FailureDetails = failure } };

    public static HistoryEvent ChildCompleted(int task, string? result) =>
        new() { EventId = CameIn, SubOrchestrationInstanceCompleted = new() { TaskScheduledId = task, Result = result } };

    public static HistoryEvent ChildFailed(int task, TaskFailureDetails failure) =>
        new() { EventId = CameIn, SubOrchestrationInstanceFailed = new() { TaskScheduledId = task, FailureDetails = failure } };

    public static HistoryEvent TimerFired(int timer, DateTime fireAt, Timestamp at) =>
        new() { EventId = CameIn, Timestamp = at, TimerFired = new() { TimerId = timer, FireAt = Timestamp.FromDateTime(fireAt) } };

    public static HistoryEvent Raised(string name, string? data) => new() { EventId = CameIn, EventRaised = new() { Name = name, Input = data } };

    public static HistoryEvent Suspended(string? reason) => new() { EventId = CameIn, ExecutionSuspended = new() { Input = reason } };

    public static HistoryEvent Resumed(string? reason) => new() { EventId = CameIn, ExecutionResumed = new() { Input = reason } };

    public static HistoryEvent Terminated(string? output, bool recursive) =>
        new() { EventId = CameIn, ExecutionTerminated = new() { Input = output, Recurse = recursive } };

    /// <summary>What an action leaves in history; null for one that has no place there.</summary>
    public static HistoryEvent? Of(OrchestratorAction action, Timestamp at)
    {
        var left = new HistoryEvent { EventId = action.Id, Timestamp = at };
        switch (action.OrchestratorActionTypeCase)
        {
            case OrchestratorAction.OrchestratorActionTypeOneofCase.ScheduleTask:
                left.TaskScheduled = Of(action.ScheduleTask);
                return left;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.CreateTimer:
                left.TimerCreated = new() { FireAt = action.CreateTimer.FireAt };
                return left;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.CreateSubOrchestration:
                left.SubOrchestrationInstanceCreated = Of(action.CreateSubOrchestration);
                return left;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.SendEvent:
                left.EventSent = new() { InstanceId = action.SendEvent.Instance.InstanceId, Name = action.SendEvent.Name, Input = action.SendEvent.Data };
                return left;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.CompleteOrchestration:
                left.ExecutionCompleted = Of(action.CompleteOrchestration);
                return left;
            default:
                return null;
        }
    }

    private static TaskScheduledEvent Of(ScheduleTaskAction action) =>
        new() { Name = action.Name, Version = action.Version, Input = action.Input, ParentTraceContext = action.ParentTraceContext, Tags = { action.Tags } };

    private static SubOrchestrationInstanceCreatedEvent Of(CreateSubOrchestrationAction action) => new()
    {
        InstanceId = action.InstanceId,
        Name = action.Name,
        Version = action.Version,
        Input = action.Input,
        ParentTraceContext = action.ParentTraceContext,
        Tags = { action.Tags },
    };

    private static ExecutionCompletedEvent Of(CompleteOrchestrationAction action) =>
        new() { OrchestrationStatus = action.OrchestrationStatus, Result = action.Result, FailureDetails = action.FailureDetails };
}
