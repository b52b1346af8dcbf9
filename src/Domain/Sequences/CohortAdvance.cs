using System.Text.Json.Serialization;

namespace Cadenza.Domain.Sequences;

/// <summary>What a cohort's driver is to do next. Exactly one of the members is set, but for a wait without an end.</summary>
/// <param name="IsDone">There is nothing left to do.</param>
/// <param name="Send">The chunks to send now; empty when it is to wait.</param>
/// <param name="WakeAt">Wall time to wait for; null with nothing to send waits for a doorbell alone.</param>
public sealed record CohortDirective(bool IsDone, IReadOnlyList<ChunkToSend> Send, DateTimeOffset? WakeAt)
{
    /// <summary>The driver ends.</summary>
    public static CohortDirective Done { get; } = new(true, [], null);

    /// <summary>The driver waits, for a doorbell alone when no time is given.</summary>
    public static CohortDirective WaitUntil(DateTimeOffset? wakeAt) => new(false, [], wakeAt);

    /// <summary>The driver sends chunks and comes back with their outcomes.</summary>
    public static CohortDirective SendNow(IReadOnlyList<ChunkToSend> chunks) => new(false, chunks, null);
}

/// <summary>One chunk to send: all that its activity must know, so that it need not read the cohort.</summary>
/// <param name="Cohort">The cohort's id.</param>
/// <param name="Version">The version its contacts are on.</param>
/// <param name="Step">The step, from 0.</param>
/// <param name="Chunk">The chunk, from 0.</param>
/// <param name="IsRepeat">Whether it may have been tried before, so that its ledger is read first.</param>
public sealed record ChunkToSend(Guid Cohort, int Version, int Step, int Chunk, bool IsRepeat)
{
    /// <summary>See <see cref="Sequences.Cohort.IsReenrollment"/>.</summary>
    public bool IsReenrollment { get; init; }

    /// <summary>See <see cref="Sequences.Cohort.IsLedgerPacked"/>. Left out when false, so that recorded histories ask for the same.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsLedgerPacked { get; init; }

    /// <summary>What the last run over it left behind, when messages of it wait to be tried; else null.</summary>
    public ChunkOutcome? Waiting { get; init; }
}

/// <summary>Decides how a cohort goes on. Pure: the same rows and the same time give the same answer.</summary>
public static class CohortAdvance
{
    /// <summary>The cohort as it is to be stored (itself when nothing changed) and what its driver does next.</summary>
    /// <param name="cohort">The stored cohort.</param>
    /// <param name="sequence">Its sequence.</param>
    /// <param name="definition">The version the cohort is on.</param>
    /// <param name="outcomes">What the driver brings back from the chunks it was told to send; empty otherwise.</param>
    /// <param name="now">The current time.</param>
    public static (Cohort Cohort, CohortDirective Directive) Decide(
        Cohort cohort,
        Sequence sequence,
        SequenceDefinition definition,
        IReadOnlyList<ChunkOutcome> outcomes,
        DateTimeOffset now)
    {
        if (cohort.Phase == CohortPhase.Done) return (cohort, CohortDirective.Done);
        var current = cohort.Phase == CohortPhase.Sending ? Take(cohort, outcomes) : cohort;
        if (current.Phase == CohortPhase.Sending && IsStepComplete(current))
        {
            current = FinishStep(current, sequence, definition, now);
        }

        var status = sequence.StatusOf(cohort.Id);
        if (status == SequenceStatus.Canceled) current = Stop(current, now);
        if (current.Phase == CohortPhase.Done) return (current, CohortDirective.Done);
        if (status != SequenceStatus.Active) return (current, CohortDirective.WaitUntil(null));
        return current.Phase == CohortPhase.Waiting
            ? StartWhenDue(current, sequence, now)
            : (current, Continue(current, now));
    }

