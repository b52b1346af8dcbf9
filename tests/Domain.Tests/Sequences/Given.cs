using Cadenza.Domain.Organizations;
using Cadenza.Domain.Sequences;
using Cadenza.Domain.Values;

namespace Cadenza.Domain.Tests.Sequences;

/// <summary>Sequences and cohorts for tests, at a fixed time.</summary>
internal static class Given
{
    /// <summary>When everything here begins.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    public static EmailContent Email { get; } = new("shop@example.com", "Hello", "Hi {{contact.name}}", "Shop", EmailIsTransactional: false);

    public static Sequence Sequence(SequenceStatus status = SequenceStatus.Active) => new(
        SequenceId.Create(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)),
        OrganizationId.Parse("acme"),
        "Welcome",
        CustomId: null,
        IsContinuous: false,
        status,
        Version: 1,
        new ActiveClock(TimeSpan.Zero, status == SequenceStatus.Paused ? Start : null),
        AttentionAt: status == SequenceStatus.Pending ? null : Start,
        CreatedAt: Start,
        UpdatedAt: Start,
        StartedAt: status == SequenceStatus.Pending ? null : Start,
        CanceledAt: null,
        EndedAt: null);

    /// <summary>One step an entry, with its delay.</summary>
    public static SequenceDefinition Definition(params double[] delaysInMinutes) =>
        new(Filter: null, [.. delaysInMinutes.Select(delay => new SequenceStep(new SendEmails(Email), delay))]);

    /// <summary>A cohort just enrolled.</summary>
    public static Cohort Cohort(int size = 250, DateTimeOffset? dueAt = null, int ordinal = 0) => new(
        ordinal,
        new Guid(ordinal, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1),
        Version: 1,
        size,
        ChunkCount: (size + 99) / 100,
        EnrolledAt: Start,
        CohortPhase.Waiting,
        Step: 0,
        dueAt ?? Start,
        StepStartedAt: null,
        Chunks: [],
        Steps: [],
        EnrollmentCursor.Start);

    /// <summary>A cohort that began its step at <see cref="Start"/>.</summary>
    public static Cohort Sending(Cohort cohort, params ChunkOutcome[] chunks) =>
        cohort with { Phase = CohortPhase.Sending, StepStartedAt = Start, Chunks = chunks };

    public static ChunkOutcome Complete(int step, int chunk, int sent = 100) => new(step, chunk, IsComplete: true, RetryAt: null, new DeliveryCounts(sent, 0, 0, 0));

    public static ChunkOutcome Retry(int step, int chunk, DateTimeOffset at, int sent = 60) => new(step, chunk, IsComplete: false, at, new DeliveryCounts(sent, 0, 0, 0));

    /// <summary>What a chunk reports whose sequence was put on hold under it.</summary>
    public static ChunkOutcome Held(int step, int chunk, int sent = 60) => new(step, chunk, IsComplete: false, RetryAt: null, new DeliveryCounts(sent, 0, 0, 0));
}
