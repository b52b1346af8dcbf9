namespace Cadenza.Domain.Flows;

/// <summary>What a client says a user did (E4): <c>COMPLETED_STEP</c>.</summary>
/// <param name="Status">The status it leads to.</param>
/// <param name="IsStep">Whether with a step, or with the flow as a whole.</param>
public readonly record struct ProgressAction(ProgressStatus Status, bool IsStep)
{
    /// <summary>The actions by their words.</summary>
    public static IReadOnlyDictionary<string, ProgressAction> ByWord { get; } = new OrderedDictionary<string, ProgressAction>(
        from isStep in new[] { true, false }
        from status in Enum.GetValues<ProgressStatus>()
        select KeyValuePair.Create(ProgressStatusNames.Of(status) + (isStep ? "_STEP" : "_FLOW"), new ProgressAction(status, isStep)));
}

/// <summary>Something that came of an action, for those who react to it.</summary>
/// <param name="Type">What: <c>flow-completed</c>, <c>flow-step-started</c>.</param>
/// <param name="StepId">With which step, or null.</param>
/// <param name="Attempt">Names it among the same of this user, flow and step: the attempts at the flow and at the step.</param>
/// <param name="At">When it happened.</param>
public sealed record FlowProgressEvent(string Type, string? StepId, string Attempt, DateTimeOffset At);
