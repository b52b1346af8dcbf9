using Cadenza.Domain.Sequences;
using static Cadenza.Domain.Tests.Sequences.Given;

namespace Cadenza.Domain.Tests.Sequences;

/// <summary>B9: pause, resume and cancel in every phase, and signals that come late or twice.</summary>
public sealed class CohortAdvanceInterruptionTests
{
    private static readonly SequenceDefinition TwoSteps = Definition(0, 10);
    private static readonly Sequence Active = Sequence();
    private static readonly ChunkOutcome[] AllComplete = [Complete(0, 0), Complete(0, 1), Complete(0, 2, sent: 50)];

    [Theory]
    [InlineData(SequenceStatus.Pending)]
    [InlineData(SequenceStatus.Paused)]
    [InlineData(SequenceStatus.Complete)]
    public void Decide_WhenDueButNotActive_WaitsForADoorbell(SequenceStatus status)
    {
        var cohort = Cohort();

        var (next, directive) = Decide(cohort, Sequence(status), Start.AddDays(1));

        Assert.Same(cohort, next);
        AssertWaitsForADoorbell(directive);
    }

    [Fact]
    public void Decide_WhenPausedWhileWaiting_KeepsTheRemainingDelayForTheResume()
    {
        var cohort = Cohort(dueAt: Start.AddMinutes(10));
        var paused = Apply(Active, LifecycleCommand.Pause, Start.AddMinutes(4));
        var resumed = Apply(paused, LifecycleCommand.Resume, Start.AddHours(3));

        AssertWaitsForADoorbell(Decide(cohort, paused, Start.AddHours(1)).Directive);
        Assert.Equal(Start.AddHours(3).AddMinutes(6), Decide(cohort, resumed, Start.AddHours(3)).Directive.WakeAt);
        Assert.Empty(Decide(cohort, resumed, Start.AddHours(3).AddMinutes(6).AddTicks(-1)).Directive.Send);
        Assert.Equal(3, Decide(cohort, resumed, Start.AddHours(3).AddMinutes(6)).Directive.Send.Count);
    }

    // Pause lets the step in flight finish what it has begun; the rest is sent on resume.
    [Fact]
    public void Decide_WhenPausedWhileSending_KeepsWhatChunksReportAndSendsTheRestOnResume()
    {
        var paused = Apply(Active, LifecycleCommand.Pause, Start.AddSeconds(1));
        var resumed = Apply(paused, LifecycleCommand.Resume, Start.AddDays(1));

        var (held, directive) = Decide(Sending(Cohort()), paused, Start.AddSeconds(2), Complete(0, 0), Held(0, 1), Complete(0, 2, sent: 50));
        var (_, afterResume) = Decide(held, resumed, Start.AddDays(1));

        Assert.Equal([Complete(0, 0), Held(0, 1), Complete(0, 2, sent: 50)], held.Chunks);
        AssertWaitsForADoorbell(directive);
        Assert.Equal([new ChunkToSend(held.Id, 1, 0, 1, IsRepeat: true)], afterResume.Send);
    }

    [Fact]
    public void Decide_WhenTheStepEndsDuringAPause_TheWholeNextDelayRemains()
    {
        var paused = Apply(Active, LifecycleCommand.Pause, Start.AddSeconds(1));
        var resumed = Apply(paused, LifecycleCommand.Resume, Start.AddDays(1));

        var (waiting, directive) = Decide(Sending(Cohort()), paused, Start.AddSeconds(30), AllComplete);

        Assert.Equal((CohortPhase.Waiting, 1), (waiting.Phase, waiting.Step));
        AssertWaitsForADoorbell(directive);
        Assert.Equal(Start.AddDays(1).AddMinutes(10), Decide(waiting, resumed, Start.AddDays(1)).Directive.WakeAt);
    }

    [Fact]
    public void Decide_WhenARetryFallsDueDuringAPause_SendsItOnResume()
    {
        var cohort = Sending(Cohort(size: 100), Retry(0, 0, Start.AddSeconds(2)));
        var paused = Apply(Active, LifecycleCommand.Pause, Start.AddSeconds(1));
        var resumed = Apply(paused, LifecycleCommand.Resume, Start.AddMinutes(5));

        AssertWaitsForADoorbell(Decide(cohort, paused, Start.AddSeconds(3)).Directive);
        Assert.Single(Decide(cohort, resumed, Start.AddMinutes(5)).Directive.Send);
    }

