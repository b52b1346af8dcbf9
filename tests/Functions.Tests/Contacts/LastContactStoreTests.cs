using Azure.Data.Tables;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Organizations;
using Cadenza.Domain.Values;
using Cadenza.Functions.Contacts.Segments;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Platform.Tables;

namespace Cadenza.Functions.Tests.Contacts;

/// <summary>B11: last contacts of many in few rows; none is lost, none goes back, whoever writes at the same time. See docs/decisions/0112.</summary>
public abstract class LastContactStoreTests(AppFixture app)
{
    private const int Shard = 5;
    private static readonly DateTimeOffset Origin = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly StorageTables _tables = new(app.OrSkip().Services.GetRequiredService<TableServiceClient>());
    private readonly OrganizationId _organization = OrganizationId.Parse("o" + Guid.NewGuid().ToString("N"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Note_WhateverTheOrder_KeepsTheLatestTimeAndRevivesNobody()
    {
        var people = await PeopleAsync(3);
        var store = new LastContactStore(_tables);
        var gone = people[0] with { Id = ContactId.Create(Guid.CreateVersion7(), Shard) };
        foreach (var person in people.Append(gone))
        {
            await store.NoteAsync(_organization, [(person.Id, Origin.AddHours(-1)), (person.Id, Origin), (person.Id, Origin.AddHours(-3))], Cancellation);
            await store.NoteAsync(_organization, [(person.Id, Origin.AddHours(-2))], Cancellation);
        }

        Assert.All(await store.CompleteAsync(_organization, people, Cancellation), person => Assert.Equal(Origin, person.LastContactedAt));
        Assert.Null((await store.CompleteAsync(_organization, gone, Cancellation)).LastContactedAt);
        Assert.Equal(3, Assert.Single(await LeavesAsync()).Leaf.Times.Count);
    }

    [Fact]
    public async Task Note_WhenRunAgain_WritesNothing()
    {
        var people = await PeopleAsync(20);
        var store = new LastContactStore(_tables);
        var contacted = people.Select((person, index) => (person.Id, Origin.AddSeconds(index % 3))).ToList();
        await store.NoteAsync(_organization, contacted, Cancellation);
        var before = await LeavesAsync();

        await store.NoteAsync(_organization, contacted, Cancellation);

        Assert.Equal(before.Select(leaf => leaf.Version), (await LeavesAsync()).Select(leaf => leaf.Version));
    }

    [Fact]
    public async Task Note_OfMoreThanALeafHolds_SplitsAndLosesNobody()
    {
        var people = await PeopleAsync(1250);
        var store = new LastContactStore(_tables);
        // Those in the middle first, so that others come both before and behind what is there.
        foreach (var part in new[] { people[400..900], people[900..], people[..400] })
        {
            await store.NoteAsync(_organization, [.. part.Select(person => (person.Id, Origin))], Cancellation);
        }

        await store.NoteAsync(_organization, [.. people.Where((_, index) => index % 100 == 0).Select(person => (person.Id, Origin.AddHours(1)))], Cancellation);

        var leaves = await LeavesAsync();
        Assert.InRange(leaves.Count, 3, 6);
        Assert.All(leaves, leaf => Assert.InRange(leaf.Leaf.Times.Count, 1, LastContactLeaf.Most));
        Assert.Equal(people.Select(person => LastContactRows.NumberOf(person.Id)), leaves.SelectMany(leaf => leaf.Leaf.Times.Keys).Order());
        var complete = await store.CompleteAsync(_organization, people, Cancellation);
        Assert.Equal(people.Select(person => person.Id), complete.Select(person => person.Id));
        Assert.Equal(people.Select((_, index) => (DateTimeOffset?)Origin.AddHours(index % 100 == 0 ? 1 : 0)), complete.Select(person => person.LastContactedAt));
    }

    [Fact]
    public async Task Note_WhenManyWriteTheSameLeaves_LosesNoTime()
    {
        var people = await PeopleAsync(700);
        var expected = new DateTimeOffset[people.Count];
        var writers = Enumerable.Range(0, 8).Select(writer =>
        {
            var own = Enumerable.Range(0, people.Count).Where(index => (index + writer) % 3 != 0).Select(index => (Index: index, At: Origin.AddSeconds((index * 7 + writer * 13) % 31))).ToList();
            foreach (var (index, at) in own) expected[index] = at > expected[index] ? at : expected[index];
            return own.Select(item => (people[item.Index].Id, item.At)).ToList();
        }).ToList();

        await Task.WhenAll(writers.Select(own => Task.Run(async () =>
        {
            foreach (var part in own.Chunk(170)) await new LastContactStore(_tables).NoteAsync(_organization, part, Cancellation);
        })));

        var complete = await new LastContactStore(_tables).CompleteAsync(_organization, people, Cancellation);
        Assert.Equal(expected.Select(at => (DateTimeOffset?)at), complete.Select(person => person.LastContactedAt));
    }

    [Fact]
    public async Task Complete_OfContactsFarApartAndOfSeveralShards_FindsEachTime()
    {
        var people = (await PeopleAsync(1100)).Concat(await PeopleAsync(3, shard: 2)).ToList();
        var store = new LastContactStore(_tables);
        await store.NoteAsync(_organization, [.. people.Select((person, index) => (person.Id, Origin.AddSeconds(index)))], Cancellation);
        int[] wanted = [1102, 0, 550, 1099, 1];

        var complete = await store.CompleteAsync(_organization, [.. wanted.Select(index => people[index])], Cancellation);

        Assert.Equal(wanted.Select(index => (DateTimeOffset?)Origin.AddSeconds(index)), complete.Select(person => person.LastContactedAt));
    }

    [Fact]
    public async Task Filter_WhichDoesNotAskForTheLastContact_DoesNotReadThem()
    {
        var people = await PeopleAsync(2);
        await new LastContactStore(_tables).NoteAsync(_organization, [.. people.Select(person => (person.Id, Origin))], Cancellation);
        var row = LastContactRows.ToRow(_organization, Shard, LastContactLeaf.First);
        row["Times"] = new byte[] { 2 };
        await _tables.LastContacts.UpsertEntityAsync(row, TableUpdateMode.Replace, Cancellation);
        var readers = app.Services.GetRequiredService<MatchingContactReaders>();

        Assert.Equal(2, await readers.CountAsync(_organization, Filter(new NameIn(["P"])), Cancellation));
        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => readers.CountAsync(_organization, Filter(new LastContactedAtBetween(null, null)), Cancellation));
        Assert.Contains("layout 2", fault.Message, StringComparison.Ordinal);
    }

    private static ContactsFilter Filter(ContactCondition condition) => new([new FilterGroup([condition])]);

    // New contacts of one shard, in the order of their ids.
    private async Task<List<Contact>> PeopleAsync(int count, int shard = Shard)
    {
        var people = new List<Contact>(count);
        for (var number = 0; people.Count < count; number++)
        {
            var email = EmailAddress.Stored($"p{number}@example.com");
            if (ContactStore.ShardFor(email, null) != shard) continue;
            var id = ContactId.Create(Guid.CreateVersion7(Origin.AddMilliseconds(number)), shard);
            people.Add(new Contact(id, "P", email, null, new Dictionary<string, string>(), false, Origin, Origin));
        }

        var stored = await new ContactStore(_tables, TimeProvider.System).CreateManyAsync(_organization, people, Cancellation);
        Assert.Equal(count, stored.Count);
        return people;
    }

    private async Task<List<StoredLastContactLeaf>> LeavesAsync()
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {LastContactRows.Partition(_organization, Shard)}");
        return [.. (await _tables.LastContacts.QueryAsync<TableEntity>(filter, cancellationToken: Cancellation).ToListAsync(Cancellation)).Select(LastContactRows.FromRow)];
    }
}

/// <summary>On embedded storage.</summary>
public sealed class LastContactStoreOnEmbeddedTests(AppFixture app) : LastContactStoreTests(app), IClassFixture<AppFixture>;

/// <summary>On Azurite.</summary>
public sealed class LastContactStoreOnAzuriteTests(TwoProcessAppFixture app) : LastContactStoreTests(app), IClassFixture<TwoProcessAppFixture>;
