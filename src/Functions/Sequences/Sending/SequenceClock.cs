using Cadenza.Domain.Sequences;
using Cadenza.Functions.Platform.Observability;

namespace Cadenza.Functions.Sequences.Sending;

/// <summary>The wall clock, and the record of how late steps begin.</summary>
internal sealed class SequenceClock(TimeProvider clock, Telemetry telemetry)
{
    /// <summary>The current time.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Notes how late a cohort that begins a step is.</summary>
    public void StepStarted(Sequence sequence, Cohort cohort)
    {
        if (cohort.StepStartedAt is { } startedAt && sequence.Clock.WallTime(cohort.DueAt) is { } dueAt)
        {
            telemetry.StepStarted(startedAt - dueAt);
        }
    }
}
