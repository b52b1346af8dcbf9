using Cadenza.Domain.Sequences;
using FsCheck;
using FsCheck.Fluent;

namespace Cadenza.Domain.Tests.Sequences;

/// <summary>
/// B5, B9: whatever chunks report and users do, a cohort goes through its steps in order, once, never early, and to an end.
/// What must be true of every single decision is asserted in <see cref="CohortWorld"/>.
/// </summary>
public sealed class CohortAdvanceProperties
{
    private const int CalmTurns = 100;

    /// <summary>Delays in minutes; many are none, so that steps also follow each other at once.</summary>
    private static readonly Arbitrary<double[]> Delays =
        Gen.Elements(0d, 0d, 0.05, 1.5, 60, 43_200).NonEmptyListOf().Select(list => list.Take(6).ToArray()).ToArbitrary();

    private static readonly Arbitrary<int> Sizes = Gen.Choose(1, Cohort.MaxSize).ToArbitrary();

    /// <summary>A seed a turn: a failing script shrinks to the turns that matter.</summary>
    private static readonly Arbitrary<int[]> Scripts =
        Arb.From(Gen.Choose(0, int.MaxValue).ArrayOf(), ArbMap.Default.ArbFor<int[]>().Shrinker);

    [Fact]
    public void Decide_WhateverHappens_TheCohortComesToItsEnd() =>
        Prop.ForAll(Delays, Sizes, Scripts, (delays, size, script) =>
        {
            var world = new CohortWorld(Given.Definition(delays), size);
            var isOpen = script.All(seed => world.Turn(Dice.Wild(seed)));
            world.Resume();
            for (var turn = 0; isOpen && turn < CalmTurns; turn++) isOpen = world.Turn(Dice.Calm);

            Assert.Equal(CohortPhase.Done, world.Current.Phase);
            if (world.Sequence.Status == SequenceStatus.Canceled) return;
            Assert.Equal(delays.Length, world.Current.Steps.Count);
            Assert.All(Enumerable.Range(0, delays.Length), step => Assert.Equal(size, world.Settled(step)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400).WithEndSize(60));

    [Fact]
    public void Decide_WhenNobodyInterferes_EveryMessageIsSentOnce() =>
        Prop.ForAll(Delays, Sizes, (delays, size) =>
        {
            var world = new CohortWorld(Given.Definition(delays), size);
            var turns = 0;
            while (turns < CalmTurns && world.Turn(Dice.Calm)) turns++;

            // A step is one turn to send and one to sleep; what it reports is taken in by the turn of the next.
            Assert.InRange(turns, delays.Length, 2 * delays.Length);
            Assert.All(world.Current.Steps, step => Assert.Equal(new DeliveryCounts(size, 0, 0, 0), step.Counts));
        }).QuickCheckThrowOnFailure();
}
