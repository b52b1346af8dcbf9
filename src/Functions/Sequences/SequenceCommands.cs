using Azure;
using Cadenza.Domain.Organizations;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Orchestrations;
using Cadenza.Functions.Storage;

namespace Cadenza.Functions.Sequences;

/// <summary>What came of a lifecycle command.</summary>
internal abstract record CommandResult
{
    private CommandResult()
    {
    }

    /// <summary>It is done and stored.</summary>
    /// <param name="Stored">The sequence now.</param>
    /// <param name="Before">Its status before.</param>
    public sealed record Done(StoredSequence Stored, SequenceStatus Before) : CommandResult;

    /// <summary>The organization has no such sequence.</summary>
    public sealed record NotFound : CommandResult;

    /// <summary>It changed since the caller read it.</summary>
    public sealed record Stale : CommandResult;

    /// <summary>The sequence is continuous, and those cannot be started yet.</summary>
    public sealed record Continuous : CommandResult;

    /// <summary>Its status does not allow the command.</summary>
    /// <param name="Status">The status.</param>
    public sealed record WrongStatus(SequenceStatus Status) : CommandResult;
}

/// <summary>Carries out what a user asks of a sequence's lifecycle: due entry first, row second, ring third.</summary>
internal sealed class SequenceCommands(SequenceStore sequences, DueStore due, SequenceClock clock, SequenceChanges changes)
{
    private const int MaxRaces = 20;

    /// <summary>Executes a command on the sequence with this id or custom id.</summary>
    /// <param name="organization">Whose sequence.</param>
    /// <param name="id">Its id or custom id.</param>
    /// <param name="command">What to do.</param>
    /// <param name="doorbells">Rings its driver.</param>
    /// <param name="allows">Whether the caller wants it done to a sequence in this version (G4).</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public async Task<CommandResult> ExecuteAsync(
        OrganizationId organization, string id, LifecycleCommand command, Doorbells doorbells, Func<ETag, bool> allows, CancellationToken cancellation)
    {
        for (var race = 1; ; race++)
        {
            if (await sequences.FindAsync(organization, id, cancellation) is not { } read) return new CommandResult.NotFound();
            if (!allows(read.Version)) return new CommandResult.Stale();
            if (command == LifecycleCommand.Start && read.Sequence.IsContinuous) return new CommandResult.Continuous();
            if (SequenceLifecycle.Apply(read.Sequence, command, clock.Now) is not { } changed) return new CommandResult.WrongStatus(read.Sequence.Status);
            try
            {
                return await StoreAsync(read, changed, doorbells, cancellation);
            }
            catch (RequestFailedException error) when (error.IsStale() && race < MaxRaces)
            {
                // Somebody else's change came first: the command is judged by what is stored now.
            }
        }
    }

    private async Task<CommandResult> StoreAsync(StoredSequence read, Sequence changed, Doorbells doorbells, CancellationToken cancellation)
    {
        var key = new SequenceKey(changed.Organization.ToString(), changed.Id.ToString());
        var needsAttention = changed.AttentionAt != read.Sequence.AttentionAt;
        if (needsAttention) await due.PutAsync(new DueEntry(changed.AttentionAt!.Value, key.Organization, key.Sequence, Ordinal: null), cancellation);
        var stored = await sequences.UpdateAsync(read, changed, definition: null, cancellation)
            ?? throw new InvalidOperationException("A change of status met a conflict of custom ids.");
        await changes.PublishAsync(changed.Id, needsAttention ? () => doorbells.RingSequenceAsync(key, cancellation) : null);
        return new CommandResult.Done(stored, read.Sequence.Status);
    }
}
