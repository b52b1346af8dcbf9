using Cadenza.Domain.Sequences;
using Cadenza.Domain.Values;

namespace Cadenza.Domain.Tests.Sequences;

/// <summary>B6, B9: the whole table of statuses and commands.</summary>
public sealed class SequenceLifecycleTests
{
    private static readonly DateTimeOffset Now = Given.Start.AddHours(1);

    [Theory]
    [InlineData(SequenceStatus.Pending, LifecycleCommand.Start, SequenceStatus.Active)]
    [InlineData(SequenceStatus.Pending, LifecycleCommand.Pause, null)]
    [InlineData(SequenceStatus.Pending, LifecycleCommand.Resume, null)]
    [InlineData(SequenceStatus.Pending, LifecycleCommand.Cancel, SequenceStatus.Canceled)]
    [InlineData(SequenceStatus.Active, LifecycleCommand.Start, null)]
    [InlineData(SequenceStatus.Active, LifecycleCommand.Pause, SequenceStatus.Paused)]
    [InlineData(SequenceStatus.Active, LifecycleCommand.Resume, null)]
    [InlineData(SequenceStatus.Active, LifecycleCommand.Cancel, SequenceStatus.Canceled)]
    [InlineData(SequenceStatus.Paused, LifecycleCommand.Start, null)]
    [InlineData(SequenceStatus.Paused, LifecycleCommand.Pause, null)]
    [InlineData(SequenceStatus.Paused, LifecycleCommand.Resume, SequenceStatus.Active)]
    [InlineData(SequenceStatus.Paused, LifecycleCommand.Cancel, SequenceStatus.Canceled)]
    [InlineData(SequenceStatus.Complete, LifecycleCommand.Start, null)]
    [InlineData(SequenceStatus.Complete, LifecycleCommand.Pause, null)]
    [InlineData(SequenceStatus.Complete, LifecycleCommand.Resume, null)]
    [InlineData(SequenceStatus.Complete, LifecycleCommand.Cancel, null)]
    [InlineData(SequenceStatus.Canceled, LifecycleCommand.Start, null)]
    [InlineData(SequenceStatus.Canceled, LifecycleCommand.Pause, null)]
    [InlineData(SequenceStatus.Canceled, LifecycleCommand.Resume, null)]
    [InlineData(SequenceStatus.Canceled, LifecycleCommand.Cancel, null)]
    public void Apply_WhenGivenACommand_FollowsTheTable(SequenceStatus from, LifecycleCommand command, SequenceStatus? to)
    {
        Assert.Equal(to, SequenceLifecycle.Apply(Given.Sequence(from), command, Now)?.Status);
        Assert.Equal(to is not null, SequenceLifecycle.AcceptedIn(command).Contains(from));
    }

    /// <summary>A complete sequence stays complete; what it is to send again is called off, and only what was asked for by then.</summary>
    [Fact]
    public void Apply_WhenCanceledWhileMessagesAreSentAgain_CallsThemOff()
    {
        var asked = SequenceLifecycle.Resend(Given.Sequence(SequenceStatus.Complete), Now);
        var off = SequenceLifecycle.Apply(asked, LifecycleCommand.Cancel, Now)!;
        Assert.Equal((SequenceStatus.Complete, true, false), (off.Status, off.IsCalledOff(asked.ResentAt!.Value), off.HasResends));
        Assert.Null(SequenceLifecycle.Apply(off, LifecycleCommand.Cancel, Now));
        var again = SequenceLifecycle.Resend(off, Now);
        Assert.Equal((true, false), (again.HasResends, again.IsCalledOff(again.ResentAt!.Value)));
    }

    /// <summary>Of clocks that differ: what was asked by a clock that is ahead is called off too, and asking again counts as later.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Apply_WhenCanceledByAClockThatDiffers_CallsOffWhatWasAskedAndNotWhatIsAskedLater(int minutes)
    {
        var asked = SequenceLifecycle.Resend(Given.Sequence(SequenceStatus.Complete), Now);
        var now = Now.AddMinutes(minutes);

        var off = SequenceLifecycle.Apply(asked, LifecycleCommand.Cancel, now)!;
        var again = SequenceLifecycle.Resend(off, now);

        Assert.Equal(asked with { ResendsOffAt = minutes > 0 ? now : Now, UpdatedAt = now }, off);
        Assert.Equal(off with { ResentAt = off.ResendsOffAt!.Value.AddTicks(1) }, again);
        Assert.Equal(Now.AddHours(1), SequenceLifecycle.Resend(off, Now.AddHours(1)).ResentAt);
    }

