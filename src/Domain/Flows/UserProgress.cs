using System.Text.Json;

namespace Cadenza.Domain.Flows;

/// <summary>How far a user is with a flow (E4).</summary>
/// <param name="Epoch">The activation of the flow under which this was written.</param>
/// <param name="Attempt">Which attempt at the flow it is: one more after each reset or restart, so that happenings of two attempts are told apart.</param>
/// <param name="Status">Where the user stands.</param>
/// <param name="StartedAt">When the user began; null before.</param>
/// <param name="EndedAt">When the user completed or skipped it; null before.</param>
/// <param name="Steps">The steps that the user touched, by id.</param>
/// <param name="CurrentStep">The step last begun, or null.</param>
/// <param name="ModifiedAt">When anything of it changed; null for what nobody has touched.</param>
public sealed record UserProgress(
    int Epoch,
    int Attempt,
    ProgressStatus Status,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    IReadOnlyDictionary<string, FlowStepProgress> Steps,
    string? CurrentStep,
    DateTimeOffset? ModifiedAt)
{
    /// <summary>Whether the user left because the version was replaced (<see cref="ArchiveBehavior.ExitExistingUsers"/>).</summary>
    public bool IsExited { get; init; }

    /// <summary>Whether the flow is over for the user.</summary>
    public bool IsDone => Status is ProgressStatus.Completed or ProgressStatus.Skipped;

    /// <summary>A user who has not begun.</summary>
    public static UserProgress None(int epoch) =>
        new(epoch, 1, ProgressStatus.NotStarted, null, null, new Dictionary<string, FlowStepProgress>(), null, null);

    /// <summary>How far the user is with a step.</summary>
    public FlowStepProgress Step(string id) => Steps.TryGetValue(id, out var step) ? step : FlowStepProgress.None;

    /// <summary>
    /// It as the activations since it was written leave it. Nothing is written to users when a version is activated: each
    /// row catches up when it is read.
    /// </summary>
    /// <param name="activations">The activations of the flow, oldest first.</param>
    public UserProgress AsOf(IReadOnlyList<Activation> activations)
    {
        var current = this;
        foreach (var activation in activations)
        {
            if (activation.Number > current.Epoch) current = current.After(activation);
        }

        return current;
    }

    /// <summary>It after a reset: another attempt, not begun. What nobody has begun stays as it is.</summary>
    public UserProgress Reset(DateTimeOffset now) => Status == ProgressStatus.NotStarted && Steps.Count == 0
        ? this
        : None(Epoch) with { Attempt = Attempt + 1, ModifiedAt = now };

    private UserProgress After(Activation activation) => activation.Behavior switch
    {
        ArchiveBehavior.RestartAllUsers when Status != ProgressStatus.NotStarted || Steps.Count > 0 => Again(activation.Number),
        ArchiveBehavior.RestartExistingUsers when Status == ProgressStatus.Started => Again(activation.Number),
        ArchiveBehavior.ExitExistingUsers when Status == ProgressStatus.Started =>
            this with { Epoch = activation.Number, Status = ProgressStatus.Skipped, EndedAt = ModifiedAt, IsExited = true },
        _ => this with { Epoch = activation.Number },
    };

    private UserProgress Again(int epoch) => None(epoch) with { Attempt = Attempt + 1, ModifiedAt = ModifiedAt };
}

/// <summary>How far a user is with a step.</summary>
/// <param name="Attempt">Which attempt at the step it is.</param>
/// <param name="Status">Where the user stands.</param>
/// <param name="StartedAt">When the user began; null before.</param>
/// <param name="EndedAt">When the user completed or skipped it; null before.</param>
/// <param name="Data">What the user entered, an object, or null.</param>
public sealed record FlowStepProgress(int Attempt, ProgressStatus Status, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, JsonElement? Data)
{
    /// <summary>A step nobody has touched.</summary>
    public static FlowStepProgress None { get; } = new(1, ProgressStatus.NotStarted, null, null, null);
}
