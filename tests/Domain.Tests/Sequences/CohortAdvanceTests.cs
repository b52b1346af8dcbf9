using Cadenza.Domain.Sequences;
using Cadenza.Domain.Values;
using static Cadenza.Domain.Tests.Sequences.Given;

namespace Cadenza.Domain.Tests.Sequences;

/// <summary>B5, B9: how a cohort of three chunks goes through two steps, the second ten minutes after the first.</summary>
public sealed class CohortAdvanceTests
{
    private static readonly SequenceDefinition TwoSteps = Definition(0, 10);
    private static readonly Sequence Active = Sequence();
    private static readonly ChunkOutcome[] AllComplete = [Complete(0, 0), Complete(0, 1), Complete(0, 2, sent: 50)];

    [Fact]
    public void Decide_WhenNotDue_WaitsForTheDueTime()
    {
        var cohort = Cohort(dueAt: Start.AddMinutes(5));

        var (next, directive) = Decide(cohort, Active, Start);

        Assert.Same(cohort, next);
        AssertWaits(directive, Start.AddMinutes(5));
    }

    [Fact]
    public void Decide_WhenPausesWentBefore_WaitsForThemToo()
    {
        var sequence = Active with { Clock = new ActiveClock(TimeSpan.FromHours(2), null) };

        var (_, directive) = Decide(Cohort(dueAt: Start.AddMinutes(5)), sequence, Start.AddHours(2));

        AssertWaits(directive, Start.AddHours(2).AddMinutes(5));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(90)]
    public void Decide_WhenDueOrOverdue_SendsEveryChunkForTheFirstTime(int minutesLate)
    {
        var cohort = Cohort();
        var now = Start.AddMinutes(minutesLate);

        var (next, directive) = Decide(cohort, Active, now);

        Assert.Equal(cohort with { Phase = CohortPhase.Sending, StepStartedAt = now }, next);
        AssertSends(directive, cohort, isRepeat: false, 0, 1, 2);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(100, 1)]
    [InlineData(101, 2)]
    [InlineData(500, 5)]
    public void Decide_WhenDue_SendsAsManyChunksAsTheSizeNeeds(int size, int chunks) =>
        Assert.Equal(chunks, Decide(Cohort(size), Active, Start).Directive.Send.Count);

    // A driver that died after the phase was stored comes back with nothing: everything may have been tried.
    [Fact]
    public void Decide_WhenSendingWithNothingReported_RepeatsEveryChunk()
    {
        var cohort = Sending(Cohort());

        var (next, directive) = Decide(cohort, Active, Start);

        Assert.Same(cohort, next);
        AssertSends(directive, cohort, isRepeat: true, 0, 1, 2);
    }

    [Fact]
    public void Decide_WhenSomeChunksAreComplete_SendsOnlyTheOthers()
    {
        var cohort = Sending(Cohort());

        var (next, directive) = Decide(cohort, Active, Start, Complete(0, 1));

        Assert.Equal([Complete(0, 1)], next.Chunks);
        AssertSends(directive, cohort, isRepeat: true, 0, 2);
    }

    [Fact]
    public void Decide_WhenRetriesAreLater_WaitsForTheEarliest()
    {
        var cohort = Sending(Cohort());

        var (next, directive) = Decide(
            cohort, Active, Start, Retry(0, 0, Start.AddSeconds(8)), Complete(0, 1), Retry(0, 2, Start.AddSeconds(4)));

        Assert.Equal(CohortPhase.Sending, next.Phase);
        AssertWaits(directive, Start.AddSeconds(4));
    }

    [Fact]
    public void Decide_WhenARetryIsDue_SendsThatChunkAlone()
    {
        var cohort = Sending(Cohort(), Retry(0, 0, Start.AddSeconds(8)), Complete(0, 1), Retry(0, 2, Start.AddSeconds(4)));

        AssertSends(Decide(cohort, Active, Start.AddSeconds(4)).Directive, cohort, isRepeat: true, 2);
    }

    [Fact]
    public void Decide_WhenARetryReports_ReplacesWhatWasKnown()
    {
        var cohort = Sending(Cohort(), Retry(0, 0, Start), Complete(0, 1), Complete(0, 2, sent: 50));

        var (next, _) = Decide(cohort, Active, Start, Retry(0, 0, Start.AddSeconds(8), sent: 99));

        Assert.Equal([Retry(0, 0, Start.AddSeconds(8), sent: 99), Complete(0, 1), Complete(0, 2, sent: 50)], next.Chunks);
    }