    private static Cohort Take(Cohort cohort, IReadOnlyList<ChunkOutcome> outcomes)
    {
        var chunks = cohort.Chunks.ToDictionary(chunk => chunk.Chunk);
        foreach (var outcome in outcomes)
        {
            // Of an earlier step, or of a chunk that is complete: a late duplicate of an activity, ignored.
            if (outcome.Step != cohort.Step || chunks.GetValueOrDefault(outcome.Chunk) is { IsComplete: true }) continue;
            chunks[outcome.Chunk] = outcome;
        }

        var taken = chunks.Values.OrderBy(chunk => chunk.Chunk).ToList();
        return taken.SequenceEqual(cohort.Chunks) ? cohort : cohort with { Chunks = taken };
    }

    private static bool IsStepComplete(Cohort cohort) => cohort.Chunks.Count(chunk => chunk.IsComplete) == cohort.ChunkCount;

    private static Cohort FinishStep(Cohort cohort, Sequence sequence, SequenceDefinition definition, DateTimeOffset now)
    {
        var next = cohort.Step + 1;
        var finished = cohort with { Steps = [.. cohort.Steps, ResultOf(cohort, now)], Step = next, Chunks = [], StepStartedAt = null };
        return next >= definition.Steps.Count
            ? finished with { Phase = CohortPhase.Done }
            : finished with { Phase = CohortPhase.Waiting, DueAt = sequence.ActiveNow(cohort.Id, now) + definition.Steps[next].Delay };
    }

    private static StepResult ResultOf(Cohort cohort, DateTimeOffset now) =>
        new(cohort.StepStartedAt ?? now, now, cohort.Chunks.Aggregate(default(DeliveryCounts), (sum, chunk) => sum + chunk.Counts));

    private static Cohort Stop(Cohort cohort, DateTimeOffset now) => cohort.Phase switch
    {
        CohortPhase.Done => cohort,
        CohortPhase.Sending => cohort with { Phase = CohortPhase.Done, Steps = [.. cohort.Steps, ResultOf(cohort, now)], Chunks = [], StepStartedAt = null },
        _ => cohort with { Phase = CohortPhase.Done },
    };

    private static (Cohort, CohortDirective) StartWhenDue(Cohort cohort, Sequence sequence, DateTimeOffset now)
    {
        if (sequence.ActiveNow(cohort.Id, now) < cohort.DueAt) return (cohort, CohortDirective.WaitUntil(sequence.WallTime(cohort.Id, cohort.DueAt)));
        var sending = cohort with { Phase = CohortPhase.Sending, StepStartedAt = now };
        return (sending, CohortDirective.SendNow([.. Enumerable.Range(0, cohort.ChunkCount).Select(chunk => ToSend(cohort, chunk, isRepeat: false))]));
    }

    private static CohortDirective Continue(Cohort cohort, DateTimeOffset now)
    {
        var open = Enumerable.Range(0, cohort.ChunkCount)
            .Select(chunk => (Chunk: chunk, Outcome: cohort.Chunks.FirstOrDefault(known => known.Chunk == chunk)))
            .Where(chunk => chunk.Outcome is not { IsComplete: true })
            .ToList();
        var due = open.Where(chunk => chunk.Outcome?.RetryAt is not { } retryAt || retryAt <= now).ToList();
        return due.Count > 0
            ? CohortDirective.SendNow([.. due.Select(chunk => ToSend(cohort, chunk.Chunk, isRepeat: true) with { Waiting = chunk.Outcome is { Wait: not null } known ? known : null })])
            : CohortDirective.WaitUntil(open.Min(chunk => chunk.Outcome!.RetryAt));
    }

    private static ChunkToSend ToSend(Cohort cohort, int chunk, bool isRepeat) =>
        new(cohort.Id, cohort.Version, cohort.Step, chunk, isRepeat) { IsReenrollment = cohort.IsReenrollment, IsLedgerPacked = cohort.IsLedgerPacked };
}
