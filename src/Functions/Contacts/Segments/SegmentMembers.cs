using Cadenza.Domain.Contacts;
using Cadenza.Domain.Values;
using Cadenza.Functions.Contacts.Storage;

namespace Cadenza.Functions.Contacts.Segments;

/// <summary>
/// The members of segments. Whoever adds looks afterwards whether segment and contacts are still there, and whoever deletes
/// those removes members afterwards: so in whatever order they come, nobody stays a member who is gone, and counts are exact.
/// </summary>
internal sealed class SegmentMembers(
    SegmentStore segments, MemberStore members, ContactStore contacts, MatchingContactReaders candidates, ContactChanges changes)
{
    private const int RemovedAtOnce = 500;

    /// <summary>How many contacts belong to a segment: kept for a list, counted for a saved filter.</summary>
    public Task<int> CountAsync(OrganizationId organization, Segment segment, CancellationToken cancellation) => segment.IsStatic
        ? members.CountAsync(organization, MemberSet.OfSegment(segment.Id), cancellation)
        : candidates.CountAsync(organization, segment.Filter, cancellation);

    /// <summary>Adds contacts to a list.</summary>
    /// <returns>How many are new in it; null when the segment was deleted meanwhile.</returns>
    public async Task<int?> AddAsync(OrganizationId organization, SegmentId segment, IReadOnlyCollection<ContactId> ids, CancellationToken cancellation)
    {
        var set = MemberSet.OfSegment(segment);
        var present = await members.AddAsync(organization, set, ids.Select(id => new Member(id)), cancellation);
        var added = ids.Where(id => !present.ContainsKey(id)).ToHashSet();
        var alive = (await contacts.GetEachAsync(organization, added, cancellation)).Select(stored => stored.Contact.Id).ToHashSet();
        var isGone = await segments.GetAsync(organization, segment, cancellation) is null;
        await members.RemoveAsync(organization, set, isGone ? added : added.Except(alive), cancellation);
        if (isGone) return null;
        foreach (var id in alive) changes.Publish(organization, id);
        return alive.Count;
    }

    /// <summary>Removes a contact from a list; false when it was not in it.</summary>
    public async Task<bool> RemoveAsync(OrganizationId organization, SegmentId segment, ContactId contact, CancellationToken cancellation) =>
        await members.RemoveAsync(organization, MemberSet.OfSegment(segment), [contact], cancellation) > 0;

    /// <summary>Removes an erased contact from every list.</summary>
    public async Task ForgetAsync(OrganizationId organization, ContactId contact, CancellationToken cancellation)
    {
        await foreach (var stored in segments.ListAsync(organization, after: null, cancellation))
        {
            if (stored.Segment.IsStatic) await RemoveAsync(organization, stored.Segment.Id, contact, cancellation);
        }
    }

    /// <summary>Deletes a segment: it is gone at once, then its members, then its row. Repeating it finishes what was begun.</summary>
    public async Task DeleteAsync(OrganizationId organization, StoredSegment stored, CancellationToken cancellation)
    {
        if (!stored.IsDeleted) await segments.MarkDeletedAsync(organization, stored, cancellation);
        var set = MemberSet.OfSegment(stored.Segment.Id);
        for (var shard = 0; shard < ContactShards.Count; shard++)
        {
            var batch = new List<ContactId>();
            await foreach (var member in members.ReadShardAsync(organization, set, shard, cancellation: cancellation))
            {
                batch.Add(member.Contact);
                if (batch.Count < RemovedAtOnce) continue;
                await members.RemoveAsync(organization, set, batch, cancellation);
                batch.Clear();
            }

            await members.RemoveAsync(organization, set, batch, cancellation);
        }

        await members.RemoveCountsAsync(organization, set, cancellation);
        await segments.RemoveAsync(organization, stored.Segment.Id, cancellation);
    }
}
