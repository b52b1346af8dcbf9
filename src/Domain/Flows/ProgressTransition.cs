using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Cadenza.Domain.Flows;

/// <summary>What an action makes of a user's progress (E4).</summary>
/// <param name="Progress">The progress afterwards.</param>
/// <param name="IsChanged">Whether anything changed.</param>
/// <param name="Events">
/// What is to be told. An action that changes nothing tells again what it told when it did: the first time may have been
/// cut short, and the same event counts once.
/// </param>
/// <remarks>
/// Statuses only rise (not started, started, skipped, completed), so that actions which arrive late, twice or together end
/// in the same state; NOT_STARTED alone goes back, which makes a new attempt.
/// </remarks>
public sealed record ProgressTransition(UserProgress Progress, bool IsChanged, IReadOnlyList<FlowProgressEvent> Events)
{
    /// <summary>Carries out an action.</summary>
    /// <param name="before">The progress as of the flow's activations.</param>
    /// <param name="action">What happened.</param>
    /// <param name="stepId">With which step; not null for actions with a step.</param>
    /// <param name="data">What the user entered, an object, or null.</param>
    /// <param name="plan">The steps of the flow.</param>
    /// <param name="now">The current time.</param>
    public static ProgressTransition Of(
        UserProgress before, ProgressAction action, string? stepId, JsonElement? data, FlowStepPlan plan, DateTimeOffset now)
    {
        var after = action switch
        {
            { Status: ProgressStatus.NotStarted, IsStep: false } => before.Reset(now),
            { Status: ProgressStatus.NotStarted } => ResetStep(before, stepId!, now),
            { IsStep: false } => Raise(before, action.Status, now),
            _ => RaiseStep(before, action.Status, stepId!, data, plan, now),
        };
        return new ProgressTransition(after, !ReferenceEquals(before, after), Told(before, after, action, stepId));
    }

    private static UserProgress Raise(UserProgress before, ProgressStatus status, DateTimeOffset now)
    {
        if (before.Status >= status) return before;
        return before with
        {
            Status = status,
            StartedAt = before.StartedAt ?? now,
            EndedAt = status == ProgressStatus.Started ? null : now,
            IsExited = false,
            ModifiedAt = now,
        };
    }

    private static UserProgress RaiseStep(
        UserProgress before, ProgressStatus status, string stepId, JsonElement? data, FlowStepPlan plan, DateTimeOffset now)
    {
        var step = before.Step(stepId);
        var kept = status >= step.Status && data is not null ? data : step.Data;
        if (step.Status >= status && IsSame(kept, step.Data)) return before;
        var isRisen = step.Status < status;
        var changed = step with
        {
            Status = isRisen ? status : step.Status,
            StartedAt = step.StartedAt ?? now,
            EndedAt = !isRisen ? step.EndedAt : status == ProgressStatus.Started ? null : now,
            Data = kept,
        };
        var after = before with
        {
            Steps = new Dictionary<string, FlowStepProgress>(before.Steps) { [stepId] = changed },
            CurrentStep = status == ProgressStatus.Started && isRisen ? stepId : before.CurrentStep,
            ModifiedAt = now,
        };
        return Raise(Raise(after, ProgressStatus.Started, now), plan.Reached(after), now);
    }

    // A flow whose step is taken back is no longer over; completing it once more is another completion.
    private static UserProgress ResetStep(UserProgress before, string stepId, DateTimeOffset now)
    {
        var step = before.Step(stepId);
        if (step.Status == ProgressStatus.NotStarted) return before;
        var after = before with
        {
            Steps = new Dictionary<string, FlowStepProgress>(before.Steps) { [stepId] = FlowStepProgress.None with { Attempt = step.Attempt + 1 } },
            CurrentStep = before.CurrentStep == stepId ? null : before.CurrentStep,
            ModifiedAt = now,
        };
        return before.IsDone ? after with { Status = ProgressStatus.Started, EndedAt = null, IsExited = false, Attempt = before.Attempt + 1 } : after;
    }

