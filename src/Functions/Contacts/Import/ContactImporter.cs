using Azure;
using Cadenza.Domain.Contacts;
using Cadenza.Functions.Contacts.Storage;

namespace Cadenza.Functions.Contacts.Import;

/// <summary>
/// Stores the rows of an import, a block at a time (B11). New people go in transactions of up to a hundred rows a shard, all
/// shards at once; whoever is there already is found by a point read and changed one by one. Rows of one block that name the
/// same person are carried out in their order, and so are blocks: the last row wins. Sending a file again stores nothing
/// twice: people are found by their addresses, and a row that changes nothing writes nothing.
/// </summary>
internal sealed class ContactImporter(
    ContactStore contacts, LastContactStore lastContacts, ContactCreation creation, ContactChanges changes, TimeProvider clock)
{
    /// <summary>The most rows of one block.</summary>
    public const int BlockSize = 2000;

    private const int AtOnce = 32;
    private const int MaxRaces = 20;

    /// <summary>Carries out a block of rows.</summary>
    public async Task<IReadOnlyList<RowResult>> StoreAsync(OrganizationId organization, IReadOnlyList<ImportRow> rows, CancellationToken cancellation)
    {
        var results = new List<RowResult>(rows.Count);
        var (first, repeated) = Split(rows);
        var created = await CreateAsync(organization, first, cancellation);
        results.AddRange(created.Values);
        var rest = first.Where(row => !created.ContainsKey(row.Number)).ToList();
        var updated = new RowResult[rest.Count];
        await Parallel.ForAsync(0, rest.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (index, token) =>
            updated[index] = await UpsertAsync(organization, rest[index], token));
        results.AddRange(updated);
        foreach (var row in repeated) results.Add(await UpsertAsync(organization, row, cancellation));
        foreach (var result in results)
        {
            if (result.Contact is { } contact) changes.Publish(organization, contact);
        }

        return results;
    }

    // Rows that share an address with an earlier one wait for it.
    private static (List<ImportRow> First, List<ImportRow> Repeated) Split(IReadOnlyList<ImportRow> rows)
    {
        var seen = new HashSet<ContactAddress>();
        var (first, repeated) = (new List<ImportRow>(rows.Count), new List<ImportRow>());
        foreach (var row in rows)
        {
            var isNew = true;
            foreach (var address in row.Addresses) isNew &= seen.Add(address);
            (isNew ? first : repeated).Add(row);
        }

        return (first, repeated);
    }

    private async Task<Dictionary<int, RowResult>> CreateAsync(OrganizationId organization, List<ImportRow> rows, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var made = rows.ToDictionary(row => New(row, now).Id, row => row);
        var stored = await creation.CreateManyAsync(organization, [.. made.Select(pair => pair.Value.Apply(Blank(pair.Key, now)))], cancellation);
        return stored.ToDictionary(id => made[id].Number, id => new RowResult(made[id].Number, RowStatus.Created, id));
    }

    private async Task<RowResult> UpsertAsync(OrganizationId organization, ImportRow row, CancellationToken cancellation)
    {
        for (var race = 1; ; race++)
        {
            try
            {
                var found = await FindAsync(organization, row, cancellation);
                var now = clock.GetUtcNow();
                var before = found?.Contact ?? New(row, now);
                var after = row.Apply(before);
                if (Fault(row, after) is { } fault) return fault;
                if (found is { } read && IsSame(before, after)) return new RowResult(row.Number, RowStatus.Updated, before.Id);
                var result = found is { } stored
                    ? (await contacts.UpdateAsync(organization, stored, after with { UpdatedAt = now }, cancellation)).Result
                    : (await creation.CreateAsync(organization, after, cancellation)).Result;
                if (result == ContactWrite.Done) return new RowResult(row.Number, found is null ? RowStatus.Created : RowStatus.Updated, after.Id);
                // Somebody created the person meanwhile: then there is somebody to change.
                if (found is null && race < MaxRaces && await FindAsync(organization, row, cancellation) is not null) continue;
                return RowResult.Failed(row.Number, result == ContactWrite.EmailTaken ? "/email" : "/phone", "is taken by another contact");
            }
            catch (RequestFailedException error) when ((error.IsStale() || error.IsMissing()) && race < MaxRaces)
            {
                // Somebody else changed the contact first.
            }
        }
    }

    private async Task<StoredContact?> FindAsync(OrganizationId organization, ImportRow row, CancellationToken cancellation)
    {
        foreach (var address in row.Addresses)
        {
            if (await contacts.FindContactAsync(organization, address, cancellation) is { } found)
                return row.SetsLastContact ? await lastContacts.CompleteAsync(organization, found, cancellation) : found;
        }

        return null;
    }

    private static RowResult? Fault(ImportRow row, Contact contact) =>
        contact.Refusal() is var (pointer, fault) ? RowResult.Failed(row.Number, pointer, fault) : null;

    private static Contact New(ImportRow row, DateTimeOffset now) =>
        Blank(ContactId.Create(Guid.CreateVersion7(now), row.Addresses[0].Shard), now);

    private static Contact Blank(ContactId id, DateTimeOffset now) =>
        new(id, null, null, null, new Dictionary<string, string>(), false, now, now);

    private static bool IsSame(Contact before, Contact after) =>
        before.Name == after.Name
        && before.Email == after.Email
        && before.Phone == after.Phone
        && before.Unsubscribed == after.Unsubscribed
        && before.UnsubscribedChannels.SequenceEqual(after.UnsubscribedChannels)
        && before.LastContactedAt == after.LastContactedAt
        && before.LastContactedWithHandoffAt == after.LastContactedWithHandoffAt
        && IsSame(before.Attributes, after.Attributes)
        && before.Sessions.Count == after.Sessions.Count
        && before.Sessions.Zip(after.Sessions).All(pair => pair.First.Id == pair.Second.Id && IsSame(pair.First.Attributes, pair.Second.Attributes));

    private static bool IsSame(IReadOnlyDictionary<string, string> left, IReadOnlyDictionary<string, string> right) =>
        left.Count == right.Count && left.All(pair => right.TryGetValue(pair.Key, out var value) && value == pair.Value);
}
