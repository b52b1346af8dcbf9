using Cadenza.Domain.Sequences;

namespace Cadenza.Domain.Tests.Sequences;

/// <summary>What happens in one turn of a <see cref="CohortWorld"/>.</summary>
internal abstract class Dice
{
    /// <summary>Nothing goes wrong and nobody interferes: every message is sent at once, every sleep lasts as long as asked.</summary>
    public static Dice Calm { get; } = new CalmDice();

    /// <summary>What the user does next, or null.</summary>
    public abstract LifecycleCommand? Command { get; }

    /// <summary>Whether the driver begins anew and forgets what chunks reported.</summary>
    public abstract bool LosesOutcomes { get; }

    /// <summary>Whether the reports of the turn before come once more.</summary>
    public abstract bool RepeatsOutcomes { get; }

    public abstract TimeSpan SendingTime { get; }

    public abstract TimeSpan RetryDelay { get; }

    /// <summary>What becomes of the messages that settle, from 0 to 3.</summary>
    public abstract int Status { get; }

    /// <summary>How many of the open messages settle.</summary>
    public abstract int Take(int open);

    /// <summary>How long the driver sleeps; a doorbell may cut it short, and without a time a doorbell alone ends it.</summary>
    public abstract TimeSpan SleepUntil(DateTimeOffset? wakeAt, DateTimeOffset now);

    /// <summary>Wild dice; the same seed always falls the same way.</summary>
    public static Dice Wild(int seed) => new WildDice(new Random(seed));

    private sealed class CalmDice : Dice
    {
        public override LifecycleCommand? Command => null;

        public override bool LosesOutcomes => false;

        public override bool RepeatsOutcomes => false;

        public override TimeSpan SendingTime => TimeSpan.FromSeconds(1);

        public override TimeSpan RetryDelay => TimeSpan.Zero;

        public override int Status => 0;

        public override int Take(int open) => open;

        public override TimeSpan SleepUntil(DateTimeOffset? wakeAt, DateTimeOffset now) => wakeAt is { } at ? at - now : TimeSpan.FromMinutes(1);
    }

    private sealed class WildDice(Random random) : Dice
    {
        public override LifecycleCommand? Command => random.Next(400) switch
        {
            < 40 => LifecycleCommand.Pause,
            < 120 => LifecycleCommand.Resume,
            120 or 121 => LifecycleCommand.Cancel,
            122 => LifecycleCommand.Start,
            _ => null,
        };

        public override bool LosesOutcomes => random.Next(5) == 0;

        public override bool RepeatsOutcomes => random.Next(5) == 0;

        public override TimeSpan SendingTime => TimeSpan.FromMilliseconds(random.Next(20_000));

        public override TimeSpan RetryDelay => TimeSpan.FromSeconds(random.Next(300));

        public override int Status => random.Next(4);

        public override int Take(int open) => random.Next(3) > 0 ? open : random.Next(open + 1);

        public override TimeSpan SleepUntil(DateTimeOffset? wakeAt, DateTimeOffset now)
        {
            var asked = wakeAt is { } at ? at - now : TimeSpan.FromHours(1);
            return random.Next(3) switch { 0 => asked * random.NextDouble(), 1 => asked + TimeSpan.FromSeconds(random.Next(600)), _ => asked };
        }
    }
}
