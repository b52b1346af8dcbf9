namespace Cadenza.Domain.Sequences;

/// <summary>Where a sequence's contacts stand, added up over its cohorts.</summary>
/// <param name="Enrolled">Contacts enrolled.</param>
/// <param name="Finished">Those with nothing more to come.</param>
/// <param name="Steps">By step of the current version.</param>
public sealed record SequenceSummary(int Enrolled, int Finished, IReadOnlyList<StepSummary> Steps)
{
    /// <summary>Adds up. Cohorts on earlier versions count under the step of the same number (B8).</summary>
    /// <param name="cohorts">All cohorts of the sequence.</param>
    /// <param name="stepCount">The steps of the current version.</param>
    /// <param name="isEnrolled">Whether enrollment is at its end, so that a step that every cohort has finished has ended.</param>
    public static SequenceSummary Of(IReadOnlyCollection<Cohort> cohorts, int stepCount, bool isEnrolled) => new(
        cohorts.Sum(cohort => cohort.Size),
        cohorts.Where(cohort => cohort.Phase == CohortPhase.Done).Sum(cohort => cohort.Size),
        [.. Enumerable.Range(0, stepCount).Select(step => StepSummary.Of(cohorts, step, isEnrolled))]);
}

/// <summary>One step, added up over the cohorts.</summary>
/// <param name="StartedAt">When the first cohort began it, or null.</param>
/// <param name="EndedAt">When the last cohort finished it; null while any may still come to it.</param>
/// <param name="Counts">Messages by outcome, as of each cohort's last report.</param>
public sealed record StepSummary(DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, DeliveryCounts Counts)
{
    /// <summary>How many messages are due and wait to be tried.</summary>
    public int Retrying { get; private init; }

    /// <summary>Why most of them do, as the code of the last failure; null when none waits.</summary>
    public string? RetryReason { get; private init; }

    /// <summary>When the next of them is tried; null when none waits.</summary>
    public DateTimeOffset? RetryAt { get; private init; }

    internal static StepSummary Of(IReadOnlyCollection<Cohort> cohorts, int step, bool isEnrolled)
    {
        var finished = cohorts.Where(cohort => cohort.Steps.Count > step).Select(cohort => cohort.Steps[step]).ToList();
        var sending = cohorts.Where(cohort => cohort.Phase == CohortPhase.Sending && cohort.Step == step).ToList();
        var starts = finished.Select(result => (DateTimeOffset?)result.StartedAt).Concat(sending.Select(cohort => cohort.StepStartedAt));
        var counts = finished.Select(result => result.Counts).Concat(sending.SelectMany(cohort => cohort.Chunks).Select(chunk => chunk.Counts));
        var isOver = isEnrolled && finished.Count > 0 && cohorts.All(cohort => cohort.Steps.Count > step || cohort.Phase == CohortPhase.Done);
        var waiting = sending.SelectMany(cohort => cohort.Chunks).Where(chunk => chunk.Wait is not null).ToList();
        return new StepSummary(
            starts.Min(),
            isOver ? finished.Max(result => result.EndedAt) : null,
            counts.Aggregate(default(DeliveryCounts), (sum, part) => sum + part))
        {
            Retrying = waiting.Sum(chunk => chunk.Wait!.Messages),
            RetryReason = waiting.MaxBy(chunk => chunk.Wait!.Messages)?.Wait!.Reason,
            RetryAt = waiting.Min(chunk => chunk.RetryAt),
        };
    }
}
