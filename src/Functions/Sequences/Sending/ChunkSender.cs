using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Sequences;
using Cadenza.Domain.Values;
using Cadenza.Functions.Contacts;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Delivery;
using Cadenza.Functions.Sequences.Storage;

namespace Cadenza.Functions.Sequences.Sending;

/// <summary>Everything one run over a chunk starts from.</summary>
internal sealed record ChunkContext(Sequence Sequence, CompiledSequence Plan, ChunkToSend Chunk)
{
    /// <summary>What the step sends.</summary>
    public StepTemplate Template => Plan.Templates[Chunk.Step];

    /// <summary>Whether the contacts have nothing more to come after it.</summary>
    public bool IsLastStep => Chunk.Step == Plan.Definition.Steps.Count - 1;
}

/// <summary>
/// Sends one step to one chunk of a cohort: at most 100 contacts, about four storage operations. Running it twice sends
/// nothing twice (ledger), and running it after a crash finishes what was begun.
/// </summary>
internal sealed class ChunkSender(
    EnrollmentStore enrollments, ContactStore contacts, SequenceStatusCache watch, ChunkRuns runs, UnsubscribeLinks links, OptOuts optOuts, Completions completions)
{
    /// <summary>Runs over the chunk and tells what is known of it now.</summary>
    public async Task<ChunkOutcome> SendAsync(ChunkContext work, CancellationToken cancellation)
    {
        var outageSince = work.Chunk.Waiting?.Wait?.OutageSince + HeldSoFar(work);
        if (work.Chunk.Waiting?.Wait is { } wait && outageSince is { } since) runs.Remember(work.Template, since, wait);
        if (work.Chunk.Waiting is { } waiting && runs.OutageOf(work.Template, outageSince) is { } outage) return StillWaiting(waiting, outage);

        var recipients = new ChunkRecipients(enrollments, contacts, work, watch);
        var outcome = await RunAsync(
            work, recipients, await recipients.EnrolledAsync(cancellation), outageSince, token => watch.IsOpenAsync(work.Sequence, work.Chunk.Cohort, token), cancellation);
        if (outcome.IsComplete && work.IsLastStep)
        {
            await completions.TellAsync(work.Sequence, work.Chunk.Cohort, recipients.Staying(), cancellation);
        }

        return outcome;
    }

    /// <summary>Sends to some contacts of a chunk that was sent before what its step has for them, as far as the ledger has it open.</summary>
    public async Task<ChunkOutcome> SendAgainAsync(
        ChunkContext work, IReadOnlyCollection<ContactId> chosen, DateTimeOffset? outageSince, DateTimeOffset askedAt, CancellationToken cancellation)
    {
        var recipients = new ChunkRecipients(enrollments, contacts, work, watch);
        var enrolled = await recipients.EnrolledAsync(cancellation);
        return await RunAsync(
            work, recipients, [.. enrolled.Where(chosen.Contains)], outageSince, token => watch.MayResendAsync(work.Sequence, work.Chunk.Cohort, askedAt, token), cancellation);
    }

    private async Task<ChunkOutcome> RunAsync(
        ChunkContext work,
        ChunkRecipients recipients,
        IReadOnlyList<ContactId> chosen,
        DateTimeOffset? outageSince,
        Func<CancellationToken, Task<bool>> mayGoOn,
        CancellationToken cancellation)
    {
        var place = LedgerPlace.Of(work.Sequence, work.Chunk);
        var waves = runs.Open(place, await recipients.EnrolledAsync(cancellation));
        var result = await runs.Create(waves, work.Template, outageSince, work.Sequence.OnUnknown == OnUnknown.Resend).RunAsync(
            new StepMessages(place, work.Template, links), chosen, recipients.NowAsync, work.Chunk.IsRepeat || !place.IsPacked, mayGoOn, cancellation);

        // From the ledger, so that a run that ended before it came here is made up for by the next.
        foreach (var contact in result.Declined)
        {
            await optOuts.NoteAsync(work.Sequence.Organization, contact, work.Template.Channel, cancellation);
        }

        return new ChunkOutcome(work.Chunk.Step, work.Chunk.Chunk, result.IsComplete, result.RetryAt, result.Counts)
        {
            Wait = result is { Waiting: > 0, Reason: { } reason } ? new ChunkWait(result.Waiting, reason, result.OutageSince - HeldSoFar(work)) : null,
        };
    }

    // Waits are kept in active time: while the sequence is held, nobody waits for a provider.
    private TimeSpan HeldSoFar(ChunkContext work) => watch.Now - work.Sequence.ActiveNow(work.Chunk.Cohort, watch.Now);

    // Nothing was tried, so nothing is read: a long outage costs no storage for the contacts that wait.
    private static ChunkOutcome StillWaiting(ChunkOutcome waiting, Outage outage) =>
        waiting with { RetryAt = outage.RetryAt, Wait = waiting.Wait! with { Reason = outage.Reason } };
}

/// <summary>Makes the runs over chunks.</summary>
internal sealed class ChunkRuns(LedgerStore ledger, Deliveries deliveries, Circuits circuits, RetrySchedule retries, TimeProvider clock)
{
    /// <summary>What a run over a chunk reserves and records.</summary>
    /// <param name="place">Where the messages are kept.</param>
    /// <param name="members">Everybody in the chunk.</param>
    public LedgerWaves Open(LedgerPlace place, IReadOnlyList<ContactId> members) => new(ledger, place, members, clock);

    /// <summary>A run over messages of one step; it is used once.</summary>
    /// <param name="waves">Keeps what it does.</param>
    /// <param name="step">The step.</param>
    /// <param name="outageSince">Since when its messages wait for their provider; null when they do not.</param>
    /// <param name="mayResend">Whether what may have been sent is sent once more.</param>
    public ChunkRun Create(LedgerWaves waves, StepTemplate step, DateTimeOffset? outageSince, bool mayResend) => new(
        waves, new StepDelivery(step.Channel, deliveries.For(step.Channel), circuits.For(step.Channel, step.Sender), outageSince, mayResend), retries, clock);

    /// <summary>Messages of a step wait for their provider since a time, as their cohort has it.</summary>
    public void Remember(StepTemplate step, DateTimeOffset since, ChunkWait wait) =>
        circuits.For(step.Channel, step.Sender).Remember(since, wait.Reason, wait.Messages);

    /// <summary>The outage that lets no message of a step be tried, or given up, now; null when there is something to do.</summary>
    /// <param name="step">The step.</param>
    /// <param name="outageSince">Since when its messages wait for their provider; null when they do not.</param>
    public Outage? OutageOf(StepTemplate step, DateTimeOffset? outageSince) =>
        clock.GetUtcNow() - outageSince < retries.MaxOutage ? circuits.For(step.Channel, step.Sender).Closed : null;
}
