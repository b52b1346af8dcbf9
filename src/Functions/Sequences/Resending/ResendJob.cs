using Azure.Storage.Queues;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Platform.Queues;
using Cadenza.Functions.Sequences.Sending;
using Cadenza.Functions.Sequences.Storage;

namespace Cadenza.Functions.Sequences.Resending;

/// <summary>A message of the queue <see cref="QueueName"/>: send a step again to these contacts of a chunk.</summary>
/// <param name="Id">The user's request.</param>
/// <param name="Organization">The organization of the sequence.</param>
/// <param name="Sequence">The sequence.</param>
/// <param name="Run">The run.</param>
/// <param name="Chunk">The chunk of the run, from 0.</param>
/// <param name="Step">The step, from 0.</param>
/// <param name="Outcome">What became of the messages; others are left alone.</param>
/// <param name="Contacts">The contacts, at most a chunk of them.</param>
internal sealed record ResendJob(
    Guid Id, string Organization, string Sequence, Guid Run, int Chunk, int Step, LedgerStatus Outcome, IReadOnlyList<string> Contacts)
{
    /// <summary>The name of the queue.</summary>
    public const string QueueName = "resends";

    /// <summary>Since when the messages wait for a provider that is out of order, in the run's active time; null when they do not.</summary>
    public DateTimeOffset? OutageSince { get; init; }

    /// <summary>When the user asked; messages from before this was noted count as asked before any other.</summary>
    public DateTimeOffset AskedAt { get; init; }

    /// <summary>Whether its messages have been opened: what others open meanwhile is theirs.</summary>
    public bool IsOpened { get; init; }
}

/// <summary>
/// Sends messages again. Idempotent by the ledger: a message that the request has opened once is not opened again, and one
/// that is open is sent as after any failure.
/// </summary>
internal sealed class ResendExecution(
    QueueServiceClient queues, SequenceStatusCache watch, CompiledSequences plans, DeliverySlots slots, ChunkSender sender, ResendLedger ledger)
{
    private static readonly TimeSpan WhilePaused = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);
    private readonly QueueClient _queue = queues.GetQueueClient(ResendJob.QueueName);

    /// <summary>Carries one message out, and asks for it once more when messages wait to be tried.</summary>
    public async Task RunAsync(ResendJob work, CancellationToken cancellation)
    {
        var organization = OrganizationId.Parse(work.Organization);
        if (await watch.GetAsync(organization, SequenceId.Parse(work.Sequence), cancellation) is not { } sequence) return;
        if (await ledger.FindAsync(organization, work.Run, cancellation) is not { } cohort) return;
        List<ContactId> contacts = [.. work.Contacts.Select(ContactId.Parse)];
        if (IsOff(sequence, work))
        {
            await ledger.CloseAsync(sequence, cohort, work, contacts, cancellation);
            await ledger.RecountAsync(sequence, cohort, work.Step, contacts, cancellation);
            return;
        }

        if (sequence.StatusOf(work.Run) == SequenceStatus.Paused)
        {
            await AskAgainAsync(work, WhilePaused, cancellation);
            return;
        }

        if (!work.IsOpened) await ledger.ReopenAsync(sequence, cohort, work, contacts, cancellation);
        var outcome = await SendAsync(sequence, cohort, work, contacts, cancellation);
        var now = await watch.GetAsync(organization, sequence.Id, cancellation);
        if (now is not null && IsOff(now, work)) await ledger.CloseAsync(sequence, cohort, work, contacts, cancellation);
        else if (outcome.RetryAt is { } retryAt) await AskAgainAsync(work with { OutageSince = outcome.Wait?.OutageSince, IsOpened = true }, retryAt - watch.Now, cancellation);
        else if (!outcome.IsComplete && now?.StatusOf(work.Run) == SequenceStatus.Paused) await AskAgainAsync(work with { IsOpened = true }, WhilePaused, cancellation);
        await ledger.RecountAsync(sequence, cohort, work.Step, contacts, cancellation);
    }

    private static bool IsOff(Sequence sequence, ResendJob work) =>
        sequence.StatusOf(work.Run) == SequenceStatus.Canceled || sequence.IsCalledOff(work.AskedAt);

    private async Task<ChunkOutcome> SendAsync(
        Sequence sequence, Cohort cohort, ResendJob work, List<ContactId> contacts, CancellationToken cancellation)
    {
        var plan = await plans.GetAsync(sequence.Organization, sequence.Id, cohort.Version, cancellation);
        var chunk = new ChunkToSend(cohort.Id, cohort.Version, work.Step, work.Chunk, IsRepeat: true)
        {
            IsReenrollment = cohort.IsReenrollment,
            IsLedgerPacked = cohort.IsLedgerPacked,
        };
        var todo = new ChunkContext(sequence, plan, chunk);
        using var slot = await slots.EnterAsync(todo.Template.Channel, cancellation);
        return await sender.SendAgainAsync(todo, contacts, work.OutageSince, work.AskedAt, cancellation);
    }

    private async Task AskAgainAsync(ResendJob work, TimeSpan after, CancellationToken cancellation)
    {
        var delay = after < TimeSpan.Zero ? TimeSpan.Zero : after > LongestWait ? LongestWait : after;
        await _queue.SendMessageAsync(QueuedTrace.Write(work), delay, cancellationToken: cancellation);
    }
}
