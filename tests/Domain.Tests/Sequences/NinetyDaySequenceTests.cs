using Cadenza.Domain.Sequences;
using static Cadenza.Domain.Tests.Sequences.Given;

namespace Cadenza.Domain.Tests.Sequences;

/// <summary>A quarter of a year from start to completion: 2,000 contacts, a mail every ten days, a pause of five days.</summary>
public sealed class NinetyDaySequenceTests
{
    private const int Steps = 10;
    private const int Cohorts = 4;
    private static readonly TimeSpan Gap = TimeSpan.FromDays(10);
    private static readonly SequenceDefinition Quarter = Definition([0, .. Enumerable.Repeat(Gap.TotalMinutes, Steps - 1)]);
    private readonly List<(int Ordinal, int Step, DateTimeOffset At)> _begun = [];
    private Sequence _sequence = Apply(Sequence(SequenceStatus.Pending), LifecycleCommand.Start, Start);

    [Fact]
    public void Decide_WhenNinetyDaysPass_EveryStepBeginsOnItsDay()
    {
        var cohorts = Run();

        var summary = SequenceSummary.Of(cohorts, Steps, isEnrolled: true);
        Assert.Equal((2_000, 2_000), (summary.Enrolled, summary.Finished));
        Assert.Equal(Enumerable.Range(0, Steps).Select(step => Start + (step * Gap)), summary.Steps.Select(step => step.StartedAt!.Value));
        Assert.All(summary.Steps, step => Assert.Equal(new DeliveryCounts(2_000, 0, 0, 0), step.Counts));
        Assert.Equal(Start.AddDays(90), SequenceLifecycle.Complete(_sequence, summary.Steps[^1].EndedAt!.Value).EndedAt);
        Assert.Equal(Steps * Cohorts, _begun.Count);
    }

    // B9: everything after the pause is late by exactly its length.
    [Fact]
    public void Decide_WhenPausedForFiveDaysInTheMiddle_TheRestIsFiveDaysLater()
    {
        var pausedAt = Start.AddDays(44);
        var resumedAt = pausedAt.AddDays(5);

        Run((pausedAt, LifecycleCommand.Pause), (resumedAt, LifecycleCommand.Resume));

        Assert.All(_begun, step => Assert.Equal(Start + (step.Step * Gap) + TimeSpan.FromDays(step.Step < 5 ? 0 : 5), step.At));
        Assert.DoesNotContain(_begun, step => step.At > pausedAt && step.At < resumedAt);
    }

    [Fact]
    public void Decide_WhenCanceledAfterFortyFourDays_NothingBeginsAfterwards()
    {
        var cohorts = Run((Start.AddDays(44), LifecycleCommand.Cancel));

        Assert.Equal(5 * Cohorts, _begun.Count);
        Assert.All(cohorts, cohort => Assert.Equal((CohortPhase.Done, 5), (cohort.Phase, cohort.Steps.Count)));
    }

    /// <summary>Drives all cohorts, as time passes from one wake-up to the next, with commands given when their time comes.</summary>
    private Cohort[] Run(params (DateTimeOffset At, LifecycleCommand Command)[] commands)
    {
        var cohorts = Enumerable.Range(0, Cohorts).Select(ordinal => Cohort(size: 500, ordinal: ordinal)).ToArray();
        var pending = new Queue<(DateTimeOffset At, LifecycleCommand Command)>(commands);
        for (var now = Start; ;)
        {
            var wakeUps = cohorts.Select((_, ordinal) => Drive(cohorts, ordinal, now)).ToList();
            if (cohorts.All(cohort => cohort.Phase == CohortPhase.Done)) return cohorts;
            var next = wakeUps.Min();
            if (pending.TryPeek(out var command) && !(next < command.At))
            {
                now = command.At;
                _sequence = Apply(_sequence, pending.Dequeue().Command, now);
            }
            else
            {
                Assert.True(next > now, "Nothing would ever wake the cohorts.");
                now = next.Value;
            }
        }
    }

    /// <summary>Advances one cohort as far as it goes now, sending without taking time, and tells when it wants to be woken.</summary>
    private DateTimeOffset? Drive(Cohort[] cohorts, int ordinal, DateTimeOffset now)
    {
        ChunkOutcome[] outcomes = [];
        while (true)
        {
            (cohorts[ordinal], var directive) = CohortAdvance.Decide(cohorts[ordinal], _sequence, Quarter, outcomes, now);
            if (directive.Send.Count == 0) return directive.WakeAt;
            _begun.Add((ordinal, cohorts[ordinal].Step, now));
            outcomes = [.. directive.Send.Select(chunk => Complete(chunk.Step, chunk.Chunk))];
        }
    }

    private static Sequence Apply(Sequence sequence, LifecycleCommand command, DateTimeOffset now) => SequenceLifecycle.Apply(sequence, command, now)!;
}
