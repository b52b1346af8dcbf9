using Azure.Storage.Queues;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Platform.Queues;

namespace Cadenza.Functions.Sequences.Resending;

/// <summary>Which messages a user wants sent again.</summary>
/// <param name="Query">What became of them, and of which step.</param>
/// <param name="Contacts">To whom; null for everybody.</param>
internal sealed record ResendRequest(OutcomeQuery Query, IReadOnlyList<ContactId>? Contacts);

/// <summary>How many messages are, or would be, sent again, and to how many contacts.</summary>
internal sealed record ResendCount(int Messages, int Contacts);

/// <summary>
/// Has messages of a sequence sent again at a user's word (B6). What is asked for is looked up at once and handed over by the
/// queue <see cref="ResendJob.QueueName"/>, a message for each chunk and step; messages of a step that is still under way are left to it.
/// </summary>
internal sealed class Resends(QueueServiceClient queues, OutcomeSearch search)
{
    private readonly QueueClient _queue = queues.GetQueueClient(ResendJob.QueueName);

    /// <summary>Counts the messages.</summary>
    public async Task<ResendCount> CountAsync(Sequence sequence, ResendRequest request, CancellationToken cancellation)
    {
        var (messages, contacts) = (0, 0);
        await foreach (var part in FindAsync(sequence, request, cancellation))
        {
            messages += part.Sum(contact => contact.Messages.Count);
            contacts += part.Count;
        }

        return new ResendCount(messages, contacts);
    }

    /// <summary>Hands the messages over. Handing them over twice under the same id sends none twice.</summary>
    /// <param name="sequence">The sequence: active or complete.</param>
    /// <param name="id">Names the request; the same for its repeats.</param>
    /// <param name="askedAt">When it counts as asked (<see cref="Sequence.ResentAt"/>).</param>
    /// <param name="request">Which messages.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<ResendCount> RequestAsync(Sequence sequence, Guid id, DateTimeOffset askedAt, ResendRequest request, CancellationToken cancellation)
    {
        var (messages, contacts) = (0, 0);
        await foreach (var part in FindAsync(sequence, request, cancellation))
        {
            var works = part
                .SelectMany(contact => contact.Messages.Select(message => (contact.Contact, message.Step)))
                .GroupBy(item => (item.Contact.Run, item.Contact.Ledger.Chunk, item.Step), item => item.Contact.Contact.ToString())
                .Select(group => new ResendJob(
                    id, sequence.Organization.ToString(), sequence.Id.ToString(), group.Key.Run, group.Key.Chunk, group.Key.Step, request.Query.Outcome, [.. group])
                { AskedAt = askedAt });
            await AtOnce.DoAsync(works, work => _queue.SendMessageAsync(QueuedTrace.Write(work), cancellation));
            messages += part.Sum(contact => contact.Messages.Count);
            contacts += part.Count;
        }

        return new ResendCount(messages, contacts);
    }

    private async IAsyncEnumerable<IReadOnlyList<ContactMessages>> FindAsync(
        Sequence sequence, ResendRequest request, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        if (request.Contacts is { } named)
        {
            yield return Finished(await search.FindAsync(sequence, request.Query, named, cancellation));
            yield break;
        }

        for (EnrollmentCursor? cursor = EnrollmentCursor.Start; cursor is { } from;)
        {
            var found = await search.FindAsync(sequence, request.Query, from, Cohort.MaxSize, cancellation);
            yield return Finished(found.Contacts);
            cursor = found.After is { } last ? new EnrollmentCursor(last.Shard, last) : null;
        }
    }

    private static List<ContactMessages> Finished(IEnumerable<ContactMessages> found) =>
    [
        .. found
            .Select(contact => contact with { Messages = [.. contact.Messages.Where(message => message.Step != contact.Contact.Step)] })
            .Where(contact => contact.Messages.Count > 0),
    ];
}