    [Theory]
    [InlineData(LifecycleCommand.Start)]
    [InlineData(LifecycleCommand.Pause)]
    [InlineData(LifecycleCommand.Resume)]
    public void Apply_WhileMessagesAreSentAgain_TakesNothingButCancel(LifecycleCommand command) =>
        Assert.Null(SequenceLifecycle.Apply(SequenceLifecycle.Resend(Given.Sequence(SequenceStatus.Complete), Now), command, Now));

    [Theory]
    [InlineData(-1, 0, 1)]
    [InlineData(0, 0, 1)]
    [InlineData(1, 1, 0)]
    public void CallAttention_IsLaterThanBefore(int minutes, int later, int ticks) => Assert.Equal(
        Given.Start.AddMinutes(later).AddTicks(ticks), SequenceLifecycle.CallAttention(Given.Sequence(), Given.Start.AddMinutes(minutes)).AttentionAt);

    [Fact]
    public void IsStarted_OfEveryStatus_IsFalseOfPendingAlone() =>
        Assert.Equal([SequenceStatus.Pending], Enum.GetValues<SequenceStatus>().Where(status => !SequenceLifecycle.IsStarted(status)));

    [Fact]
    public void Apply_WhenStarted_NotesWhenAndAsksForAttention()
    {
        var pending = Given.Sequence(SequenceStatus.Pending);

        var started = SequenceLifecycle.Apply(pending, LifecycleCommand.Start, Now);

        Assert.Equal(pending with { Status = SequenceStatus.Active, StartedAt = Now, AttentionAt = Now, UpdatedAt = Now }, started);
    }

    [Fact]
    public void Apply_WhenPaused_StopsTheClockAndNeedsNoAttention()
    {
        var active = Given.Sequence();

        var paused = SequenceLifecycle.Apply(active, LifecycleCommand.Pause, Now);

        Assert.Equal(active with { Status = SequenceStatus.Paused, Clock = new ActiveClock(TimeSpan.Zero, Now), UpdatedAt = Now }, paused);
    }

    [Fact]
    public void Apply_WhenResumed_LetsTheClockGoOnAndAsksForAttention()
    {
        var paused = Given.Sequence(SequenceStatus.Paused);

        var resumed = SequenceLifecycle.Apply(paused, LifecycleCommand.Resume, Now);

        Assert.Equal(
            paused with { Status = SequenceStatus.Active, Clock = new ActiveClock(TimeSpan.FromHours(1), null), AttentionAt = Now, UpdatedAt = Now },
            resumed);
    }

    [Theory]
    [InlineData(SequenceStatus.Pending)]
    [InlineData(SequenceStatus.Active)]
    [InlineData(SequenceStatus.Paused)]
    public void Apply_WhenCanceled_EndsAndAsksForAttention(SequenceStatus from)
    {
        var open = Given.Sequence(from);

        var canceled = SequenceLifecycle.Apply(open, LifecycleCommand.Cancel, Now);

        Assert.Equal(
            open with { Status = SequenceStatus.Canceled, CanceledAt = Now, EndedAt = Now, AttentionAt = Now, UpdatedAt = Now },
            canceled);
    }

