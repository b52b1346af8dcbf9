using Azure.Storage.Queues;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Platform.Queues;
using Cadenza.Functions.Sequences.Storage;

namespace Cadenza.Functions.Sequences.Sending;

/// <summary>A message of the queue <see cref="LastContactUpdates.QueueName"/>.</summary>
/// <param name="Cohort">The cohort whose contacts were sent something.</param>
/// <param name="Steps">How many steps it had finished when the message was sent.</param>
internal sealed record LastContactUpdate(CohortKey Cohort, int Steps);

/// <summary>
/// Keeps <c>last_contacted_at</c> of contacts (B11). A cohort whose step is done asks for it by a message, which waits a while
/// when the next step is close, so that steps close together cost one write for all of them.
/// </summary>
internal sealed class LastContactUpdates(
    QueueServiceClient queues, CohortStore cohorts, EnrollmentStore enrollments, LedgerStore ledger, LastContactStore contacts, SequenceOptions options)
{
    /// <summary>The name of the queue.</summary>
    public const string QueueName = "contact-touches";

    // The least a queue can wait for; by then the row is stored that the message is about.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly QueueClient _queue = queues.GetQueueClient(QueueName);

    /// <summary>The cohort as it is to be stored: where steps were done since the last time, somebody is asked to note their contacts.</summary>
    /// <param name="key">The cohort.</param>
    /// <param name="cohort">As it is to be.</param>
    /// <param name="untilNext">How long until its next step; null when there is none.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public async Task<Cohort> RequestAsync(CohortKey key, Cohort cohort, TimeSpan? untilNext, CancellationToken cancellation)
    {
        if (cohort.IsTouchPending || cohort.Steps.Count <= cohort.TouchedSteps) return cohort;
        var isNextClose = untilNext < options.TouchDelay;
        await SendAsync(new LastContactUpdate(key, cohort.Steps.Count), isNextClose || options.TouchDelay < Patience ? options.TouchDelay : Patience, cancellation);
        return cohort with { IsTouchPending = true };
    }

    /// <summary>Notes the contacts of the steps done since the last time. Doing it again notes the same times.</summary>
    public async Task TouchAsync(LastContactUpdate message, CancellationToken cancellation)
    {
        var key = message.Cohort;
        if (await cohorts.GetAsync(key, cancellation) is not { Cohort: var cohort } || cohort.TouchedSteps >= message.Steps) return;
        if (cohort.Steps.Count < message.Steps)
        {
            // The message is sent before the step's end is stored, so that it cannot be lost; here it came first.
            await SendAsync(message, Patience, cancellation);
            return;
        }

        var contacted = new List<(ContactId, DateTimeOffset)>(cohort.Size);
        for (var chunk = 0; chunk < cohort.ChunkCount; chunk++)
        {
            var enrolled = await enrollments.GetChunkAsync(key.OrganizationId(), cohort.Id, chunk, cancellation);
            var place = LedgerPlace.Of(key.OrganizationId(), key.SequenceId(), cohort, chunk, step: 0);
            contacted.AddRange(await TimesAsync(place, cohort, [.. enrolled.Contacts], cancellation));
        }

        await contacts.NoteAsync(key.OrganizationId(), contacted, cancellation);

        await OptimisticWrite.RunAsync(async () =>
        {
            if (await cohorts.GetAsync(key, cancellation) is not { } read) return false;
            var changed = await RequestAsync(key, read.Cohort with { TouchedSteps = cohort.Steps.Count, IsTouchPending = false }, untilNext: null, cancellation);
            await cohorts.UpdateAsync(key, read, changed, read.DueEntryAt, cancellation);
            return true;
        });
    }

    private async Task SendAsync(LastContactUpdate message, TimeSpan delay, CancellationToken cancellation) =>
        await _queue.SendMessageAsync(QueuedTrace.Write(message), delay, cancellationToken: cancellation);

    // When each contact was sent something last, looking back step by step until everybody is known.
    private async Task<List<(ContactId Contact, DateTimeOffset At)>> TimesAsync(
        LedgerPlace place, Cohort cohort, List<ContactId> open, CancellationToken cancellation)
    {
        var times = new List<(ContactId, DateTimeOffset)>(open.Count);
        for (var step = cohort.Steps.Count - 1; step >= cohort.TouchedSteps && open.Count > 0; step--)
        {
            var result = cohort.Steps[step];
            if (result.Counts.Sent == cohort.Size)
            {
                times.AddRange(open.Select(contact => (contact, result.EndedAt)));
                return times;
            }

            if (result.Counts.Sent == 0) continue;
            var known = await ledger.ReadAsync(place with { Step = step }, open, cancellation);
            foreach (var contact in open)
            {
                if (known.Find(contact) is { Entry.Status: LedgerStatus.Sent } sent) times.Add((contact, sent.At));
            }

            open = [.. open.Where(contact => known.Find(contact) is not { Entry.Status: LedgerStatus.Sent })];
        }

        return times;
    }
}
