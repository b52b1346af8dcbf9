using Cadenza.Domain.Sequences;
using Cadenza.Functions.Platform.Caching;
using Cadenza.Functions.Sequences.Storage;

namespace Cadenza.Functions.Sequences;

/// <summary>
/// Whether sequences may send, known to within <see cref="MaxAge"/>. All chunks of a process share what was read, so that a
/// wave costs no read of its own; a change made through this process is seen at once.
/// </summary>
internal sealed class SequenceStatusCache
{
    /// <summary>The greatest age of a reading that is acted on.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMilliseconds(500);

    private const int MaxWatched = 1000;

    private readonly TimeProvider _clock;
    private readonly LoadingCache<(OrganizationId Organization, SequenceId Id), Sequence?> _known;

    /// <summary>Knows of none yet.</summary>
    public SequenceStatusCache(SequenceStore sequences, TimeProvider clock)
    {
        _clock = clock;
        _known = new(MaxWatched, async key => (await sequences.GetAsync(key.Organization, key.Id, CancellationToken.None))?.Sequence, MaxAge, clock);
    }

    /// <summary>The current time.</summary>
    public DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>The sequence as of at most <see cref="MaxAge"/> ago, or null when there is none.</summary>
    public ValueTask<Sequence?> GetAsync(OrganizationId organization, SequenceId id, CancellationToken cancellation) =>
        _known.GetAsync((organization, id), cancellation);

    /// <summary>Whether a run of the sequence may send.</summary>
    public async Task<bool> IsOpenAsync(Sequence sequence, Guid run, CancellationToken cancellation) =>
        await GetAsync(sequence.Organization, sequence.Id, cancellation) is { } current && SendGate.IsOpen(current, run);

    /// <summary>Whether a run of the sequence may send again what it sent before: also when the sequence is over, but not canceled or called off since it was asked for.</summary>
    public async Task<bool> MayResendAsync(Sequence sequence, Guid run, DateTimeOffset askedAt, CancellationToken cancellation) =>
        await GetAsync(sequence.Organization, sequence.Id, cancellation) is { } current && !current.IsCalledOff(askedAt)
        && SequenceLifecycle.MayResend(current.StatusOf(run));

    /// <summary>The sequence was changed: what was read of it no longer holds.</summary>
    public void Forget(OrganizationId organization, SequenceId id) => _known.Forget((organization, id));
}
