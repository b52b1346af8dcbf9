using Cadenza.Domain.Sequences;
using static Cadenza.Domain.Tests.Sequences.Given;

namespace Cadenza.Domain.Tests.Sequences;

/// <summary>B6: progress counts per step, added up over the cohorts.</summary>
public sealed class SequenceSummaryTests
{
    [Fact]
    public void Of_WhenNobodyIsEnrolled_IsEmpty()
    {
        var summary = SequenceSummary.Of([], stepCount: 2, isEnrolled: true);

        Assert.Equal((0, 0), (summary.Enrolled, summary.Finished));
        Assert.Equal([new StepSummary(null, null, default), new StepSummary(null, null, default)], summary.Steps);
    }

    [Fact]
    public void Of_WhenCohortsStandInDifferentPlaces_AddsThemUp()
    {
        Cohort[] cohorts =
        [
            Finished(Cohort(100, ordinal: 0), 0, 1),
            Sending(AfterFirst(Cohort(200, ordinal: 1), 2), Complete(1, 0, sent: 80), Retry(1, 1, Start, sent: 7)),
            AfterFirst(Cohort(300, ordinal: 2), 3),
            Sending(Cohort(400, ordinal: 3), Held(0, 0, sent: 9)),
            Cohort(500, ordinal: 4),
        ];

        var summary = SequenceSummary.Of(cohorts, stepCount: 2, isEnrolled: true);

        Assert.Equal((1500, 100), (summary.Enrolled, summary.Finished));
        Assert.Equal(100 + 200 + 300 + 9, summary.Steps[0].Counts.Sent);
        Assert.Equal(100 + 87, summary.Steps[1].Counts.Sent);
        Assert.Equal((Start, null), (summary.Steps[0].StartedAt, summary.Steps[0].EndedAt));
        Assert.Equal((Start, null), (summary.Steps[1].StartedAt, summary.Steps[1].EndedAt));
    }

    [Fact]
    public void Of_WhenEveryCohortHasFinishedAStep_ItEndedWithTheLast()
    {
        Cohort[] cohorts = [AfterFirst(Cohort(ordinal: 0), 5), AfterFirst(Cohort(ordinal: 1), 7), AfterFirst(Cohort(ordinal: 2), 2)];

        var first = SequenceSummary.Of(cohorts, stepCount: 2, isEnrolled: true).Steps[0];

        Assert.Equal((Start.AddMinutes(1), Start.AddMinutes(8)), (first.StartedAt, first.EndedAt));
    }

    [Fact]
    public void Of_WhileEnrollmentGoesOn_NoStepHasEnded() =>
        Assert.Null(SequenceSummary.Of([Finished(Cohort(), 0)], stepCount: 1, isEnrolled: false).Steps[0].EndedAt);

    // A canceled cohort never comes to its later steps, so they do not keep a step open; a step nobody began never ends.
    [Fact]
    public void Of_WhenCanceled_StepsEndWhereTheCohortsDid()
    {
        Cohort[] cohorts = [Finished(Cohort(ordinal: 0), 4), Cohort(ordinal: 1) with { Phase = CohortPhase.Done }];

        var steps = SequenceSummary.Of(cohorts, stepCount: 2, isEnrolled: true).Steps;

        Assert.Equal(Start.AddMinutes(5), steps[0].EndedAt);
        Assert.Equal(new StepSummary(null, null, default), steps[1]);
    }

    // B8: a cohort on a longer or shorter earlier version counts under the steps of the same number.
    [Fact]
    public void Of_WhenAVersionHadOtherSteps_CountsThoseOfTheSameNumber()
    {
        Cohort[] cohorts = [Finished(Cohort(100, ordinal: 0), 0), Finished(Cohort(100, ordinal: 1), 0, 1, 2)];

        var summary = SequenceSummary.Of(cohorts, stepCount: 2, isEnrolled: true);

        Assert.Equal([200, 100], summary.Steps.Select(step => step.Counts.Sent));
        Assert.All(summary.Steps, step => Assert.NotNull(step.EndedAt));
    }

    private static Cohort AfterFirst(Cohort cohort, int minute) => cohort with { Step = 1, Steps = [Result(cohort, minute)] };

    private static Cohort Finished(Cohort cohort, params int[] minutes) =>
        cohort with { Phase = CohortPhase.Done, Step = minutes.Length, Steps = [.. minutes.Select(minute => Result(cohort, minute))] };

    /// <summary>A step in which everybody got a message, from the minute before to the minute after the given one.</summary>
    private static StepResult Result(Cohort cohort, int minute) =>
        new(Start.AddMinutes(Math.Max(0, minute - 1)), Start.AddMinutes(minute + 1), new DeliveryCounts(cohort.Size, 0, 0, 0));
}
