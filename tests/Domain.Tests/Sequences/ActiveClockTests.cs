using Cadenza.Domain.Values;
using FsCheck;
using FsCheck.Fluent;

namespace Cadenza.Domain.Tests.Sequences;

/// <summary>B9: resume continues with the remaining delay.</summary>
public sealed class ActiveClockTests
{
    private static readonly ActiveClock Running = new(TimeSpan.Zero, null);

    /// <summary>Seconds that pass before the clock is stopped or let go on in turn.</summary>
    private static readonly Arbitrary<int[]> Turns = Gen.Choose(0, 100_000).ArrayOf().ToArbitrary();

    [Fact]
    public void Resume_WhateverThePauses_TheRemainingDelayIsThatAtThePause() =>
        Prop.ForAll(Turns, ArbMap.Default.ArbFor<NonNegativeInt>(), (turns, delay) =>
        {
            var now = Given.Start;
            var clock = Running;
            var due = now.AddSeconds(delay.Get);
            var atPause = TimeSpan.Zero;
            foreach (var seconds in turns)
            {
                now = now.AddSeconds(seconds);
                var remaining = due - clock.Now(now);
                if (clock.PausedSince is null)
                {
                    clock = clock.Pause(now);
                    atPause = remaining;
                }
                else
                {
                    clock = clock.Resume(now);
                    if (remaining != atPause || clock.WallTime(due) - now != atPause) return false;
                }

                if (due - clock.Now(now) != remaining) return false;
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Now_WhateverThePauses_CountsTheTimeBetweenThem() =>
        Prop.ForAll(Turns, turns =>
        {
            var (now, clock, ran) = (Given.Start, Running, TimeSpan.Zero);
            foreach (var seconds in turns)
            {
                now = now.AddSeconds(seconds);
                if (clock.PausedSince is null) ran += TimeSpan.FromSeconds(seconds);
                clock = clock.PausedSince is null ? clock.Pause(now) : clock.Resume(now);
            }

            return clock.Now(now) == Given.Start + ran;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void WallTime_WhileItRuns_IsTheInverseOfNow() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNegativeInt>(), ArbMap.Default.ArbFor<int>(), (paused, seconds) =>
        {
            var clock = new ActiveClock(TimeSpan.FromSeconds(paused.Get), null);
            var time = Given.Start.AddSeconds(seconds);
            return clock.Now(clock.WallTime(time)!.Value) == time && clock.WallTime(clock.Now(time)) == time;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void WallTime_WhileItStandsStill_IsNotKnown()
    {
        var clock = Running.Pause(Given.Start);

        Assert.Null(clock.WallTime(Given.Start.AddDays(1)));
        Assert.Equal(Given.Start, clock.Now(Given.Start.AddDays(1)));
    }

    [Fact]
    public void Pause_WhenItStandsStill_KeepsTheFirstPause()
    {
        var clock = Running.Pause(Given.Start);

        Assert.Equal(clock, clock.Pause(Given.Start.AddHours(1)));
    }

    [Fact]
    public void Resume_WhenItRuns_ChangesNothing()
    {
        var clock = Running.Pause(Given.Start).Resume(Given.Start.AddHours(1));

        Assert.Equal(new ActiveClock(TimeSpan.FromHours(1), null), clock);
        Assert.Equal(clock, clock.Resume(Given.Start.AddHours(2)));
    }

    [Fact]
    public void Resume_WhenTheWallClockWentBack_DoesNotShortenDelays()
    {
        var clock = Running.Pause(Given.Start).Resume(Given.Start.AddMinutes(-5));

        Assert.Equal(Running, clock);
    }
}
