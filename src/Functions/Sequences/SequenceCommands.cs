using Azure;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Sequences.Sending;
using Cadenza.Functions.Sequences.Storage;
using Cadenza.Functions.Timing;

namespace Cadenza.Functions.Sequences;

/// <summary>What came of a lifecycle command.</summary>
internal abstract record CommandResult
{
    private CommandResult()
    {
    }

    /// <summary>It is done and stored.</summary>
    /// <param name="Stored">The sequence now.</param>
    /// <param name="Before">The status before of the sequence, or of the run.</param>
    /// <param name="Run">The run it was done to; null for the sequence itself.</param>
    public sealed record Done(StoredSequence Stored, SequenceStatus Before, Guid? Run = null) : CommandResult
    {
        /// <summary>The status now of the sequence, or of the run by itself.</summary>
        public SequenceStatus After => Run is { } run ? Stored.Sequence.ControlOf(run)!.Status : Stored.Sequence.Status;
    }

    /// <summary>The organization has no such sequence or run.</summary>
    public sealed record NotFound : CommandResult;

    /// <summary>The sequence changed since the caller read it.</summary>
    public sealed record Stale : CommandResult;

    /// <summary>The status of the sequence or run does not allow the command.</summary>
    /// <param name="Subject">"sequence" or "run".</param>
    /// <param name="Status">The status.</param>
    public sealed record WrongStatus(string Subject, SequenceStatus Status) : CommandResult;

    /// <summary>Steps need a link to unsubscribe that cannot be made.</summary>
    /// <param name="Steps">Which, from 0.</param>
    public sealed record NoUnsubscribeUrl(IReadOnlyList<int> Steps) : CommandResult;

    /// <summary>Too many runs of the sequence are controlled apart from the others.</summary>
    public sealed record TooManyRuns : CommandResult;
}

/// <summary>Carries out what a user asks of the lifecycle of a sequence or a run.</summary>
internal sealed class SequenceCommands(SequenceStore sequences, RunCommands runs, SequenceChanges changes, UnsubscribeCheck check, TimeProvider clock)
{
    /// <summary>Executes a command on the sequence with this id or custom id, or on the run with this id.</summary>
    /// <param name="organization">The organization of the sequence.</param>
    /// <param name="id">Its id or custom id, or a run's id.</param>
    /// <param name="command">The command.</param>
    /// <param name="doorbells">Rings its driver.</param>
    /// <param name="allows">Whether the caller wants it done to a sequence in this version (G4).</param>
    /// <param name="cancellation">Cancels the call.</param>
    public Task<CommandResult> ExecuteAsync(
        OrganizationId organization, string id, LifecycleCommand command, Doorbells doorbells, Func<ETag, bool> allows, CancellationToken cancellation) =>
        OptimisticWrite.RunAsync(async () => await sequences.FindAsync(organization, id, cancellation) is { } read
            ? await ExecuteAsync(read, command, doorbells, allows, cancellation)
            : await runs.ExecuteAsync(organization, id, command, doorbells, allows, cancellation));

    private async Task<CommandResult> ExecuteAsync(
        StoredSequence read, LifecycleCommand command, Doorbells doorbells, Func<ETag, bool> allows, CancellationToken cancellation)
    {
        if (!allows(read.Version)) return new CommandResult.Stale();
        if (SequenceLifecycle.Apply(read.Sequence, command, clock.GetUtcNow()) is not { } changed)
        {
            return new CommandResult.WrongStatus("sequence", read.Sequence.Status);
        }

        if (command == LifecycleCommand.Start && await check.FaultsAsync(read.Sequence, cancellation) is { Count: > 0 } steps)
        {
            return new CommandResult.NoUnsubscribeUrl(steps);
        }

        var stored = await changes.StoreAsync(read, changed, definition: null, doorbells, cancellation)
            ?? throw new InvalidOperationException("A change of status met a conflict of custom ids.");
        return new CommandResult.Done(stored, read.Sequence.Status);
    }
}