    private static List<FlowProgressEvent> Told(UserProgress before, UserProgress after, ProgressAction action, string? stepId)
    {
        var events = new List<FlowProgressEvent>();
        var isRepeat = ReferenceEquals(before, after);
        if (action.IsStep) AddStep(events, before.Step(stepId!), after, action.Status, stepId!, isRepeat);
        AddFlow(events, before, after, action, isRepeat);
        return events;
    }

    private static void AddStep(
        List<FlowProgressEvent> events, FlowStepProgress before, UserProgress progress, ProgressStatus asked, string stepId, bool isRepeat)
    {
        var after = progress.Step(stepId);
        if (after.Status != asked || (after.Status == before.Status && !isRepeat)) return;
        if (asked == ProgressStatus.NotStarted && after.Attempt == 1) return;
        var at = (asked is ProgressStatus.Started ? after.StartedAt : after.EndedAt) ?? progress.ModifiedAt;
        events.Add(new FlowProgressEvent("flow-step-" + Verb(asked), stepId, Numbers(progress.Attempt, after.Attempt), at!.Value));
    }

    private static void AddFlow(List<FlowProgressEvent> events, UserProgress before, UserProgress after, ProgressAction action, bool isRepeat)
    {
        var isReset = action is { Status: ProgressStatus.NotStarted, IsStep: false };
        if (isReset)
        {
            if (after.Attempt > 1 && after.ModifiedAt is { } at) events.Add(new FlowProgressEvent("flow-reset", null, Numbers(after.Attempt), at));
            return;
        }

        var isBegun = after.Status != ProgressStatus.NotStarted && (before.Status == ProgressStatus.NotStarted || isRepeat);
        if (isBegun && after.StartedAt is { } started) events.Add(new FlowProgressEvent("flow-started", null, Numbers(after.Attempt), started));
        var isEnded = after.IsDone && !after.IsExited && action.Status >= ProgressStatus.Skipped && (after.Status != before.Status || isRepeat);
        if (isEnded && after.EndedAt is { } ended) events.Add(new FlowProgressEvent("flow-" + Verb(after.Status), null, Numbers(after.Attempt), ended));
    }

    private static string Verb(ProgressStatus status) => status switch
    {
        ProgressStatus.Started => "started",
        ProgressStatus.Skipped => "skipped",
        ProgressStatus.Completed => "completed",
        _ => "reset",
    };

    private static string Numbers(params int[] attempts) => string.Join('.', attempts.Select(attempt => attempt.ToString(CultureInfo.InvariantCulture)));

    private static bool IsSame(JsonElement? one, JsonElement? other) =>
        one is { } left && other is { } right ? JsonElement.DeepEquals(left, right) : one is null && other is null;
}

/// <summary>The steps of a flow, and when they complete it.</summary>
/// <param name="Steps">The ids of the steps that count, in their order.</param>
/// <param name="Completion">When they complete the flow.</param>
public sealed record FlowStepPlan(IReadOnlyList<string> Steps, CompletionBehavior Completion)
{
    /// <summary>The steps that count as completed without a word of the user: their criteria are met.</summary>
    public IReadOnlySet<string> Met { get; init; } = FrozenSet<string>.Empty;

    /// <summary>The status that the steps of a progress give the flow.</summary>
    public ProgressStatus Reached(UserProgress progress)
    {
        if (Steps.Count == 0) return ProgressStatus.NotStarted;
        if (Completion == CompletionBehavior.OnLastStepCompleted)
            return StatusOf(progress, Steps[^1]) == ProgressStatus.Completed ? ProgressStatus.Completed : ProgressStatus.NotStarted;
        var isAnyCompleted = false;
        foreach (var id in Steps)
        {
            var status = StatusOf(progress, id);
            if (status < ProgressStatus.Skipped) return ProgressStatus.NotStarted;
            isAnyCompleted |= status == ProgressStatus.Completed;
        }

        return isAnyCompleted ? ProgressStatus.Completed : ProgressStatus.Skipped;
    }

    private ProgressStatus StatusOf(UserProgress progress, string id) => Met.Contains(id) ? ProgressStatus.Completed : progress.Step(id).Status;
}
