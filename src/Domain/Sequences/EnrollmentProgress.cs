using Cadenza.Domain.Contacts;

namespace Cadenza.Domain.Sequences;

/// <summary>How far a sequence's enrollment has come. One row a sequence, written by its driver alone.</summary>
/// <param name="Cohorts">Cohorts made so far; also the ordinal of the next one.</param>
/// <param name="Enrolled">Contacts enrolled so far.</param>
/// <param name="Cursor">Where the reading of contacts goes on.</param>
/// <param name="AttendedAt">The <see cref="Sequence.AttentionAt"/> up to which every cohort was woken, or null.</param>
public sealed record EnrollmentProgress(int Cohorts, int Enrolled, EnrollmentCursor Cursor, DateTimeOffset? AttendedAt)
{
    /// <summary>Nobody enrolled yet.</summary>
    public static EnrollmentProgress None { get; } = new(0, 0, EnrollmentCursor.Start, null);
}

/// <summary>A place in the reading of contacts: shard by shard, by id within a shard.</summary>
/// <param name="Shard">The shard being read; <see cref="ContactShards.Count"/> when all are read.</param>
/// <param name="After">The last contact read in it, or null at its beginning.</param>
public sealed record EnrollmentCursor(int Shard, ContactId? After)
{
    /// <summary>Before the first contact.</summary>
    public static EnrollmentCursor Start { get; } = new(0, null);

    /// <summary>Whether every contact was read.</summary>
    public bool AtEnd => Shard >= ContactShards.Count;

    /// <summary>The beginning of the next shard.</summary>
    public EnrollmentCursor NextShard() => new(Shard + 1, null);
}