    [Theory]
    [InlineData(SequenceStatus.Active)]
    [InlineData(SequenceStatus.Paused)]
    public void Decide_WhenCanceledWhileWaiting_IsDoneWithoutAnotherStep(SequenceStatus from)
    {
        var cohort = Cohort();

        var (next, directive) = Decide(cohort, Apply(Sequence(from), LifecycleCommand.Cancel, Start), Start);

        Assert.Equal(cohort with { Phase = CohortPhase.Done }, next);
        AssertDone(directive);
    }

    [Fact]
    public void Decide_WhenCanceledWhileSending_IsDoneAndKeepsTheCountsOfWhatWasSent()
    {
        var canceled = Apply(Active, LifecycleCommand.Cancel, Start);
        var now = Start.AddSeconds(2);

        var (next, directive) = Decide(Sending(Cohort(), Complete(0, 0)), canceled, now, Held(0, 1, sent: 40));

        Assert.Equal((CohortPhase.Done, 0), (next.Phase, next.Step));
        Assert.Equal([new StepResult(Start, now, new DeliveryCounts(140, 0, 0, 0))], next.Steps);
        Assert.Empty(next.Chunks);
        AssertDone(directive);
    }

    [Fact]
    public void Decide_WhenCanceledAsTheStepEnds_CountsTheStepOnceAndGoesNoFurther()
    {
        var canceled = Apply(Active, LifecycleCommand.Cancel, Start);

        var (next, directive) = Decide(Sending(Cohort()), canceled, Start, AllComplete);

        Assert.Equal(CohortPhase.Done, next.Phase);
        Assert.Equal(250, Assert.Single(next.Steps).Counts.Total);
        AssertDone(directive);
    }

    [Fact]
    public void Decide_WhenAnOutcomeOfAnEarlierStepComesLate_IgnoresIt()
    {
        var cohort = Sending(Cohort() with { Step = 1 });

        var (next, directive) = Decide(cohort, Active, Start, AllComplete);

        Assert.Same(cohort, next);
        Assert.Equal(3, directive.Send.Count);
    }

    [Fact]
    public void Decide_WhenOutcomesComeWhileWaiting_IgnoresThem()
    {
        var cohort = Cohort(dueAt: Start.AddHours(1)) with { Step = 1 };

        Assert.Same(cohort, Decide(cohort, Active, Start, [.. AllComplete, Complete(1, 0)]).Next);
    }

    [Fact]
    public void Decide_WhenAnOutcomeOfACompleteChunkComesAgain_KeepsTheCompleteOne()
    {
        var cohort = Sending(Cohort(), Complete(0, 0, sent: 98));

        var (next, directive) = Decide(cohort, Active, Start, Retry(0, 0, Start), Complete(0, 0, sent: 1));

        Assert.Same(cohort, next);
        Assert.DoesNotContain(directive.Send, chunk => chunk.Chunk == 0);
    }

    [Fact]
    public void Decide_WhenAnOutcomeComesTwiceAtOnce_CountsItOnce()
    {
        var (next, _) = Decide(Sending(Cohort(size: 100)), Active, Start, Retry(0, 0, Start), Complete(0, 0), Complete(0, 0), Held(0, 0));

        Assert.Equal(100, Assert.Single(next.Steps).Counts.Total);
    }

    [Fact]
    public void Decide_WhenTheOutcomesAreKnown_ChangesNothing()
    {
        var cohort = Sending(Cohort(), Complete(0, 0), Retry(0, 1, Start.AddSeconds(2)));

        Assert.Same(cohort, Decide(cohort, Active, Start, Complete(0, 0), Retry(0, 1, Start.AddSeconds(2))).Next);
    }

    private static Sequence Apply(Sequence sequence, LifecycleCommand command, DateTimeOffset now) => SequenceLifecycle.Apply(sequence, command, now)!;

    private static (Cohort Next, CohortDirective Directive) Decide(Cohort cohort, Sequence sequence, DateTimeOffset now, params ChunkOutcome[] outcomes) =>
        CohortAdvance.Decide(cohort, sequence, TwoSteps, outcomes, now);

    private static void AssertWaitsForADoorbell(CohortDirective directive)
    {
        Assert.Equal((false, null), (directive.IsDone, directive.WakeAt));
        Assert.Empty(directive.Send);
    }

    private static void AssertDone(CohortDirective directive)
    {
        Assert.True(directive.IsDone);
        Assert.Empty(directive.Send);
    }
}
