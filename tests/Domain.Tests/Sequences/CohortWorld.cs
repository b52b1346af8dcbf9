using Cadenza.Domain.Sequences;
using static Cadenza.Domain.Tests.Sequences.Given;

namespace Cadenza.Domain.Tests.Sequences;

/// <summary>
/// One cohort with its driver, its ledger, a user who pauses, resumes and cancels, and time, all moved by dice. Every
/// decision is held against what must be true of it, by counts of the world's own and not by the code under test.
/// </summary>
internal sealed class CohortWorld(SequenceDefinition definition, int size)
{
    private const int ChunkSize = 100;
    private readonly Dictionary<(int Step, int Chunk), ChunkLedger> _ledger = [];
    private Cohort _cohort = Cohort(size, Start + definition.Steps[0].Delay);
    private DateTimeOffset _now = Start;
    private ChunkOutcome[] _outcomes = [];
    private ChunkOutcome[] _late = [];

    /// <summary>Time during which the sequence was active, counted by the world itself.</summary>
    private TimeSpan _active;

    /// <summary>The active time before which the cohort's step must not begin.</summary>
    private TimeSpan _dueAt = definition.Steps[0].Delay;

    public Sequence Sequence { get; private set; } = Sequence();

    public Cohort Current => _cohort;

    /// <summary>How many contacts have a final outcome in the ledger of a step.</summary>
    public int Settled(int step) => _ledger.Where(entry => entry.Key.Step == step).Sum(entry => entry.Value.Counts.Total);

    /// <summary>One turn of the driver; what happens in it is up to the dice. False once the cohort is done.</summary>
    public bool Turn(Dice dice)
    {
        Interfere(dice);
        var brought = dice.LosesOutcomes ? [] : _outcomes;
        if (dice.RepeatsOutcomes) brought = [.. brought, .. _late];
        _late = _outcomes;
        _outcomes = [];
        var directive = Decide(brought);
        if (directive.IsDone) return false;
        if (directive.Send.Count > 0) _outcomes = [.. directive.Send.Select(chunk => Send(chunk, dice))];
        else Pass(dice.SleepUntil(directive.WakeAt, _now));
        return true;
    }

    /// <summary>The user lets a paused sequence go on.</summary>
    public void Resume() => Command(LifecycleCommand.Resume);

    private CohortDirective Decide(ChunkOutcome[] outcomes)
    {
        var before = _cohort;
        var (after, directive) = CohortAdvance.Decide(before, Sequence, definition, outcomes, _now);
        _cohort = after;
        AssertGoesForward(before, after);
        AssertDirective(directive);
        AssertIdempotent(after, directive, outcomes);
        if (after.Phase == CohortPhase.Waiting && after.Step > before.Step) _dueAt = _active + definition.Steps[after.Step].Delay;
        if (after.Phase == CohortPhase.Sending && after.Step > before.Step) Assert.Equal(TimeSpan.Zero, definition.Steps[after.Step].Delay);
        else if (after.Phase == CohortPhase.Sending && before.Phase == CohortPhase.Waiting) Assert.True(_active >= _dueAt, "A step began before it was due.");
        return directive;
    }

    private void AssertGoesForward(Cohort before, Cohort after)
    {
        Assert.InRange(after.Step, before.Step, before.Step + 1);
        Assert.Equal(before.Steps, after.Steps.Take(before.Steps.Count));
        Assert.True(before.Phase != CohortPhase.Done || ReferenceEquals(before, after));
        Assert.True(after.Phase == CohortPhase.Done || after.Steps.Count == after.Step);
        Assert.All(after.Steps, step => Assert.True(step.Counts.Total <= size && step.StartedAt <= step.EndedAt));
        Assert.All(after.Steps.Take(after.Step), step => Assert.Equal(size, step.Counts.Total));
        Assert.True(after.Chunks.Sum(chunk => chunk.Counts.Total) <= size);
        Assert.Equal(after.Phase == CohortPhase.Sending, after.StepStartedAt is not null);
    }

    private void AssertDirective(CohortDirective directive)
    {
        Assert.Equal(_cohort.Phase == CohortPhase.Done, directive.IsDone);
        Assert.True(Sequence.Status != SequenceStatus.Canceled || directive.IsDone, "A canceled cohort went on.");
        Assert.True(Sequence.Status == SequenceStatus.Active || directive is { Send.Count: 0, WakeAt: null }, "Something was to happen while not active.");
        Assert.True(directive.IsDone || directive.Send.Count > 0 || Sequence.Status != SequenceStatus.Active || directive.WakeAt > _now, "Nothing would ever wake it.");
        Assert.Distinct(directive.Send.Select(chunk => chunk.Chunk));
        foreach (var chunk in directive.Send)
        {
            Assert.Equal((_cohort.Id, _cohort.Version, _cohort.Step, CohortPhase.Sending), (chunk.Cohort, chunk.Version, chunk.Step, _cohort.Phase));
            Assert.InRange(chunk.Chunk, 0, _cohort.ChunkCount - 1);
            Assert.DoesNotContain(_cohort.Chunks, known => known.Chunk == chunk.Chunk && known.IsComplete);
            Assert.True(chunk.IsRepeat || !_ledger.ContainsKey((chunk.Step, chunk.Chunk)), "A chunk that was tried was called new.");
        }
    }

    private void AssertIdempotent(Cohort stored, CohortDirective directive, ChunkOutcome[] outcomes)
    {
        var (again, same) = CohortAdvance.Decide(stored, Sequence, definition, outcomes, _now);
        Assert.Same(stored, again);
        Assert.Equal((directive.IsDone, directive.WakeAt), (same.IsDone, same.WakeAt));
        Assert.Equal(directive.Send.Select(chunk => chunk with { IsRepeat = true }), same.Send);
    }

    private ChunkOutcome Send(ChunkToSend chunk, Dice dice)
    {
        var ledger = _ledger.GetValueOrDefault((chunk.Step, chunk.Chunk)) ?? new ChunkLedger(default, Math.Min(ChunkSize, size - (chunk.Chunk * ChunkSize)));
        Interfere(dice);
        if (Sequence.Status == SequenceStatus.Active) ledger = ledger.Settle(dice.Take(ledger.Open), dice.Status);
        _ledger[(chunk.Step, chunk.Chunk)] = ledger;
        Pass(dice.SendingTime);
        var isHeld = Sequence.Status != SequenceStatus.Active;
        return new ChunkOutcome(
            chunk.Step, chunk.Chunk, ledger.Open == 0, ledger.Open == 0 || isHeld ? null : _now + dice.RetryDelay, ledger.Counts);
    }

    private void Interfere(Dice dice)
    {
        if (dice.Command is { } command) Command(command);
    }

    private void Command(LifecycleCommand command) => Sequence = SequenceLifecycle.Apply(Sequence, command, _now) ?? Sequence;

    private void Pass(TimeSpan time)
    {
        _now += time;
        if (Sequence.Status == SequenceStatus.Active) _active += time;
    }

    /// <summary>What the ledger holds of one chunk: final outcomes, and how many have none yet.</summary>
    private sealed record ChunkLedger(DeliveryCounts Counts, int Open)
    {
        public ChunkLedger Settle(int count, int status) => new(
            Counts + (status switch { 0 => new(count, 0, 0, 0), 1 => new(0, count, 0, 0), 2 => new(0, 0, count, 0), _ => new DeliveryCounts(0, 0, 0, count) }),
            Open - count);
    }
}
