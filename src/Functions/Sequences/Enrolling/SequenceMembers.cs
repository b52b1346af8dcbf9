using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Contacts.Storage;

namespace Cadenza.Functions.Sequences.Enrolling;

/// <summary>Where in a sequence a contact is enrolled.</summary>
/// <param name="Cohort">The cohort's id: the run.</param>
/// <param name="Chunk">The chunk of the cohort.</param>
internal sealed record Membership(Guid Cohort, int Chunk);

/// <summary>
/// Whom a sequence has enrolled. A contact can be claimed for one cohort alone, which is what keeps a contact from being
/// enrolled twice, however often and by whomever it is found (B7).
/// </summary>
internal sealed class SequenceMembers(MemberStore members)
{
    /// <summary>Claims contacts of one shard for a chunk; repeating a claim claims nothing twice.</summary>
    /// <returns>Those that are the chunk's, claimed now or by an earlier run, in the order given.</returns>
    public async Task<IReadOnlyList<ContactId>> ClaimAsync(
        Sequence sequence, Membership place, IReadOnlyList<ContactId> contacts, CancellationToken cancellation)
    {
        var cohort = place.Cohort.ToString("D");
        var present = await members.AddAsync(
            sequence.Organization, MemberSet.OfSequence(sequence.Id), contacts.Select(contact => new Member(contact, cohort, place.Chunk)), cancellation);
        return [.. contacts.Where(contact => !present.TryGetValue(contact, out var known) || (known.Cohort == cohort && known.Chunk == place.Chunk))];
    }

    /// <summary>Gives contacts free, so that they can be claimed once more.</summary>
    public Task ReleaseAsync(Sequence sequence, IReadOnlyCollection<ContactId> contacts, CancellationToken cancellation) =>
        members.RemoveAsync(sequence.Organization, MemberSet.OfSequence(sequence.Id), contacts, cancellation);

    /// <summary>Those of some contacts of one shard who are not enrolled.</summary>
    /// <param name="sequence">The sequence.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="after">A contact before all of them, or null.</param>
    /// <param name="contacts">The contacts, in order.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<IReadOnlyList<ContactId>> WithoutAsync(
        Sequence sequence, int shard, ContactId? after, IReadOnlyList<ContactId> contacts, CancellationToken cancellation)
    {
        if (contacts.Count == 0) return contacts;
        var enrolled = new HashSet<ContactId>();
        await foreach (var member in members.ReadShardAsync(
            sequence.Organization, MemberSet.OfSequence(sequence.Id), shard, after, contacts[^1], cancellation)) enrolled.Add(member.Contact);
        return [.. contacts.Where(contact => !enrolled.Contains(contact))];
    }

    /// <summary>Where a contact is enrolled, or null.</summary>
    public async Task<Membership?> FindAsync(Sequence sequence, ContactId contact, CancellationToken cancellation) =>
        await members.GetAsync(sequence.Organization, MemberSet.OfSequence(sequence.Id), contact, cancellation) is { } member ? PlaceOf(member) : null;

    /// <summary>The next contacts enrolled, shard by shard.</summary>
    /// <param name="sequence">The sequence.</param>
    /// <param name="cursor">Where to go on.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<List<(ContactId Contact, Membership Place)>> ReadAsync(
        Sequence sequence, EnrollmentCursor cursor, int limit, CancellationToken cancellation)
    {
        var read = new List<(ContactId, Membership)>();
        for (var place = cursor; !place.AtEnd && read.Count < limit; place = place.NextShard())
        {
            await foreach (var member in members.ReadShardAsync(
                sequence.Organization, MemberSet.OfSequence(sequence.Id), place.Shard, place.After, cancellation: cancellation))
            {
                read.Add((member.Contact, PlaceOf(member)));
                if (read.Count == limit) break;
            }
        }

        return read;
    }

    private static Membership PlaceOf(Member member) => new(
        Guid.Parse(member.Cohort ?? throw new InvalidDataException($"Member {member.Contact} of a sequence has no cohort.")),
        member.Chunk ?? throw new InvalidDataException($"Member {member.Contact} of a sequence has no chunk."));
}
