using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Contacts.Segments;
using Cadenza.Functions.Contacts.Storage;

namespace Cadenza.Functions.Tests.Contacts;

/// <summary>B2, B7: reading those who match in pages of any size finds exactly those whom asking one by one finds.</summary>
public abstract class CandidateReaderTests(AppFixture app)
{
    private const string Step = """[{"action":{"type":"send_sms_messages","data":{"message":"Hi"}}}]""";
    private readonly ContactApi _api = new(app);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_WhateverTheFilterAndThePage_FindsWhomAskingOneByOneFinds()
    {
        var people = new List<Contact>();
        var store = app.Services.GetRequiredService<ContactStore>();
        for (var number = 0; number < 60; number++)
        {
            var address = number % 4 == 0 ? $$"""
                "phone":"+1555{{number:D7}}"
                """ : $$"""
                "email":"reader-{{number}}@{{(number % 3 == 0 ? "a" : "b")}}.example","phone":"+1556{{number:D7}}"
                """;
            var id = await _api.CreateAsync($$"""{ {{address}},"name":"N{{number % 5}}","attributes":{"plan":"{{(number % 2 == 0 ? "pro" : "free")}}"} }""");
            // A contact that was created by its number lives in another shard than its later e-mail address.
            if (number % 8 == 0) await _api.OkAsync("PATCH", $"/contacts/{id}", $$"""{"email":"moved-{{number}}@a.example"}""");
            people.Add((await store.GetAsync(ContactApi.Organization, id, Cancellation))!.Value.Contact);
        }

        var list = (await _api.OkAsync("POST", "/segments", """{"name":"List"}""", 201))["id"]!.GetValue<string>();
        await _api.OkAsync("POST", $"/segments/{list}/contacts", $$"""{"contacts":[{{string.Join(',', people.Where((_, index) => index % 3 == 1).Select(person => $$"""{"id":"{{person.Id}}"}"""))}}]}""");
        var custom = "reader-" + Guid.NewGuid().ToString("N");
        var sequence = (await _api.OkAsync("POST", "/sequences", $$"""{"custom_id":"{{custom}}","filter":null,"steps":{{Step}}}""", 201))["id"]!.GetValue<string>();
        await app.Services.GetRequiredService<MemberStore>().AddAsync(
            ContactApi.Organization,
            MemberSet.OfSequence(SequenceId.Parse(sequence)),
            people.Where((_, index) => index % 5 == 2).Select(person => new Member(person.Id, "cohort", 0)),
            Cancellation);

        ContactCondition pro = new AttributesIn([new Dictionary<string, string> { ["plan"] = "pro" }]);
        ContactsFilter?[] filters =
        [
            null,
            Filter([]),
            Filter([pro]),
            Filter([new BelongsToSegment(list)]),
            Filter([new AffectedBySequence(sequence)]),
            Filter([new AffectedBySequence(custom), pro], [new BelongsToSegment(list), new NameIn(["n1", "N2"])]),
            Filter([new BelongsToSegment("no such")]),
            Filter([new AffectedBySequence("no such")]),
            Filter([new ContactIdIn([.. people.Take(25).Select(person => person.Id.ToString().ToUpperInvariant())])]),
            Filter([new ContactIdIn([.. people.Take(25).Select(person => person.Id.ToString())]), new BelongsToSegment(list)], [new EmailIn(["MOVED-8@a.example", "reader-1@b.example", "nobody@a.example"])]),
            Filter([new PhoneNumberIn(["+1 (555) 000-0008", "+15560000001", "x"])]),
            Filter([new EmailDomainNameIn(["A.example"]), pro]),
        ];
        foreach (var filter in filters)
        {
            var expected = await AskAsync(filter, people);
            foreach (var page in new[] { 1, 7, 500 }) Assert.Equal(expected, await ReadAsync(filter, page, people));
            Assert.InRange(await app.Services.GetRequiredService<MatchingContactReaders>().CountAsync(ContactApi.Organization, filter, Cancellation), expected.Count, int.MaxValue);
        }

        Assert.Equal(60, (await AskAsync(filters[0], people)).Count);
        Assert.Equal(20, (await AskAsync(filters[3], people)).Count);
        Assert.Equal(12, (await AskAsync(filters[4], people)).Count);
        Assert.Empty(await AskAsync(filters[6], people));
        Assert.Equal(25, (await AskAsync(filters[8], people)).Count);
        Assert.Equal(2, (await AskAsync(filters[10], people)).Count);
    }

    private static ContactsFilter Filter(params ContactCondition[][] groups) => new([.. groups.Select(group => new FilterGroup(group))]);

    private async Task<List<ContactId>> AskAsync(ContactsFilter? filter, List<Contact> people)
    {
        var match = app.Services.GetRequiredService<ContactFilterMatch>();
        var found = new List<ContactId>();
        foreach (var person in people)
        {
            if (await match.IsMatchAsync(ContactApi.Organization, filter, person, Cancellation)) found.Add(person.Id);
        }

        found.Sort();
        return found;
    }

    private async Task<List<ContactId>> ReadAsync(ContactsFilter? filter, int page, List<Contact> people)
    {
        var known = people.Select(person => person.Id).ToHashSet();
        var reader = await app.Services.GetRequiredService<MatchingContactReaders>().OpenAsync(ContactApi.Organization, filter, Cancellation);
        var found = new List<ContactId>();
        for (var cursor = new EnrollmentCursor(0, null); !cursor.AtEnd;)
        {
            (var matches, cursor) = await reader.ReadAsync(cursor, page, Cancellation);
            found.AddRange(matches.Select(contact => contact.Id).Where(known.Contains));
        }

        Assert.Equal(found.Distinct(), found);
        found.Sort();
        return found;
    }
}

/// <summary>On embedded storage.</summary>
public sealed class CandidateReaderOnEmbeddedTests(AppFixture app) : CandidateReaderTests(app), IClassFixture<AppFixture>;

/// <summary>On Azurite.</summary>
public sealed class CandidateReaderOnAzuriteTests(TwoProcessAppFixture app) : CandidateReaderTests(app), IClassFixture<TwoProcessAppFixture>;
