using Cadenza.Domain.Sequences;
using Cadenza.Functions.Sequences.Storage;
using Cadenza.Functions.Timing;

namespace Cadenza.Functions.Sequences.Sending;

/// <summary>Has all cohorts of a sequence woken, or the sequence itself.</summary>
internal sealed class CohortWakeUps(WakeUpQueue queue, CohortStore cohorts, DueIndex<SequenceDueKey> due, TimeProvider clock, SequenceOptions options) : IWakes
{
    private const int CohortsPerMessage = 200;

    /// <inheritdoc/>
    public string Kind => "sequence";

    /// <inheritdoc/>
    public string EarlierQueue => "doorbells";

    /// <summary>The current time.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Asks for all cohorts to be woken.</summary>
    public Task RequestAsync(SequenceKey key, int cohortCount, CancellationToken cancellation) =>
        queue.SendAsync(Of(key) with { Count = cohortCount }, CohortsPerMessage, cancellation);

    /// <summary>Asks for the sequence to be woken once newcomers have gathered.</summary>
    public Task RequestSequenceAsync(SequenceKey key, CancellationToken cancellation) => queue.SendAsync(Of(key), cancellation, options.GatherDelay);

    /// <summary>Forgets the due entry of a change that has been attended to.</summary>
    public Task SettleAsync(SequenceKey key, DateTimeOffset since, CancellationToken cancellation) =>
        due.RemoveAsync(new Due<SequenceDueKey>(since, new(key.Organization, key.Sequence, Ordinal: null)), cancellation);

    /// <summary>Whether any cohort still has something to do.</summary>
    public Task<bool> AnyOpenAsync(Sequence sequence, CancellationToken cancellation) =>
        cohorts.AnyOpenAsync(sequence.Organization, sequence.Id, cancellation);

    /// <inheritdoc/>
    public async Task WakeAsync(WakeUp message, Doorbells doorbells, CancellationToken cancellation)
    {
        if (message.Count == 0)
        {
            await doorbells.RingSequenceAsync(new SequenceKey(message.Organization, message.Owner), cancellation);
            return;
        }

        await foreach (var stored in cohorts.ListAsync(OrganizationId.Parse(message.Organization), SequenceId.Parse(message.Owner), message.From, cancellation))
        {
            if (stored.Cohort.Ordinal >= message.From + message.Count) return;
            if (stored.Cohort.Phase == CohortPhase.Done) continue;
            await doorbells.RingCohortAsync(new CohortKey(message.Organization, message.Owner, stored.Cohort.Ordinal), cancellation);
        }
    }

    // No cohorts: the sequence itself.
    private WakeUp Of(SequenceKey key) => new(Kind, key.Organization, key.Sequence);
}
