using Cadenza.Domain.Sequences;
using Cadenza.Functions.Sequences.Storage;
using Cadenza.Functions.Timing;

namespace Cadenza.Functions.Sequences.Enrolling;

/// <summary>Enrolls in turns: those who match now, and in a continuous sequence those who come later (B7).</summary>
internal sealed class SequenceEnrollment(
    SequenceStore sequences, CompiledSequences plans, Enroller enroller, NewcomerEnroller newcomers, RescanSchedule scans)
{
    /// <summary>Enrolls a few cohorts and stores how far it has come; false when there is nobody to enroll now.</summary>
    /// <param name="sequence">The sequence: active, or paused, when newcomers alone are enrolled and wait.</param>
    /// <param name="read">How far enrollment has come.</param>
    /// <param name="doorbells">Starts the cohorts' drivers.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<bool> GoOnAsync(Sequence sequence, StoredProgress read, Doorbells doorbells, CancellationToken cancellation)
    {
        var progress = read.Progress.At(sequence, scans.Now);
        var waiting = sequence.IsContinuous ? await newcomers.ReadAsync(sequence, cancellation) : [];
        var isScanning = sequence.Status == SequenceStatus.Active && !progress.Reading.AtEnd;
        if (waiting.Count == 0 && !isScanning) return false;
        if (progress.NextIds.Count < Enroller.CohortsPerTurn)
        {
            // Noted before they are used, so that a repeat of what follows makes the same cohorts.
            progress = progress with { NextIds = scans.NewIds(progress.NextIds, Enroller.CohortsPerTurn * 2) };
            read = read with { Version = await sequences.SaveProgressAsync(sequence.Organization, sequence.Id, progress, read.Version, cancellation) };
        }

        var plan = await plans.GetAsync(sequence.Organization, sequence.Id, sequence.Version, cancellation);
        var current = read with { Progress = progress };
        await (waiting.Count > 0
            ? TakeNewcomersAsync(sequence, plan, current, waiting, doorbells, cancellation)
            : ScanAsync(sequence, plan, current, doorbells, cancellation));
        return true;
    }

    private async Task ScanAsync(Sequence sequence, CompiledSequence plan, StoredProgress read, Doorbells doorbells, CancellationToken cancellation)
    {
        var further = await enroller.EnrollAsync(sequence, plan, read.Progress, doorbells, cancellation);
        var earlier = further.Scan.NextAt;
        if (further.Reading.AtEnd) further = further.ScanDone(await scans.NextAsync(sequence, cancellation));
        await sequences.SaveProgressAsync(sequence.Organization, sequence.Id, further, read.Version, cancellation);
        if (further.Reading.AtEnd && earlier is { } past) await scans.SettleAsync(sequence, past, cancellation);
    }

    private async Task TakeNewcomersAsync(
        Sequence sequence, CompiledSequence plan, StoredProgress read, List<NewcomerBatch> waiting, Doorbells doorbells, CancellationToken cancellation)
    {
        var (further, taken) = await newcomers.EnrollAsync(sequence, plan, read.Progress, waiting, doorbells, cancellation);
        await sequences.SaveProgressAsync(sequence.Organization, sequence.Id, further, read.Version, cancellation);
        await newcomers.SettleAsync(sequence, taken, cancellation);
    }
}
