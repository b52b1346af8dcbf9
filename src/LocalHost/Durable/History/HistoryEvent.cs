using System.Text.Json.Serialization;

namespace Cadenza.LocalHost.Durable.History;

/// <summary>
/// One fact of an orchestration's history. A turn is stored as <see cref="TurnStarted"/>, then what came in, in the
/// order it was applied, then what the code scheduled in answer (<see cref="Scheduled"/>).
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "$")]
[JsonDerivedType(typeof(TurnStarted), "turn")]
[JsonDerivedType(typeof(ExecutionStarted), "started")]
[JsonDerivedType(typeof(TaskCompleted), "completed")]
[JsonDerivedType(typeof(TaskFailed), "failed")]
[JsonDerivedType(typeof(TimerFired), "fired")]
[JsonDerivedType(typeof(EventRaised), "raised")]
[JsonDerivedType(typeof(Suspended), "suspended")]
[JsonDerivedType(typeof(Resumed), "resumed")]
[JsonDerivedType(typeof(Terminated), "terminated")]
[JsonDerivedType(typeof(ExecutionEnded), "ended")]
[JsonDerivedType(typeof(ActivityScheduled), "activity")]
[JsonDerivedType(typeof(TimerCreated), "timer")]
[JsonDerivedType(typeof(ChildScheduled), "child")]
[JsonDerivedType(typeof(EventSent), "send")]
internal abstract record HistoryEvent;

/// <summary>A turn began; its time is what the code sees as the time.</summary>
internal sealed record TurnStarted(DateTime At) : HistoryEvent;

/// <summary>A generation began. With <paramref name="StartAt"/> its code waits for timer <see cref="StartTimer"/>.</summary>
internal sealed record ExecutionStarted(string Name, string Execution, string? Input, DateTime? StartAt, ParentLink? Parent) : HistoryEvent
{
    /// <summary>The id of the timer that a delayed start waits for.</summary>
    public const int StartTimer = -1;
}

/// <summary>An activity, a sub-orchestration or the delivery of a sent event succeeded.</summary>
internal sealed record TaskCompleted(int Id, string? Result) : HistoryEvent;

/// <summary>An activity or a sub-orchestration failed.</summary>
internal sealed record TaskFailed(int Id, Failure Failure) : HistoryEvent;

internal sealed record TimerFired(int Id) : HistoryEvent;

internal sealed record EventRaised(string Name, string? Data) : HistoryEvent;

internal sealed record Suspended(string? Reason) : HistoryEvent;

internal sealed record Resumed(string? Reason) : HistoryEvent;

internal sealed record Terminated(string? Output, bool Recursive) : HistoryEvent;

/// <summary>The orchestration's end; <paramref name="Status"/> is an <c>OrchestrationRuntimeStatus</c>.</summary>
internal sealed record ExecutionEnded(int Status, string? Output, Failure? Failure) : HistoryEvent;

/// <summary>Something the code asked for. Ids count up in the order the code asks.</summary>
internal abstract record Scheduled(int Id) : HistoryEvent
{
    /// <summary>Says what it is, so that a replay can tell whether the code asks for the same again.</summary>
    public abstract string Describe();
}

internal sealed record ActivityScheduled(int Id, string Name, string? Input) : Scheduled(Id)
{
    public override string Describe() => $"activity '{Name}'";
}

internal sealed record TimerCreated(int Id, DateTime FireAt) : Scheduled(Id)
{
    public override string Describe() => "a timer";
}

internal sealed record ChildScheduled(int Id, string Name, string InstanceId, string? Input) : Scheduled(Id)
{
    public override string Describe() => $"sub-orchestration '{Name}'";
}

internal sealed record EventSent(int Id, string Target, string Name, string? Data) : Scheduled(Id)
{
    public override string Describe() => $"event '{Name}' sent";
}

/// <summary>Where a sub-orchestration reports its end: the generation of its parent and the call within it.</summary>
internal sealed record ParentLink(string Name, string InstanceId, string Execution, int TaskId);
