using System.Collections.Frozen;

namespace Cadenza.Domain.Workflows;

/// <summary>What is done to a workflow as a whole.</summary>
public enum WorkflowAction
{
    /// <summary>A draft begins to start runs.</summary>
    Activate,

    /// <summary>Another version takes the place of the live one.</summary>
    Publish,

    /// <summary>No version is live any more; runs in flight finish.</summary>
    Deactivate,

    /// <summary>No new step starts, and delays stand still.</summary>
    Pause,

    /// <summary>Everything goes on, each delay with its rest.</summary>
    Resume,

    /// <summary>The workflow ends for good.</summary>
    Cancel,

    /// <summary>It has done what it was for.</summary>
    Complete,
}

/// <summary>What may be done to a workflow in which status, and what it is then (C3): the single source of it.</summary>
public static class WorkflowLifecycle
{
    private static readonly FrozenDictionary<(WorkflowStatus From, WorkflowAction Action), WorkflowStatus> Transitions =
        new Dictionary<(WorkflowStatus, WorkflowAction), WorkflowStatus>
        {
            [(WorkflowStatus.Draft, WorkflowAction.Activate)] = WorkflowStatus.Active,
            [(WorkflowStatus.Draft, WorkflowAction.Cancel)] = WorkflowStatus.Cancelled,
            [(WorkflowStatus.Active, WorkflowAction.Publish)] = WorkflowStatus.Active,
            [(WorkflowStatus.Active, WorkflowAction.Deactivate)] = WorkflowStatus.Draft,
            [(WorkflowStatus.Active, WorkflowAction.Pause)] = WorkflowStatus.Paused,
            [(WorkflowStatus.Active, WorkflowAction.Cancel)] = WorkflowStatus.Cancelled,
            [(WorkflowStatus.Active, WorkflowAction.Complete)] = WorkflowStatus.Completed,
            [(WorkflowStatus.Paused, WorkflowAction.Publish)] = WorkflowStatus.Paused,
            [(WorkflowStatus.Paused, WorkflowAction.Deactivate)] = WorkflowStatus.Draft,
            [(WorkflowStatus.Paused, WorkflowAction.Resume)] = WorkflowStatus.Active,
            [(WorkflowStatus.Paused, WorkflowAction.Cancel)] = WorkflowStatus.Cancelled,
        }.ToFrozenDictionary();

    /// <summary>The status after an action, or null when the action is not allowed in this status.</summary>
    public static WorkflowStatus? Next(WorkflowStatus from, WorkflowAction action) =>
        Transitions.TryGetValue((from, action), out var to) ? to : null;

    /// <summary>
    /// The workflow after <see cref="WorkflowAction.Activate"/> or <see cref="WorkflowAction.Publish"/> of a version, whichever
    /// its status calls for; null when neither is allowed.
    /// </summary>
    public static Workflow? GoLive(Workflow workflow, WorkflowVersion version, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        ArgumentNullException.ThrowIfNull(version);
        var to = Next(workflow.Status, WorkflowAction.Activate) ?? Next(workflow.Status, WorkflowAction.Publish);
        return to is { } status
            ? workflow with { Status = status, LiveVersion = version.Number, LiveTrigger = version.Content.Trigger.Type, UpdatedAt = now }
            : null;
    }

    /// <summary>The workflow after an action that needs no version; null when it is not allowed.</summary>
    public static Workflow? Apply(Workflow workflow, WorkflowAction action, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        if (action is WorkflowAction.Activate or WorkflowAction.Publish) throw new ArgumentException("A version is needed.", nameof(action));
        if (Next(workflow.Status, action) is not { } status) return null;
        var isOver = action is WorkflowAction.Deactivate or WorkflowAction.Cancel or WorkflowAction.Complete;
        return workflow with
        {
            Status = status,
            LiveVersion = isOver ? null : workflow.LiveVersion,
            LiveTrigger = isOver ? null : workflow.LiveTrigger,
            Clock = status == WorkflowStatus.Paused ? workflow.Clock.Pause(now) : workflow.Clock.Resume(now),
            UpdatedAt = now,
        };
    }
}
