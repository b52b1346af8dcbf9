using Cadenza.Domain.Delivery;

namespace Cadenza.Domain.Sequences;

/// <summary>What a cohort is doing.</summary>
public enum CohortPhase
{
    /// <summary>Waiting for its due time.</summary>
    Waiting,

    /// <summary>Sending a step.</summary>
    Sending,

    /// <summary>Past its last step, or canceled. Final.</summary>
    Done,
}

/// <summary>
/// Up to 500 contacts that entered one version of a sequence together and wait for the same moment. It has one driver,
/// one due time, and its enrollments in one partition.
/// </summary>
/// <param name="Ordinal">Its number within the sequence, from 0.</param>
/// <param name="Id">Names the partition of its enrollments; new for every attempt to make a cohort.</param>
/// <param name="Version">The version its contacts entered with (B8).</param>
/// <param name="Size">How many contacts it has.</param>
/// <param name="ChunkCount">How many chunks they are in.</param>
/// <param name="EnrolledAt">When it was made.</param>
/// <param name="Phase">What it is doing.</param>
/// <param name="Step">The step it waits for or sends, from 0; the number of steps when it is done with all.</param>
/// <param name="DueAt">When that step is due, in the run's active time (<see cref="Sequence.ActiveNow"/>).</param>
/// <param name="StepStartedAt">When it began to send that step, or null.</param>
/// <param name="Chunks">What is known of that step's chunks so far; empty when it has not begun.</param>
/// <param name="Steps">Counts of the steps it has finished.</param>
/// <param name="After">
/// The cursor behind its last contact, from which enrollment goes on when its own note was lost; null when its contacts were
/// not found by reading.
/// </param>
public sealed record Cohort(
    int Ordinal,
    Guid Id,
    int Version,
    int Size,
    int ChunkCount,
    DateTimeOffset EnrolledAt,
    CohortPhase Phase,
    int Step,
    DateTimeOffset DueAt,
    DateTimeOffset? StepStartedAt,
    IReadOnlyList<ChunkOutcome> Chunks,
    IReadOnlyList<StepResult> Steps,
    EnrollmentCursor? After)
{
    /// <summary>The most contacts of a cohort.</summary>
    public const int MaxSize = 500;

    /// <summary>The contacts of a chunk: as many as one entity-group transaction can write.</summary>
    public const int ChunkSize = 100;

    /// <summary>
    /// Whether its contacts were in the sequence before and came back at a user's word, so that their messages are told apart
    /// from those of the first time (B7).
    /// </summary>
    public bool IsReenrollment { get; init; }

    /// <summary>
    /// Whether all its messages are kept a chunk and step in a row; false for a cohort that an earlier version of the app made,
    /// which kept them a row each.
    /// </summary>
    public bool IsLedgerPacked { get; init; }

    /// <summary>The finished steps whose contacts have been noted as contacted.</summary>
    public int TouchedSteps { get; init; }

    /// <summary>Whether somebody was asked to note them.</summary>
    public bool IsTouchPending { get; init; }
}

/// <summary>Messages by what became of them.</summary>
/// <param name="Sent">Accepted by the provider.</param>
/// <param name="Failed">Refused for good, or given up.</param>
/// <param name="Suppressed">Not to be sent: the send gate said no.</param>
/// <param name="Unknown">Whether they arrived cannot be known; not sent again.</param>
public readonly record struct DeliveryCounts(int Sent, int Failed, int Suppressed, int Unknown)
{
    /// <summary>All of them.</summary>
    public int Total => Sent + Failed + Suppressed + Unknown;

    /// <summary>One message with this final status; a pending one counts as none.</summary>
    public static DeliveryCounts Of(LedgerStatus status) => status switch
    {
        LedgerStatus.Sent => new(1, 0, 0, 0),
        LedgerStatus.Failed => new(0, 1, 0, 0),
        LedgerStatus.Suppressed => new(0, 0, 1, 0),
        LedgerStatus.Unknown => new(0, 0, 0, 1),
        _ => default,
    };

    /// <summary>The sum of two counts.</summary>
    public static DeliveryCounts operator +(DeliveryCounts left, DeliveryCounts right) => Add(left, right);

    /// <summary>The sum of two counts.</summary>
    public static DeliveryCounts Add(DeliveryCounts left, DeliveryCounts right) => new(
        left.Sent + right.Sent,
        left.Failed + right.Failed,
        left.Suppressed + right.Suppressed,
        left.Unknown + right.Unknown);
}

/// <summary>What one run over a chunk left behind.</summary>
/// <param name="Step">The step.</param>
/// <param name="Chunk">The chunk, from 0.</param>
/// <param name="IsComplete">Whether every contact of it has a final outcome.</param>
/// <param name="RetryAt">When the earliest temporary failure is to be tried again; null when none is, or when the sequence is held.</param>
/// <param name="Counts">Its messages so far.</param>
public sealed record ChunkOutcome(int Step, int Chunk, bool IsComplete, DateTimeOffset? RetryAt, DeliveryCounts Counts)
{
    /// <summary>Its messages that are due and wait to be tried, or null when none does.</summary>
    public ChunkWait? Wait { get; init; }
}

/// <summary>Messages that are due and wait to be tried, once more or for the first time.</summary>
/// <param name="Messages">How many.</param>
/// <param name="Reason">Why, as the code of the last failure.</param>
/// <param name="OutageSince">Since when they wait for a provider that is out of order, in the run's active time; null when they do not.</param>
public sealed record ChunkWait(int Messages, string Reason, DateTimeOffset? OutageSince);

/// <summary>A step that a cohort has finished.</summary>
/// <param name="StartedAt">When its first message could go.</param>
/// <param name="EndedAt">When its last outcome was stored.</param>
/// <param name="Counts">Its messages.</param>
public sealed record StepResult(DateTimeOffset StartedAt, DateTimeOffset EndedAt, DeliveryCounts Counts);
