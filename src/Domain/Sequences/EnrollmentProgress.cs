using Cadenza.Domain.Contacts;
using Cadenza.Domain.Values;

namespace Cadenza.Domain.Sequences;

/// <summary>How far a sequence's enrollment has come. One row a sequence, written by its driver alone.</summary>
/// <param name="Cohorts">Cohorts made so far; also the ordinal of the next one.</param>
/// <param name="Enrolled">Contacts enrolled so far.</param>
/// <param name="Reading">How far the contacts have been read.</param>
/// <param name="AttendedAt">The <see cref="Sequence.AttentionAt"/> up to which every cohort was woken, or null.</param>
/// <param name="Scan">Which reading of all contacts this is, or was.</param>
/// <param name="NextIds">
/// The ids of the next cohorts, noted before they are used: a run that repeats another's work claims the same contacts for
/// the same cohort.
/// </param>
public sealed record EnrollmentProgress(
    int Cohorts, int Enrolled, ContactsReading Reading, DateTimeOffset? AttendedAt, EnrollmentScan Scan, IReadOnlyList<Guid> NextIds)
{
    /// <summary>Nobody enrolled yet.</summary>
    public static EnrollmentProgress None { get; } = new(0, 0, ContactsReading.Start, null, EnrollmentScan.First, []);

    /// <summary>
    /// The progress to go on with: a continuous sequence reads all contacts again when its filter may have changed or the
    /// time has come, so that nobody is missed whose change was lost (B7).
    /// </summary>
    public EnrollmentProgress At(Sequence sequence, DateTimeOffset now)
    {
        if (Reading.Equals(ContactsReading.Start)) return this with { Scan = Scan with { Version = sequence.Version } };
        return sequence.IsContinuous && Reading.AtEnd && (Scan.Version != sequence.Version || Scan.NextAt <= now)
            ? this with { Reading = ContactsReading.Start, Scan = Scan with { Version = sequence.Version } }
            : this;
    }

    /// <summary>The progress once all contacts were read.</summary>
    /// <param name="nextAt">When to read them again; null for never.</param>
    public EnrollmentProgress ScanDone(DateTimeOffset? nextAt) => this with { Scan = new EnrollmentScan(Scan.Version, IsFirst: false, nextAt) };

    /// <summary>The progress with a cohort more, made now or found made by an earlier run.</summary>
    public EnrollmentProgress With(Cohort cohort) => this with
    {
        Cohorts = Cohorts + 1,
        Enrolled = Enrolled + cohort.Size,
        Reading = cohort.After is { } after ? Reading.Behind(after) : Reading,
        NextIds = [.. NextIds.Where(id => id != cohort.Id)],
    };
}

/// <summary>One reading of all contacts.</summary>
/// <param name="Version">The version whose filter was asked last; 0 before the first.</param>
/// <param name="IsFirst">Whether nobody can be enrolled yet, so that nobody need be looked up.</param>
/// <param name="NextAt">When the next reading is due, in wall time; null for a sequence that reads once.</param>
public sealed record EnrollmentScan(int Version, bool IsFirst, DateTimeOffset? NextAt)
{
    /// <summary>Before the first.</summary>
    public static EnrollmentScan First { get; } = new(0, true, null);
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
