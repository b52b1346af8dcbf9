using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Contacts;

namespace Cadenza.Functions.Contacts.Storage;

/// <content>Creating many contacts at once.</content>
internal sealed partial class ContactStore
{
    // One row less than a transaction takes, for the events of its contacts.
    private const int MaxActions = 99;

    // A transaction may have 4 MiB, of which the estimate leaves a margin.
    private const int MaxTransactionSize = 2 * 1024 * 1024;

    private const int MaxRounds = 3;

    /// <summary>
    /// Stores those of the new contacts whose addresses nobody has, in transactions of up to a hundred rows, all shards at
    /// once. No two of them may share an address. Whoever is left out may be there already, or was overtaken: the caller
    /// deals with them one by one.
    /// </summary>
    /// <returns>Who was stored.</returns>
    public async Task<IReadOnlyCollection<ContactId>> CreateManyAsync(
        OrganizationId organization, IReadOnlyCollection<Contact> people, CancellationToken cancellation)
    {
        var startedAt = clock.GetUtcNow();
        var claims = people
            .SelectMany(person => ContactAddress.Of(person).Where(address => address.Shard != person.Id.Shard).Select(address => (Person: person.Id, Address: address)))
            .ToList();
        var reserved = await ReserveManyAsync(organization, claims, cancellation);
        var waiting = claims.Select(claim => claim.Person).Except(reserved.Keys).ToHashSet();
        var ready = people.Where(person => !waiting.Contains(person.Id));
        // What was reserved too long ago could be taken over: then everybody goes the slow way.
        var isLate = reserved.Count > 0 && clock.GetUtcNow() - startedAt > ReservedFor;
        var stored = isLate ? [] : (await Task.WhenAll(Batches(ready).Select(batch => CreateBatchAsync(organization, batch, cancellation)))).SelectMany(ids => ids).ToHashSet();
        foreach (var (person, claim) in reserved)
        {
            if (!stored.Contains(person)) await _claims.ReleaseAsync(organization, claim.Address, claim.Version, CancellationToken.None);
        }

        return stored;
    }

    private async Task<Dictionary<ContactId, (ContactAddress Address, ETag Version)>> ReserveManyAsync(
        OrganizationId organization, List<(ContactId Person, ContactAddress Address)> claims, CancellationToken cancellation)
    {
        var batches = claims.GroupBy(claim => claim.Address.Shard).SelectMany(shard => shard.Chunk(MaxActions));
        var reserved = await Task.WhenAll(batches.Select(batch => ReserveBatchAsync(organization, batch, cancellation)));
        return reserved.SelectMany(batch => batch).ToDictionary(claim => claim.Person, claim => (claim.Address, claim.Version));
    }

    private async Task<List<(ContactId Person, ContactAddress Address, ETag Version)>> ReserveBatchAsync(
        OrganizationId organization, (ContactId Person, ContactAddress Address)[] batch, CancellationToken cancellation)
    {
        for (var round = 0; batch.Length > 0 && round < MaxRounds; round++)
        {
            var now = clock.GetUtcNow();
            try
            {
                var responses = await tables.Contacts.SubmitTransactionAsync(
                    batch.Select(claim => StorageErrors.Add(ContactRows.Claim(organization, claim.Address, claim.Person, now))), cancellation);
                return [.. batch.Zip(responses.Value, (claim, response) => (claim.Person, claim.Address, response.NewETag()))];
            }
            catch (RequestFailedException error) when (error.IsConflict())
            {
                var held = await AtOnce.AllAsync(batch, claim => _claims.ReadAsync(organization, claim.Address, cancellation));
                batch = [.. batch.Where((_, index) => held[index] is null)];
            }
        }

        return [];
    }

    private async Task<IEnumerable<ContactId>> CreateBatchAsync(OrganizationId organization, List<Contact> batch, CancellationToken cancellation)
    {
        for (var round = 0; batch.Count > 0 && round < MaxRounds; round++)
        {
            var told = events is null ? null : await events.PrepareManyAsync(organization, batch, cancellation);
            try
            {
                await tables.Contacts.SubmitTransactionAsync(batch.SelectMany(person => Actions(organization, person)).Concat(Added(told)), cancellation);
                if (told is not null) await events!.SendAsync(told, cancellation);
                return batch.Select(person => person.Id);
            }
            catch (RequestFailedException error) when (error.IsConflict())
            {
                var held = await AtOnce.AllAsync(batch, person => IsHeldAsync(organization, person, cancellation));
                batch = [.. batch.Where((_, index) => !held[index])];
            }
        }

        return [];
    }

    private async Task<bool> IsHeldAsync(OrganizationId organization, Contact person, CancellationToken cancellation)
    {
        foreach (var address in ContactAddress.Of(person).Where(address => address.Shard == person.Id.Shard))
        {
            if (await _claims.ReadAsync(organization, address, cancellation) is not null) return true;
        }

        return false;
    }

    private static IEnumerable<TableTransactionAction> Actions(OrganizationId organization, Contact person) =>
    [
        StorageErrors.Add(ContactRows.ToRow(organization, person)),
        .. ContactAddress.Of(person)
            .Where(address => address.Shard == person.Id.Shard)
            .Select(address => StorageErrors.Add(ContactRows.Claim(organization, address, person.Id, person.CreatedAt))),
    ];

    private static IEnumerable<List<Contact>> Batches(IEnumerable<Contact> people)
    {
        foreach (var shard in people.GroupBy(person => person.Id.Shard))
        {
            var (batch, actions, size) = (new List<Contact>(), 0, 0);
            foreach (var person in shard)
            {
                var (more, larger) = (1 + ContactAddress.Of(person).Count(address => address.Shard == shard.Key), SizeOf(person));
                if (batch.Count > 0 && (actions + more > MaxActions || size + larger > MaxTransactionSize))
                {
                    yield return batch;
                    (batch, actions, size) = ([], 0, 0);
                }

                batch.Add(person);
                (actions, size) = (actions + more, size + larger);
            }

            yield return batch;
        }
    }

    // Roughly what a contact takes in a request, in octets.
    private static int SizeOf(Contact person) =>
        2000 + SizeOf(person.Attributes) + person.Sessions.Sum(session => 100 + SizeOf(session.Attributes));

    private static int SizeOf(IReadOnlyDictionary<string, string> attributes) => attributes.Sum(pair => 20 + ((pair.Key.Length + pair.Value.Length) * 3));
}
