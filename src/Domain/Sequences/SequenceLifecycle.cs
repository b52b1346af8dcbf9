namespace Cadenza.Domain.Sequences;

/// <summary>What a user can ask of a sequence's lifecycle (B6).</summary>
public enum LifecycleCommand
{
    /// <summary>Begin enrolling and sending.</summary>
    Start,

    /// <summary>Hold new sends.</summary>
    Pause,

    /// <summary>Go on with the remaining delays.</summary>
    Resume,

    /// <summary>Stop for good.</summary>
    Cancel,
}

/// <summary>The transitions of a sequence's status, all in one table (printed in docs/semantics.md).</summary>
public static class SequenceLifecycle
{
    private static readonly Dictionary<(SequenceStatus From, LifecycleCommand Command), SequenceStatus> Transitions = new()
    {
        [(SequenceStatus.Pending, LifecycleCommand.Start)] = SequenceStatus.Active,
        [(SequenceStatus.Pending, LifecycleCommand.Cancel)] = SequenceStatus.Canceled,
        [(SequenceStatus.Active, LifecycleCommand.Pause)] = SequenceStatus.Paused,
        [(SequenceStatus.Active, LifecycleCommand.Cancel)] = SequenceStatus.Canceled,
        [(SequenceStatus.Paused, LifecycleCommand.Resume)] = SequenceStatus.Active,
        [(SequenceStatus.Paused, LifecycleCommand.Cancel)] = SequenceStatus.Canceled,
    };

    /// <summary>The statuses in which a command is accepted, for the message of a refusal.</summary>
    public static IEnumerable<SequenceStatus> AcceptedIn(LifecycleCommand command) =>
        Transitions.Keys.Where(key => key.Command == command).Select(key => key.From);

    /// <summary>Whether a command is accepted in a status.</summary>
    public static bool Accepts(SequenceStatus status, LifecycleCommand command) => Transitions.ContainsKey((status, command));

    /// <summary>
    /// The sequence after the command, or null when its status does not allow it. One that is complete stays so; canceling it
    /// calls off what was asked to be sent again.
    /// </summary>
    public static Sequence? Apply(Sequence sequence, LifecycleCommand command, DateTimeOffset now)
    {
        if (sequence is { Status: SequenceStatus.Complete, HasResends: true, ResentAt: { } asked } && command == LifecycleCommand.Cancel)
            return sequence with { ResendsOffAt = asked > now ? asked : now, UpdatedAt = now };
        if (!Transitions.TryGetValue((sequence.Status, command), out var status)) return null;
        var changed = sequence with { Status = status, UpdatedAt = now };
        return command switch
        {
            LifecycleCommand.Start => changed with { StartedAt = now, AttentionAt = NextAttention(sequence, now) },
            LifecycleCommand.Pause => changed with { Clock = sequence.Clock.Pause(now) },
            LifecycleCommand.Resume => changed with { Clock = sequence.Clock.Resume(now), AttentionAt = NextAttention(sequence, now) },
            _ => changed with { CanceledAt = now, EndedAt = now, AttentionAt = NextAttention(sequence, now) },
        };
    }

    /// <summary>
    /// The sequence with other settings, or null when it was started and they differ in what only a pending one may change:
    /// whether it is continuous. A new definition makes a new version (B8).
    /// </summary>
    public static Sequence? Change(Sequence sequence, SequenceSettings settings, bool isRedefined, DateTimeOffset now)
    {
        if (settings.IsContinuous != sequence.IsContinuous && IsStarted(sequence.Status)) return null;
        var changed = sequence with
        {
            Name = settings.Name,
            CustomId = settings.CustomId,
            IsContinuous = settings.IsContinuous,
            OnUnknown = settings.OnUnknown,
            Version = isRedefined ? sequence.Version + 1 : sequence.Version,
            UpdatedAt = now,
        };
        // Those whom a new filter matches are enrolled at once, not with the next reading of all contacts.
        return isRedefined && changed is { IsContinuous: true, Status: SequenceStatus.Active } ? CallAttention(changed, now) : changed;
    }

    /// <summary>Whether a sequence of that status was started, or ended before it was.</summary>
    public static bool IsStarted(SequenceStatus status) => status != SequenceStatus.Pending;

    /// <summary>Whether contacts can be added to a continuous sequence of that status.</summary>
    public static bool TakesContacts(SequenceStatus status) => status is SequenceStatus.Active or SequenceStatus.Paused;

    /// <summary>Whether messages of a sequence, or a run, of that status can be sent again.</summary>
    public static bool MayResend(SequenceStatus status) => status is SequenceStatus.Active or SequenceStatus.Complete;

    /// <summary>Whether a sequence of that status can be removed: one that runs has to be canceled first.</summary>
    public static bool MayRemove(SequenceStatus status) => status is not (SequenceStatus.Active or SequenceStatus.Paused);

    /// <summary>The sequence with messages asked to be sent again; <see cref="Sequence.ResentAt"/> says when that counts as asked.</summary>
    public static Sequence Resend(Sequence sequence, DateTimeOffset now) =>
        sequence with { ResentAt = sequence.ResendsOffAt is { } off && off >= now ? off.AddTicks(1) : now };

    /// <summary>The sequence once everyone enrolled has finished; itself when it is not active.</summary>
    public static Sequence Complete(Sequence sequence, DateTimeOffset now) =>
        sequence.Status == SequenceStatus.Active
            ? sequence with { Status = SequenceStatus.Complete, EndedAt = now, UpdatedAt = now }
            : sequence;

    /// <summary>The sequence with something for its driver to do besides a change of status.</summary>
    public static Sequence CallAttention(Sequence sequence, DateTimeOffset now) => sequence with { AttentionAt = NextAttention(sequence, now) };

    private static DateTimeOffset NextAttention(Sequence sequence, DateTimeOffset now) =>
        sequence.AttentionAt is { } last && last >= now ? last.AddTicks(1) : now;
}
