using Azure;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Orchestrations;
using Cadenza.Functions.Storage;

namespace Cadenza.Functions.Sequences;

/// <summary>Moves one sequence on: enrolls, has its cohorts woken when a user changed its status, notices its end.</summary>
internal sealed class SequenceProgress(SequenceStore sequences, SequencePlans plans, Enroller enroller, CohortWakeUps wakeUps)
{
    private const int MaxRaces = 10;

    /// <summary>Does one turn and tells the driver how to go on.</summary>
    public async Task<SequenceTurn> AdvanceAsync(SequenceKey key, Doorbells doorbells, CancellationToken cancellation)
    {
        for (var race = 1; ; race++)
        {
            try
            {
                return await TryAdvanceAsync(key, doorbells, cancellation);
            }
            catch (RequestFailedException error) when ((error.IsStale() || error.IsConflict()) && race < MaxRaces)
            {
                // A user or another run of this activity was faster: decide again on what was stored.
            }
        }
    }

    private async Task<SequenceTurn> TryAdvanceAsync(SequenceKey key, Doorbells doorbells, CancellationToken cancellation)
    {
        var organization = Domain.Organizations.OrganizationId.Parse(key.Organization);
        var id = SequenceId.Parse(key.Sequence);
        if (await sequences.GetAsync(organization, id, cancellation) is not { } read) return SequenceTurn.Done;
        var (progress, version) = await sequences.GetProgressAsync(organization, id, cancellation);
        if (read.Sequence.Status == SequenceStatus.Active && !progress.Cursor.AtEnd)
        {
            var plan = await plans.GetAsync(organization, id, read.Sequence.Version, cancellation);
            var further = await enroller.EnrollAsync(read.Sequence, plan.Definition, progress, doorbells, cancellation);
            await sequences.SaveProgressAsync(organization, id, further, version, cancellation);
            return SequenceTurn.Again;
        }

        if (read.Sequence.AttentionAt is { } since && !(progress.AttendedAt >= since))
        {
            await wakeUps.RequestAsync(key, progress.Cohorts, cancellation);
            await sequences.SaveProgressAsync(organization, id, progress with { AttendedAt = since }, version, cancellation);
            await wakeUps.SettleAsync(key, since, cancellation);
        }

        return await EndAsync(read, cancellation);
    }

    private async Task<SequenceTurn> EndAsync(StoredSequence read, CancellationToken cancellation)
    {
        var sequence = read.Sequence;
        if (sequence.Status is SequenceStatus.Canceled or SequenceStatus.Complete) return SequenceTurn.Done;
        if (sequence.Status != SequenceStatus.Active || await wakeUps.AnyOpenAsync(sequence, cancellation)) return SequenceTurn.Sleep;
        await sequences.UpdateAsync(read, SequenceLifecycle.Complete(sequence, wakeUps.Now), definition: null, cancellation);
        return SequenceTurn.Done;
    }
}
