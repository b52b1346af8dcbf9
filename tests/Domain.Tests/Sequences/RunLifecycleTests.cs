using Cadenza.Domain.Sequences;

namespace Cadenza.Domain.Tests.Sequences;

/// <summary>B6: one run of a sequence is paused, resumed and canceled apart from the others.</summary>
public sealed class RunLifecycleTests
{
    private static readonly Guid Run = Given.Cohort().Id;

    [Fact]
    public void Pause_OfARun_HoldsItAloneAndKeepsItsRemainingDelay()
    {
        var definition = Given.Definition(60);
        var cohort = Given.Cohort(dueAt: Given.Start.AddMinutes(60));
        var other = Given.Cohort(dueAt: Given.Start.AddMinutes(60), ordinal: 1);
        var paused = Apply(Given.Sequence(), LifecycleCommand.Pause, Given.Start.AddMinutes(20))!;
        var resumed = Apply(paused, LifecycleCommand.Resume, Given.Start.AddMinutes(50))!;

        Assert.Equal(CohortDirective.WaitUntil(null), Next(cohort, paused, definition, minutes: 30));
        Assert.Equal(CohortDirective.WaitUntil(Given.Start.AddMinutes(60)), Next(other, paused, definition, minutes: 30));
        Assert.Equal(CohortDirective.WaitUntil(Given.Start.AddMinutes(90)), Next(cohort, resumed, definition, minutes: 50));
        Assert.Empty(Next(cohort, resumed, definition, minutes: 89).Send);
        Assert.NotEmpty(Next(cohort, resumed, definition, minutes: 90).Send);
    }

    [Fact]
    public void Pause_OfARunWithinAPauseOfTheSequence_CountsTheTimeOnce()
    {
        var sequence = Apply(Given.Sequence(), LifecycleCommand.Pause, Given.Start.AddMinutes(10))!;
        sequence = SequenceLifecycle.Apply(sequence, LifecycleCommand.Pause, Given.Start.AddMinutes(20))!;
        sequence = SequenceLifecycle.Apply(sequence, LifecycleCommand.Resume, Given.Start.AddMinutes(40))!;
        sequence = Apply(sequence, LifecycleCommand.Resume, Given.Start.AddMinutes(50))!;

        Assert.Equal(Given.Start.AddMinutes(100), sequence.WallTime(Run, Given.Start.AddMinutes(60)));
        Assert.Equal(Given.Start.AddMinutes(60), sequence.ActiveNow(Run, Given.Start.AddMinutes(100)));
    }

    [Fact]
    public void Cancel_OfARun_EndsItForGoodAndLeavesTheSequenceActive()
    {
        var canceled = Apply(Given.Sequence(), LifecycleCommand.Cancel, Given.Start)!;

        Assert.Equal(SequenceStatus.Active, canceled.Status);
        Assert.Equal(SequenceStatus.Canceled, canceled.StatusOf(Run));
        Assert.True(Next(Given.Cohort(), canceled, Given.Definition(0), minutes: 0).IsDone);
        Assert.Null(Apply(canceled, LifecycleCommand.Resume, Given.Start));
        Assert.Null(Apply(canceled, LifecycleCommand.Cancel, Given.Start));
    }

    [Theory]
    [InlineData(SequenceStatus.Pending)]
    [InlineData(SequenceStatus.Complete)]
    [InlineData(SequenceStatus.Canceled)]
    public void Apply_WhenTheSequenceDoesNotRun_RefusesEverything(SequenceStatus status) => Assert.All(
        Enum.GetValues<LifecycleCommand>(), command => Assert.Null(Apply(Given.Sequence(status), command, Given.Start)));

    [Fact]
    public void Apply_OnARunThatGoesOn_RefusesStartAndResume()
    {
        Assert.Null(Apply(Given.Sequence(), LifecycleCommand.Start, Given.Start));
        Assert.Null(Apply(Given.Sequence(), LifecycleCommand.Resume, Given.Start));
    }

    [Fact]
    public void Apply_OnOneRun_LeavesTheOthersAsTheyAreAndNotesWhen()
    {
        var other = Given.Cohort(ordinal: 1).Id;
        var now = Given.Start.AddMinutes(20);
        var sequence = RunLifecycle.Apply(Given.Sequence(), other, LifecycleCommand.Cancel, Given.Start)!;

        var paused = Apply(Apply(Apply(sequence, LifecycleCommand.Pause, now)!, LifecycleCommand.Resume, now)!, LifecycleCommand.Pause, now)!;

        Assert.Equal((SequenceStatus.Canceled, SequenceStatus.Paused, now, 2), (paused.StatusOf(other), paused.StatusOf(Run), paused.UpdatedAt, paused.Runs.Count));
        Assert.Null(Apply(paused, LifecycleCommand.Pause, now));
        Assert.Equal(SequenceStatus.Canceled, Apply(paused, LifecycleCommand.Cancel, now)!.StatusOf(Run));
    }

    private static Sequence? Apply(Sequence sequence, LifecycleCommand command, DateTimeOffset now) =>
        RunLifecycle.Apply(sequence, Run, command, now);

    private static CohortDirective Next(Cohort cohort, Sequence sequence, SequenceDefinition definition, int minutes) =>
        CohortAdvance.Decide(cohort, sequence, definition, [], Given.Start.AddMinutes(minutes)).Directive;
}
