using Cadenza.Domain.Sequences;
using Cadenza.Functions.Sequences.Enrolling;
using Cadenza.Functions.Sequences.Sending;
using Cadenza.Functions.Sequences.Storage;
using Cadenza.Functions.Timing;

namespace Cadenza.Functions.Sequences;

/// <summary>Moves one sequence on: enrolls, has its cohorts woken when a user changed its status, notices its end.</summary>
internal sealed class SequenceTurn(SequenceStore sequences, SequenceEnrollment enrollment, CohortWakeUps wakeUps)
{
    /// <summary>Does one turn and tells the driver how to go on. A user or another run may be faster: then it decides again.</summary>
    public Task<DriverDirective> AdvanceAsync(SequenceKey key, Doorbells doorbells, CancellationToken cancellation) =>
        OptimisticWrite.RunAsync(() => TryAdvanceAsync(key, doorbells, cancellation));

    private async Task<DriverDirective> TryAdvanceAsync(SequenceKey key, Doorbells doorbells, CancellationToken cancellation)
    {
        var organization = Domain.Organizations.OrganizationId.Parse(key.Organization);
        var id = SequenceId.Parse(key.Sequence);
        if (await sequences.GetAsync(organization, id, cancellation) is not { } read) return DriverDirective.Done;
        var progress = await sequences.GetProgressAsync(organization, id, cancellation);
        if (read.Sequence.Status is SequenceStatus.Active or SequenceStatus.Paused && await enrollment.GoOnAsync(read.Sequence, progress, doorbells, cancellation))
        {
            return DriverDirective.GoOn;
        }

        if (read.Sequence.AttentionAt is { } since && !(progress.Progress.AttendedAt >= since))
        {
            await wakeUps.RequestAsync(key, progress.Progress.Cohorts, cancellation);
            await sequences.SaveProgressAsync(organization, id, progress.Progress with { AttendedAt = since }, progress.Version, cancellation);
            await wakeUps.SettleAsync(key, since, cancellation);
        }

        return await EndAsync(read, progress.Progress, cancellation);
    }

    private async Task<DriverDirective> EndAsync(StoredSequence read, EnrollmentProgress progress, CancellationToken cancellation)
    {
        var sequence = read.Sequence;
        if (sequence.Status is SequenceStatus.Canceled or SequenceStatus.Complete) return DriverDirective.Done;
        if (sequence.Status != SequenceStatus.Active) return DriverDirective.SleepUntil(null);
        if (sequence.IsContinuous) return DriverDirective.SleepUntil(progress.Scan.NextAt);
        if (await wakeUps.AnyOpenAsync(sequence, cancellation)) return DriverDirective.SleepUntil(null);
        await sequences.UpdateAsync(read, SequenceLifecycle.Complete(sequence, wakeUps.Now), definition: null, cancellation);
        return DriverDirective.Done;
    }
}
