using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Sequences.Storage;

namespace Cadenza.Functions.Sequences.Sending;

/// <summary>
/// The contacts of one chunk while it is sent. They are read again when the reading is older than
/// <see cref="SequenceStatusCache.MaxAge"/>, so that who unsubscribes, leaves or is erased while a slow mail server takes the chunk
/// is not sent to (B9).
/// </summary>
internal sealed class ChunkRecipients(EnrollmentStore enrollments, ContactStore contacts, ChunkContext work, SequenceStatusCache watch)
{
    private StoredChunk? _chunk;
    private Dictionary<ContactId, Recipient> _recipients = [];
    private DateTimeOffset _readAt;

    /// <summary>Everybody in the chunk.</summary>
    public async Task<IReadOnlyList<ContactId>> EnrolledAsync(CancellationToken cancellation)
    {
        await NowAsync(cancellation);
        return _chunk!.Contacts;
    }

    /// <summary>Those who were still there and had not left when they were last looked at.</summary>
    public IEnumerable<ContactId> Staying() =>
        _recipients.Where(recipient => recipient.Value is { Contact: not null, HasExited: false }).Select(recipient => recipient.Key);

    /// <summary>The contacts as of at most <see cref="SequenceStatusCache.MaxAge"/> ago.</summary>
    public async ValueTask<IReadOnlyDictionary<ContactId, Recipient>> NowAsync(CancellationToken cancellation)
    {
        var now = watch.Now;
        if (_chunk is not null && now - _readAt <= SequenceStatusCache.MaxAge) return _recipients;
        var chunk = await enrollments.GetChunkAsync(work.Sequence.Organization, work.Chunk.Cohort, work.Chunk.Chunk, cancellation);
        var recipients = new Dictionary<ContactId, Recipient>(chunk.Contacts.Count);
        foreach (var shard in chunk.Contacts.GroupBy(contact => contact.Shard))
        {
            var found = await contacts.GetManyAsync(work.Sequence.Organization, shard.Key, [.. shard], cancellation);
            foreach (var id in shard) recipients[id] = new Recipient(found.GetValueOrDefault(id), chunk.Exits.ContainsKey(id));
        }

        (_chunk, _recipients, _readAt) = (chunk, recipients, now);
        return recipients;
    }
}
