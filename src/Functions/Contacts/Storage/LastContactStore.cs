using Azure.Data.Tables;
using Cadenza.Domain.Contacts;

namespace Cadenza.Functions.Contacts.Storage;

/// <summary>
/// When contacts were last sent a message by a sequence (B11), packed: up to <see cref="LastContactLeaf.Most"/> contacts in a
/// row, see <see cref="LastContactRows"/>. What a contact's own row says counts beside it; <c>CompleteAsync</c> puts the two
/// together. An erased contact does not come back: whoever adds a contact to a leaf looks on the leaf's version whether it is
/// there, and an erasure, once the contact is gone, changes the leaf that has it or could. See docs/decisions/0112.
/// </summary>
internal sealed class LastContactStore(StorageTables tables)
{
    // Contacts that are noted, and leaves that are written, in one transaction; with those that leaves are split into it has less than a hundred rows.
    private const int MostNoted = 1000;
    private const int MostWritten = 32;

    // For contacts that lie far apart, since the leaves in between are read in vain.
    private const int MostRead = 64;

    // Leaves have 250 contacts or more where contacts are noted one behind the other; more are read than will do, so that one query does.
    private const int FewestInLeaf = 128;

    private readonly ContactPresence _presence = new(tables);

    /// <summary>
    /// Notes when contacts were sent a message, in any order. Never moves a time backwards, and leaves out whoever is not there.
    /// Doing it again changes nothing. For contacts that lie close together a query and a transaction.
    /// </summary>
    public async Task NoteAsync(OrganizationId organization, IReadOnlyCollection<(ContactId Contact, DateTimeOffset At)> contacted, CancellationToken cancellation)
    {
        foreach (var shard in contacted.GroupBy(item => item.Contact.Shard))
        {
            var open = shard.GroupBy(item => item.Contact).Select(contact => new Noted(contact.Key, contact.Max(item => item.At))).OrderByDescending(item => item.Number).ToList();
            while (open.Count > 0)
            {
                var done = await OptimisticWrite.RunAsync(() => NoteAsync(organization, shard.Key, open, cancellation));
                open.RemoveRange(0, done);
            }
        }
    }

    /// <summary>Removes what is noted of an erased contact. After the contact's own row is gone; doing it again does no harm.</summary>
    public Task ForgetAsync(OrganizationId organization, ContactId contact, CancellationToken cancellation) => OptimisticWrite.RunAsync(async () =>
    {
        var number = LastContactRows.NumberOf(contact);
        var leaves = await ReadAsync(organization, contact.Shard, number, 1, cancellation);
        var stored = leaves is [var leaf] ? leaf : new StoredLastContactLeaf(LastContactLeaf.First, null);
        // Written also when nothing is in it: whoever is about to add the contact, having seen it before it went, has to look again.
        var action = Write(organization, contact.Shard, stored, stored.Leaf.Without(number));
        await tables.LastContacts.SubmitTransactionAsync([action], cancellation);
    });

    /// <summary>The contact with its last contact: the later of its own and the one noted here. One query.</summary>
    public async Task<Contact> CompleteAsync(OrganizationId organization, Contact contact, CancellationToken cancellation) =>
        (await CompleteAsync(organization, [contact], cancellation))[0];

    /// <inheritdoc cref="CompleteAsync(OrganizationId, Contact, CancellationToken)"/>
    public async Task<StoredContact> CompleteAsync(OrganizationId organization, StoredContact stored, CancellationToken cancellation) =>
        stored with { Contact = await CompleteAsync(organization, stored.Contact, cancellation) };

    /// <summary>The same for many, in their order: one query a shard where they lie close together.</summary>
    public async Task<List<Contact>> CompleteAsync(OrganizationId organization, IReadOnlyCollection<Contact> contacts, CancellationToken cancellation)
    {
        var known = await AtOnce.AllAsync(
            contacts.GroupBy(contact => contact.Id.Shard), shard => ReadAsync(organization, shard.Key, [.. shard.Select(contact => contact.Id)], cancellation));
        var noted = known.SelectMany(shard => shard).ToDictionary();
        return [.. contacts.Select(contact => noted.TryGetValue(contact.Id, out var at) ? contact.WithLastContact(at) : contact)];
    }

