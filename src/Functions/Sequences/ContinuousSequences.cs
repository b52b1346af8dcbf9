using System.Collections.Concurrent;
using Cadenza.Domain.Organizations;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Contacts;
using Cadenza.Functions.Storage;

namespace Cadenza.Functions.Sequences;

/// <summary>
/// The continuous sequences that are active, by organization, known to within <see cref="SequenceWatch.MaxAge"/>; a change made
/// through this process is seen at once.
/// </summary>
internal sealed class ContinuousSequences(SequenceStore sequences, TimeProvider clock) : IContinuousSequences
{
    private const int MaxOrganizations = 1000;
    private readonly ConcurrentDictionary<OrganizationId, Reading> _readings = new();

    /// <inheritdoc/>
    public async ValueTask<bool> AnyAsync(OrganizationId organization, CancellationToken cancellation) =>
        (await ListAsync(organization, cancellation)).Count > 0;

    /// <summary>The organization's active continuous sequences.</summary>
    public async Task<IReadOnlyList<Sequence>> ListAsync(OrganizationId organization, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (_readings.TryGetValue(organization, out var known) && now - known.At <= SequenceWatch.MaxAge) return known.Sequences;
        var read = await sequences.ListContinuousAsync(organization, cancellation);
        if (_readings.Count >= MaxOrganizations) _readings.Clear();
        _readings[organization] = new Reading(read, now);
        return read;
    }

    /// <summary>A sequence of the organization was changed: what was read no longer holds.</summary>
    public void Forget(OrganizationId organization) => _readings.TryRemove(organization, out _);

    private sealed record Reading(IReadOnlyList<Sequence> Sequences, DateTimeOffset At);
}