    // The driver compares attention times, so two commands of one moment, or of clocks that differ, must not look like one.
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(-60_000)]
    [InlineData(1)]
    public void Apply_WhateverTheClockShows_AttentionTimesStrictlyIncrease(int millisecondsLater)
    {
        var attention = new List<DateTimeOffset>();
        var sequence = Given.Sequence(SequenceStatus.Pending);
        var now = Now;
        foreach (var command in new[]
                 {
                     LifecycleCommand.Start, LifecycleCommand.Pause, LifecycleCommand.Resume, LifecycleCommand.Pause, LifecycleCommand.Resume, LifecycleCommand.Cancel,
                 })
        {
            sequence = SequenceLifecycle.Apply(sequence, command, now)!;
            if (command != LifecycleCommand.Pause) attention.Add(sequence.AttentionAt!.Value);
            now = now.AddMilliseconds(millisecondsLater);
        }

        Assert.Equal(4, attention.Count);
        Assert.All(attention.Zip(attention.Skip(1)), pair => Assert.True(pair.First < pair.Second));
    }

    [Theory]
    [InlineData(SequenceStatus.Pending)]
    [InlineData(SequenceStatus.Paused)]
    [InlineData(SequenceStatus.Complete)]
    [InlineData(SequenceStatus.Canceled)]
    public void Complete_WhenNotActive_ChangesNothing(SequenceStatus status)
    {
        var sequence = Given.Sequence(status);

        Assert.Same(sequence, SequenceLifecycle.Complete(sequence, Now));
    }

    // B7
    [Fact]
    public void Complete_WhenActive_Ends()
    {
        var active = Given.Sequence();

        Assert.Equal(
            active with { Status = SequenceStatus.Complete, EndedAt = Now, UpdatedAt = Now },
            SequenceLifecycle.Complete(active, Now));
    }

    // B1, B8
    [Fact]
    public void Change_WhenPending_TakesAllSettingsAndKeepsTheRest()
    {
        var pending = Given.Sequence(SequenceStatus.Pending);

        Assert.Equal(
            pending with { Name = "New", CustomId = "mine", IsContinuous = true, OnUnknown = OnUnknown.Resend, UpdatedAt = Now },
            SequenceLifecycle.Change(pending, new("New", "mine", IsContinuous: true, OnUnknown.Resend), isRedefined: false, Now));
    }

    // B7: whether it is continuous is settled when it is started.
    [Theory]
    [InlineData(SequenceStatus.Active)]
    [InlineData(SequenceStatus.Paused)]
    [InlineData(SequenceStatus.Complete)]
    [InlineData(SequenceStatus.Canceled)]
    public void Change_WhenStarted_IsRefusedOnlyWhereItWouldBecomeContinuous(SequenceStatus status)
    {
        var sequence = Given.Sequence(status);

        Assert.Null(SequenceLifecycle.Change(sequence, new("New", null, IsContinuous: true, OnUnknown.Hold), isRedefined: false, Now));
        Assert.Equal("New", SequenceLifecycle.Change(sequence, new("New", null, IsContinuous: false, OnUnknown.Hold), isRedefined: false, Now)!.Name);
    }

    // B8: those whom a new filter matches are enrolled at once.
    [Theory]
    [InlineData(SequenceStatus.Active, true, true)]
    [InlineData(SequenceStatus.Active, false, false)]
    [InlineData(SequenceStatus.Paused, true, false)]
    [InlineData(SequenceStatus.Pending, true, false)]
    public void Change_WhenRedefined_MakesAVersionAndCallsTheDriverOfAContinuousActiveOne(SequenceStatus status, bool isContinuous, bool isCalled)
    {
        var sequence = Given.Sequence(status) with { IsContinuous = isContinuous };

        var changed = SequenceLifecycle.Change(sequence, new(sequence.Name, null, isContinuous, OnUnknown.Hold), isRedefined: true, Now)!;

        Assert.Equal(2, changed.Version);
        Assert.Equal(isCalled, changed.AttentionAt != sequence.AttentionAt);
    }

    [Theory]
    [InlineData(SequenceStatus.Pending, false, false, true)]
    [InlineData(SequenceStatus.Active, true, true, false)]
    [InlineData(SequenceStatus.Paused, true, false, false)]
    [InlineData(SequenceStatus.Complete, false, true, true)]
    [InlineData(SequenceStatus.Canceled, false, false, true)]
    public void Statuses_SayWhatASequenceTakes(SequenceStatus status, bool contacts, bool resends, bool removal) => Assert.Equal(
        (contacts, resends, removal), (SequenceLifecycle.TakesContacts(status), SequenceLifecycle.MayResend(status), SequenceLifecycle.MayRemove(status)));
}