    // The times noted of contacts of one shard, from the highest id down: each query leads to at least one contact's leaf.
    private async Task<Dictionary<ContactId, DateTimeOffset>> ReadAsync(OrganizationId organization, int shard, List<ContactId> wanted, CancellationToken cancellation)
    {
        var open = wanted.Distinct().Select(contact => (Number: LastContactRows.NumberOf(contact), Contact: contact)).OrderByDescending(item => item.Number).ToList();
        var found = new Dictionary<ContactId, DateTimeOffset>(open.Count);
        var most = LeavesOf(open.Count, MostRead);
        for (var at = 0; at < open.Count; most = Math.Min(most * 2, MostRead))
        {
            var leaves = await ReadAsync(organization, shard, open[at].Number, most, cancellation);
            // The first leaf has the lowest ids of all: without it there is none.
            if (leaves.Count == 0) break;
            foreach (var (leaf, _) in leaves)
            {
                for (; at < open.Count && open[at].Number >= leaf.From; at++)
                {
                    if (leaf.Find(open[at].Number) is { } time) found[open[at].Contact] = time;
                }
            }
        }

        return found;
    }

    // Those that go into leaves that lie close together; answers how many of the list that are.
    private async Task<int> NoteAsync(OrganizationId organization, int shard, List<Noted> open, CancellationToken cancellation)
    {
        var noted = open.Take(MostNoted).ToList();
        var leaves = await ReadAsync(organization, shard, noted[0].Number, LeavesOf(noted.Count, MostWritten), cancellation);
        if (leaves.Count == 0) leaves = [new StoredLastContactLeaf(LastContactLeaf.First, null)];
        var parts = new List<(StoredLastContactLeaf Stored, List<Noted> Noted)>();
        var at = 0;
        foreach (var leaf in leaves)
        {
            var own = noted.Skip(at).TakeWhile(item => item.Number >= leaf.Leaf.From).ToList();
            if (own.Count > 0) parts.Add((leaf, own));
            at += own.Count;
        }

        // Whoever is in a leaf is not asked for: an erasure removes it from there.
        var added = parts.SelectMany(part => part.Noted.Where(item => part.Stored.Leaf.Find(item.Number) is null)).Select(item => item.Contact).ToList();
        var gone = added.Count == 0 ? [] : added.Except(await _presence.FindAsync(organization, shard, added, cancellation)).ToHashSet();
        var actions = parts.SelectMany(part => Write(organization, shard, part.Stored, part.Noted.Where(item => !gone.Contains(item.Contact)))).ToList();
        if (actions.Count > 0) await tables.LastContacts.SubmitTransactionAsync(actions, cancellation);
        return at;
    }

    private static IEnumerable<TableTransactionAction> Write(OrganizationId organization, int shard, StoredLastContactLeaf stored, IEnumerable<Noted> noted)
    {
        var leaf = stored.Leaf.With(noted.Select(item => KeyValuePair.Create(item.Number, item.At)));
        if (ReferenceEquals(leaf, stored.Leaf)) return [];
        var parts = leaf.Split();
        return parts.Skip(1).Select(part => StorageErrors.Add(LastContactRows.ToRow(organization, shard, part))).Prepend(Write(organization, shard, stored, parts[0]));
    }

    private static TableTransactionAction Write(OrganizationId organization, int shard, StoredLastContactLeaf stored, LastContactLeaf leaf)
    {
        var row = LastContactRows.ToRow(organization, shard, leaf);
        return stored.Version is { } version ? StorageErrors.Replace(row, version) : StorageErrors.Add(row);
    }

    // The leaf of an id and those before it, the nearest first.
    private async Task<List<StoredLastContactLeaf>> ReadAsync(OrganizationId organization, int shard, UInt128 highest, int most, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {LastContactRows.Partition(organization, shard)} and RowKey ge {LastContactRows.Key(highest)}");
        await foreach (var page in tables.LastContacts.QueryAsync<TableEntity>(filter, most, cancellationToken: cancellation).AsPages())
        {
            // A service may answer an empty page that has a successor.
            if (page.Values.Count == 0 && page.ContinuationToken is not null) continue;
            return [.. page.Values.Select(LastContactRows.FromRow)];
        }

        return [];
    }

    private static int LeavesOf(int contacts, int most) => contacts == 1 ? 1 : Math.Min((contacts / FewestInLeaf) + 2, most);

    private sealed record Noted(ContactId Contact, DateTimeOffset At)
    {
        public UInt128 Number { get; } = LastContactRows.NumberOf(Contact);
    }
}