    /// <summary>B7: a chunk that is sent again is told what waits in it, and whether its contacts came back.</summary>
    [Fact]
    public void Decide_WhenMessagesWaitToBeTried_TellsTheirChunkWhatItIs()
    {
        var waiting = Retry(0, 0, Start) with { Wait = new ChunkWait(40, "busy", OutageSince: null) };
        var cohort = Sending(Cohort(), waiting, Retry(0, 1, Start), Complete(0, 2, sent: 50)) with { IsReenrollment = true };

        Assert.Equal(
            [
                new ChunkToSend(cohort.Id, 1, 0, 0, IsRepeat: true) { IsReenrollment = true, Waiting = waiting },
                new ChunkToSend(cohort.Id, 1, 0, 1, IsRepeat: true) { IsReenrollment = true },
            ],
            Decide(cohort, Active, Start).Directive.Send);
    }

    [Fact]
    public void Decide_WhenItIsNotKnownWhenTheStepBegan_SaysNow()
    {
        var (next, _) = Decide(Sending(Cohort()) with { StepStartedAt = null }, Active, Start.AddHours(1), AllComplete);

        Assert.Equal(Start.AddHours(1), Assert.Single(next.Steps).StartedAt);
    }

    // B5: the delay of a step counts from the end of the previous one.
    [Fact]
    public void Decide_WhenEveryChunkIsComplete_WaitsForTheNextStep()
    {
        var cohort = Sending(Cohort());
        var now = Start.AddSeconds(3);

        var (next, directive) = Decide(cohort, Active, now, AllComplete);

        Assert.Equal((CohortPhase.Waiting, 1, now.AddMinutes(10)), (next.Phase, next.Step, next.DueAt));
        Assert.Equal([new StepResult(Start, now, new DeliveryCounts(250, 0, 0, 0))], next.Steps);
        Assert.Empty(next.Chunks);
        Assert.Null(next.StepStartedAt);
        AssertWaits(directive, now.AddMinutes(10));
    }

    [Fact]
    public void Decide_WhenTheNextStepHasNoDelay_SendsItAtOnce()
    {
        var (next, directive) = Decide(Sending(Cohort()), Active, Definition(0, 0), Start, AllComplete);

        Assert.Equal((CohortPhase.Sending, 1, Start), (next.Phase, next.Step, next.StepStartedAt));
        AssertSends(directive, next, isRepeat: false, 0, 1, 2);
    }

    [Fact]
    public void Decide_WhenTheLastStepIsComplete_IsDone()
    {
        var cohort = Sending(Cohort());

        var (next, directive) = Decide(cohort, Active, Definition(0), Start, AllComplete);

        Assert.Equal((CohortPhase.Done, 1), (next.Phase, next.Step));
        Assert.Equal(250, Assert.Single(next.Steps).Counts.Sent);
        AssertDone(directive);
    }

    [Fact]
    public void Decide_WhenCountsDiffer_AddsThemUpByOutcome()
    {
        var cohort = Sending(Cohort(size: 200));
        ChunkOutcome[] outcomes =
        [
            new(0, 0, IsComplete: true, RetryAt: null, new DeliveryCounts(90, 4, 5, 1)),
            new(0, 1, IsComplete: true, RetryAt: null, new DeliveryCounts(0, 0, 98, 2)),
        ];

        var (next, _) = Decide(cohort, Active, Start, outcomes);

        Assert.Equal(new DeliveryCounts(90, 4, 103, 3), Assert.Single(next.Steps).Counts);
    }

    [Fact]
    public void Decide_WhenDone_StaysDoneWhateverComes()
    {
        var cohort = Cohort() with { Phase = CohortPhase.Done, Step = 2 };

        foreach (var status in Enum.GetValues<SequenceStatus>())
        {
            var (next, directive) = Decide(cohort, Sequence(status), Start.AddYears(1), AllComplete);

            Assert.Same(cohort, next);
            AssertDone(directive);
        }
    }

    private static (Cohort Next, CohortDirective Directive) Decide(Cohort cohort, Sequence sequence, DateTimeOffset now, params ChunkOutcome[] outcomes) =>
        Decide(cohort, sequence, TwoSteps, now, outcomes);

    private static (Cohort Next, CohortDirective Directive) Decide(
        Cohort cohort, Sequence sequence, SequenceDefinition definition, DateTimeOffset now, params ChunkOutcome[] outcomes) =>
        CohortAdvance.Decide(cohort, sequence, definition, outcomes, now);

    private static void AssertSends(CohortDirective directive, Cohort cohort, bool isRepeat, params int[] chunks)
    {
        Assert.Equal(chunks.Select(chunk => new ChunkToSend(cohort.Id, cohort.Version, cohort.Step, chunk, isRepeat)), directive.Send);
        Assert.False(directive.IsDone);
        Assert.Null(directive.WakeAt);
    }

    private static void AssertWaits(CohortDirective directive, DateTimeOffset? wakeAt)
    {
        Assert.Equal((false, wakeAt), (directive.IsDone, directive.WakeAt));
        Assert.Empty(directive.Send);
    }

    private static void AssertDone(CohortDirective directive)
    {
        Assert.True(directive.IsDone);
        Assert.Empty(directive.Send);
    }
}
