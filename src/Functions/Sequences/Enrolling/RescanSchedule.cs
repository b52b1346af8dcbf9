using Cadenza.Domain.Sequences;
using Cadenza.Functions.Sequences.Storage;
using Cadenza.Functions.Timing;

namespace Cadenza.Functions.Sequences.Enrolling;

/// <summary>When a continuous sequence reads all contacts again, kept in the due index so that no lost timer can stop it.</summary>
internal sealed class RescanSchedule(DueIndex<SequenceDueKey> due, TimeProvider clock, SequenceOptions options)
{
    /// <summary>The current time.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Notes the next reading of a continuous sequence and tells when it is; null for one that reads once.</summary>
    public async Task<DateTimeOffset?> NextAsync(Sequence sequence, CancellationToken cancellation)
    {
        if (!sequence.IsContinuous) return null;
        var at = clock.GetUtcNow() + options.RescanInterval;
        await due.PutAsync(Entry(sequence, at), cancellation);
        return at;
    }

    /// <summary>Forgets a reading that is done.</summary>
    public Task SettleAsync(Sequence sequence, DateTimeOffset at, CancellationToken cancellation) => due.RemoveAsync(Entry(sequence, at), cancellation);

    /// <summary>Ids for cohorts to come, those already noted first.</summary>
    public IReadOnlyList<Guid> NewIds(IReadOnlyList<Guid> noted, int count) =>
        [.. noted, .. Enumerable.Range(noted.Count, count - noted.Count).Select(_ => Guid.CreateVersion7(clock.GetUtcNow()))];

    private static Due<SequenceDueKey> Entry(Sequence sequence, DateTimeOffset at) => new(at, new(sequence.Organization.ToString(), sequence.Id.ToString(), Ordinal: null));
}
