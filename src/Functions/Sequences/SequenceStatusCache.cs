using System.Collections.Concurrent;
using Cadenza.Domain.Organizations;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Sequences.Storage;

namespace Cadenza.Functions.Sequences;

/// <summary>
/// Whether sequences may send, known to within <see cref="MaxAge"/>. All chunks of a process share what was read, so that a
/// wave costs no read of its own; a change made through this process is seen at once.
/// </summary>
internal sealed class SequenceStatusCache(SequenceStore sequences, TimeProvider clock)
{
    /// <summary>The greatest age of a reading that is acted on.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMilliseconds(500);

    private const int MaxWatched = 1000;
    private readonly ConcurrentDictionary<SequenceId, Reading> _readings = new();

    /// <summary>The current time.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The sequence as of at most <see cref="MaxAge"/> ago, or null when there is none.</summary>
    public Task<Sequence?> GetAsync(OrganizationId organization, SequenceId id, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (_readings.TryGetValue(id, out var known) && now - known.At <= MaxAge && !known.Sequence.IsFaulted)
        {
            return known.Sequence.WaitAsync(cancellation);
        }

        if (_readings.Count >= MaxWatched) _readings.Clear();
        // Shared by every chunk that asks meanwhile, so it does not end with the one that asked first.
        var reading = new Reading(ReadAsync(organization, id), now);
        _readings[id] = reading;
        return reading.Sequence.WaitAsync(cancellation);
    }

    /// <summary>Whether a run of the sequence may send.</summary>
    public async Task<bool> IsOpenAsync(Sequence sequence, Guid run, CancellationToken cancellation) =>
        await GetAsync(sequence.Organization, sequence.Id, cancellation) is { } current && SendGate.IsOpen(current, run);

    /// <summary>Whether a run of the sequence may send again what it sent before: also when the sequence is over, but not canceled or called off since it was asked for.</summary>
    public async Task<bool> MayResendAsync(Sequence sequence, Guid run, DateTimeOffset askedAt, CancellationToken cancellation) =>
        await GetAsync(sequence.Organization, sequence.Id, cancellation) is { } current && !current.IsCalledOff(askedAt)
        && (current.StatusOf(run) is SequenceStatus.Active or SequenceStatus.Complete);

    /// <summary>The sequence was changed: what was read of it no longer holds.</summary>
    public void Forget(SequenceId id) => _readings.TryRemove(id, out _);

    private async Task<Sequence?> ReadAsync(OrganizationId organization, SequenceId id) =>
        (await sequences.GetAsync(organization, id, CancellationToken.None))?.Sequence;

    private sealed record Reading(Task<Sequence?> Sequence, DateTimeOffset At);
}
