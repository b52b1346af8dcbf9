using Cadenza.Domain.Execution;
using Cadenza.Domain.Workflows;

namespace Cadenza.Functions.Workflows.Http.Blocks;

/// <summary>How runs are told on the wire (G9): the words of document 000, which the CRM shares.</summary>
internal static class RunStatusNames
{
    /// <summary>The statuses by their words.</summary>
    public static readonly Dictionary<string, RunStatus> Statuses = new()
    {
        ["completed"] = RunStatus.Completed,
        ["failed"] = RunStatus.Failed,
        ["in_progress"] = RunStatus.InProgress,
        ["canceled"] = RunStatus.Canceled,
        ["idle"] = RunStatus.Idle,
    };

    /// <summary>The causes by their words.</summary>
    public static readonly Dictionary<string, RunCause> Causes = new()
    {
        ["manual"] = RunCause.Manual,
        ["automatic"] = RunCause.Automatic,
        ["scheduled"] = RunCause.Scheduled,
    };

    /// <summary>The word for a status.</summary>
    public static string Of(RunStatus status) => Statuses.First(word => word.Value == status).Key;

    /// <summary>The word for a cause.</summary>
    public static string Of(RunCause cause) => Causes.First(word => word.Value == cause).Key;

    /// <summary>When a run's first step began; of one without steps, when it was created; null before it, and for one that never began.</summary>
    public static DateTimeOffset? StartOf(Run run) =>
        run.Journal.Count > 0 ? run.Journal[0].StartedAt
        : run.StepStartedAt ?? run.Wait?.Since ?? (run.Status is RunStatus.Completed or RunStatus.Failed ? run.CreatedAt : null);

    /// <summary>What the step does at which a run waits.</summary>
    public static string TypeOf(RunWait wait, CompiledWorkflow? plan) =>
        plan?.Program.Step(wait.StepId)?.Step.Type ?? (wait.EventType is null ? StepTypes.Wait : StepTypes.WaitForEvent);

    /// <summary>How long a run took, in seconds; null while it goes on.</summary>
    public static double? DurationOf(Run run) =>
        run.EndedAt is { } ended ? Math.Max(0, (ended - (StartOf(run) ?? run.CreatedAt)).TotalSeconds) : null;
}
