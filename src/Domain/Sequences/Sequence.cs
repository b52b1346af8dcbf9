using Cadenza.Domain.Organizations;
using Cadenza.Domain.Values;

namespace Cadenza.Domain.Sequences;

/// <summary>A sequence as its organization sees it. Filter and steps are in its versions.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Organization">The organization it belongs to.</param>
/// <param name="Name">Display name.</param>
/// <param name="CustomId">The caller's own id for it, unique within the organization, or null.</param>
/// <param name="IsContinuous">Whether it goes on enrolling those who come to match later (B7).</param>
/// <param name="Status">The status it has.</param>
/// <param name="Version">The version that newcomers get, from 1 (B8).</param>
/// <param name="Clock">The clock its delays run on.</param>
/// <param name="AttentionAt">
/// Since when its driver has something to do that a user asked for: start, resume, cancel. Compared with
/// <see cref="EnrollmentProgress.AttendedAt"/>; null before the start.
/// </param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="UpdatedAt">When it last changed.</param>
/// <param name="StartedAt">When it was started, or null.</param>
/// <param name="CanceledAt">When it was canceled, or null.</param>
/// <param name="EndedAt">When it was completed or canceled, or null.</param>
public sealed record Sequence(
    SequenceId Id,
    OrganizationId Organization,
    string Name,
    string? CustomId,
    bool IsContinuous,
    SequenceStatus Status,
    int Version,
    ActiveClock Clock,
    DateTimeOffset? AttentionAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? CanceledAt,
    DateTimeOffset? EndedAt)
{
    /// <summary>What becomes of messages of which nobody can tell whether they were sent.</summary>
    public OnUnknown OnUnknown { get; init; }

    /// <summary>The runs that a user paused or canceled apart from the others; at most <see cref="RunControl.MaxRuns"/>.</summary>
    public IReadOnlyList<RunControl> Runs { get; init; } = [];

    /// <summary>When messages were last asked to be sent again, or null.</summary>
    public DateTimeOffset? ResentAt { get; init; }

    /// <summary>What was asked to be sent again up to then was called off; null when nothing was.</summary>
    public DateTimeOffset? ResendsOffAt { get; init; }

    /// <summary>Whether messages were asked to be sent again that were not called off; they may have gone out by now.</summary>
    public bool HasResends => ResentAt is { } asked && !IsCalledOff(asked);

    /// <summary>Whether what was asked to be sent again at a time was called off.</summary>
    public bool IsCalledOff(DateTimeOffset asked) => asked <= ResendsOffAt;

    /// <summary>What was asked of one run, or null.</summary>
    public RunControl? ControlOf(Guid run) => Runs.FirstOrDefault(control => control.Run == run);

    /// <summary>Where one run stands: canceled when it or the sequence is, else held when either is.</summary>
    public SequenceStatus StatusOf(Guid run) =>
        ControlOf(run) is { } control && (control.IsCanceled || Status == SequenceStatus.Active) ? control.Status : Status;

    /// <summary>What the clock of one run shows.</summary>
    public DateTimeOffset ActiveNow(Guid run, DateTimeOffset wallNow)
    {
        var active = Clock.Now(wallNow);
        return ControlOf(run) is { } control ? control.Clock.Now(active) : active;
    }

    /// <summary>When the clock of one run will show the given time, if no further pause comes; null while it stands still.</summary>
    public DateTimeOffset? WallTime(Guid run, DateTimeOffset activeTime)
    {
        var active = ControlOf(run) is { } control ? control.Clock.WallTime(activeTime) : activeTime;
        return active is { } time ? Clock.WallTime(time) : null;
    }
}
