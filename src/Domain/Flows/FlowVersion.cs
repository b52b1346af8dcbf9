namespace Cadenza.Domain.Flows;

/// <summary>What a version of a flow says (E1).</summary>
/// <param name="Id">Its numeric id, unique in the organization.</param>
/// <param name="Flow">The ordinal of its flow.</param>
/// <param name="Name">The name that people read.</param>
/// <param name="Description">What it is for, or null.</param>
/// <param name="Type">What it looks like.</param>
/// <param name="IsShown">The member <c>active</c>: whether users see it at all. Independent of the status (E2).</param>
/// <param name="TargetingLogic">Who sees it, as it was written; "" is everyone.</param>
/// <param name="Data">The YAML, as it was written or made from JSON.</param>
/// <param name="Completion">When its steps complete it.</param>
/// <param name="Trigger">What makes it appear.</param>
/// <param name="Maker">Names the request that made it, so that a repeat of the request finds it (G5).</param>
/// <param name="CreatedAt">When this version was made.</param>
/// <param name="ModifiedAt">When it was last changed.</param>
public sealed record FlowVersion(
    long Id,
    long Flow,
    string Name,
    string? Description,
    FlowType Type,
    bool IsShown,
    string TargetingLogic,
    string Data,
    CompletionBehavior Completion,
    FlowTrigger Trigger,
    Guid Maker,
    DateTimeOffset CreatedAt,
    DateTimeOffset ModifiedAt);
