using System.ComponentModel;
using Cadenza.Domain.Flows;
using Cadenza.Domain.Flows.Targeting;

namespace Cadenza.Functions.Flows.Http.States;

/// <summary>How far a user is with a flow, on the wire (E4).</summary>
internal sealed record FlowStateReply(
    [Description("NOT_STARTED_FLOW, STARTED_FLOW, COMPLETED_FLOW or SKIPPED_FLOW.")] string Status,
    [Description("Whether the user has begun.")] bool Started,
    [Description("Whether the user has completed it.")] bool Completed,
    [Description("Whether the user has skipped it.")] bool Skipped,
    [Description("Whether it is still to be shown: neither completed nor skipped.")] bool Visible,
    [Description("The step the user is at: the one last begun and not done, else the first that is not done; null at the end.")] string? CurrentStepId,
    [Description("Its place among the steps, from 0; -1 at the end.")] int CurrentStepIndex,
    [Description("When the user began.")] DateTimeOffset? StartedAt,
    [Description("When the user completed or skipped it.")] DateTimeOffset? EndedAt,
    [Description("When the user last did anything with it.")] DateTimeOffset? LastModified,
    [Description("How far the user is with each step, in their order.")] IReadOnlyList<StepStateReply> Steps)
{
    /// <summary>The state as it is answered.</summary>
    public static FlowStateReply Of(EligibleFlow one) => Of(one.Flow.Steps, one.Progress, one.Subject);

    /// <summary>The state as it is answered.</summary>
    public static FlowStateReply Of(IReadOnlyList<FlowStep> plan, UserProgress progress, TargetingSubject subject)
    {
        StepStateReply[] steps = [.. plan.Select(step => StepStateReply.Of(step, progress.Step(step.Id), subject))];
        var current = Array.FindIndex(steps, step => step.Id == progress.CurrentStep && IsOpen(step));
        if (current < 0) current = Array.FindIndex(steps, IsOpen);
        return new FlowStateReply(
            ProgressStatusNames.Of(progress.Status) + "_FLOW",
            progress.Status != ProgressStatus.NotStarted,
            progress.Status == ProgressStatus.Completed,
            progress.Status == ProgressStatus.Skipped,
            !progress.IsDone,
            current < 0 ? null : steps[current].Id,
            current,
            progress.StartedAt,
            progress.EndedAt,
            progress.ModifiedAt,
            steps);
    }

    private static bool IsOpen(StepStateReply step) => step is { Visible: true, Completed: false, Skipped: false };
}

/// <summary>How far a user is with a step, on the wire.</summary>
internal sealed record StepStateReply(
    [Description("The step's id.")] string Id,
    [Description("NOT_STARTED_STEP, STARTED_STEP, COMPLETED_STEP or SKIPPED_STEP.")] string Status,
    [Description("Whether the user has begun.")] bool Started,
    [Description("Whether the user has completed it, or its completionCriteria are met.")] bool Completed,
    [Description("Whether the user has skipped it.")] bool Skipped,
    [Description("Whether the user sees it: its visibilityCriteria are met.")] bool Visible,
    [Description("Whether the user may not begin it yet: its startCriteria are not met.")] bool Blocked,
    [Description("When the user began.")] DateTimeOffset? StartedAt,
    [Description("When the user completed or skipped it.")] DateTimeOffset? EndedAt)
{
    /// <summary>The step as it is answered.</summary>
    public static StepStateReply Of(FlowStep step, FlowStepProgress progress, TargetingSubject subject)
    {
        var status = step.Completion?.Matches(subject) == true ? ProgressStatus.Completed : progress.Status;
        return new StepStateReply(
            step.Id,
            ProgressStatusNames.Of(status) + "_STEP",
            status != ProgressStatus.NotStarted,
            status == ProgressStatus.Completed,
            status == ProgressStatus.Skipped,
            step.Visibility.Matches(subject),
            !step.Start.Matches(subject),
            progress.StartedAt,
            progress.EndedAt);
    }
}

/// <summary>How far one user is with one flow, on the wire.</summary>
internal sealed record UserFlowStateReply(
    [Description("The flow's slug.")] string FlowSlug,
    [Description("The user.")] string UserId,
    [Description("How far the user is.")] FlowStateReply State);
