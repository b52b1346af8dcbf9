using Azure.Storage.Queues;
using Cadenza.Domain.Sequences;
using Cadenza.Domain.Values;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Platform.Queues;
using Cadenza.Functions.Sequences.Storage;

namespace Cadenza.Functions.Sequences;

/// <summary>
/// Removes sequences: the sequence at once, what hangs on it by the queue <see cref="QueueName"/>. The ledger stays: it is the
/// proof of what was sent.
/// </summary>
internal sealed class SequenceRemoval(
    QueueServiceClient queues,
    SequenceStore sequences,
    CohortStore cohorts,
    EnrollmentStore enrollments,
    NewcomerStore newcomers,
    MemberStore members)
{
    /// <summary>The queue; its messages name a sequence.</summary>
    public const string QueueName = "sequence-removals";

    // Longer than the removal of the sequence's own row takes after the message is sent.
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(10);
    private readonly QueueClient _queue = queues.GetQueueClient(QueueName);

    /// <summary>Removes a sequence that is neither active nor paused.</summary>
    /// <exception cref="Azure.RequestFailedException">412: it changed since it was read.</exception>
    public async Task RemoveAsync(StoredSequence read, CancellationToken cancellation)
    {
        // The message first: what it finds still there it leaves alone, and what nobody asks for would stay for ever.
        var key = new SequenceKey(read.Sequence.Organization.ToString(), read.Sequence.Id.ToString());
        await _queue.SendMessageAsync(QueuedTrace.Write(key), Delay, cancellationToken: cancellation);
        await sequences.RemoveAsync(read, cancellation);
    }

    /// <summary>Removes what hangs on a removed sequence. Doing it again finds less to remove.</summary>
    public async Task CleanUpAsync(SequenceKey key, CancellationToken cancellation)
    {
        var organization = OrganizationId.Parse(key.Organization);
        var id = SequenceId.Parse(key.Sequence);
        if (await sequences.GetAsync(organization, id, cancellation) is not null) return;
        await foreach (var stored in cohorts.ListAsync(organization, id, cancellation: cancellation))
        {
            await enrollments.RemoveAsync(organization, stored.Cohort.Id, stored.Cohort.ChunkCount, cancellation);
            await cohorts.RemoveAsync(new CohortKey(key.Organization, key.Sequence, stored.Cohort.Ordinal), stored.Cohort.Id, cancellation);
        }

        while (await newcomers.ReadAsync(organization, id, Cohort.ChunkSize, cancellation) is { Count: > 0 } batches)
        {
            foreach (var batch in batches) await newcomers.RemoveAsync(organization, id, batch, cancellation);
        }

        var set = MemberSet.OfSequence(id);
        for (var shard = 0; shard < ContactShards.Count; shard++)
        {
            await foreach (var part in members.ReadShardAsync(organization, set, shard, cancellation: cancellation).Chunk(Cohort.ChunkSize).WithCancellation(cancellation))
            {
                await members.RemoveAsync(organization, set, part.Select(member => member.Contact), cancellation);
            }
        }

        await sequences.RemoveVersionsAsync(organization, id, cancellation);
    }
}
