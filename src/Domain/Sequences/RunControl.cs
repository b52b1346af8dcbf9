using Cadenza.Domain.Values;

namespace Cadenza.Domain.Sequences;

/// <summary>
/// What a user asked of one run (a cohort) of a sequence apart from the others (B6). Kept in the sequence's own row, which
/// every chunk looks at before it sends, so that holding a run costs no read more than holding the sequence.
/// </summary>
/// <param name="Run">The cohort's id.</param>
/// <param name="Clock">The run's own clock; it runs on the sequence's active time.</param>
/// <param name="IsCanceled">Whether the run was canceled. Final.</param>
public sealed record RunControl(Guid Run, ActiveClock Clock, bool IsCanceled)
{
    /// <summary>The most runs of a sequence that may be controlled apart at once; those that are done are forgotten.</summary>
    public const int MaxRuns = 100;

    /// <summary>Where the run stands by itself, whatever its sequence does: active, paused or canceled.</summary>
    public SequenceStatus Status => IsCanceled ? SequenceStatus.Canceled : Clock.PausedSince is null ? SequenceStatus.Active : SequenceStatus.Paused;
}

/// <summary>What a user can ask of one run, by the same table as of a whole sequence.</summary>
public static class RunLifecycle
{
    /// <summary>The sequence after the command on one of its runs, or null when the run's status does not allow it.</summary>
    /// <param name="sequence">The sequence: active or paused, else nothing is accepted.</param>
    /// <param name="run">The cohort's id.</param>
    /// <param name="command">Pause, resume or cancel; a run is never started by hand.</param>
    /// <param name="now">The current time.</param>
    public static Sequence? Apply(Sequence sequence, Guid run, LifecycleCommand command, DateTimeOffset now)
    {
        if (sequence.Status is not (SequenceStatus.Active or SequenceStatus.Paused)) return null;
        var control = sequence.ControlOf(run) ?? new RunControl(run, default, IsCanceled: false);
        if (!SequenceLifecycle.Accepts(control.Status, command)) return null;
        var active = sequence.Clock.Now(now);
        var changed = command switch
        {
            LifecycleCommand.Pause => control with { Clock = control.Clock.Pause(active) },
            LifecycleCommand.Resume => control with { Clock = control.Clock.Resume(active) },
            _ => control with { IsCanceled = true },
        };
        return sequence with { Runs = [.. sequence.Runs.Where(other => other.Run != run), changed], UpdatedAt = now };
    }
}
