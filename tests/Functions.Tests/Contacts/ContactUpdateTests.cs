using System.Net;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Cadenza.Domain.Contacts;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Platform.Tables;

namespace Cadenza.Functions.Tests.Contacts;

/// <summary>B11, G3, G4: PATCH /contacts/{id}, and that addresses stay unique whatever happens at the same time.</summary>
public abstract class ContactUpdateTests(AppFixture app)
{
    private readonly ContactApi _api = new(app);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Patch_WhenMembersAreGiven_MergesThem()
    {
        var id = await _api.CreateAsync("""
            {"email":"merge@example.com","name":"Ada","attributes":{"plan":"pro","city":"Berlin"},
             "sessions":[{"id":"s1","attributes":{"topic":"billing"}}],"last_contacted_at":"2026-01-02T03:04:05.678Z"}
            """);
        var changed = await _api.OkAsync("PATCH", $"/contacts/{id}", """
            {"name":null,"phone":"+1 415 555 0199","attributes":{"plan":null,"team":"blue"},"unsubscribed":true,
             "last_contacted_with_handoff_at":"2026-01-03T00:00:00+01:00"}
            """);
        Assert.Null(changed["name"]);
        Assert.Equal("merge@example.com", changed["email"]!.GetValue<string>());
        Assert.Equal("+14155550199", changed["phone"]!.GetValue<string>());
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"city":"Berlin","team":"blue"}"""), changed["attributes"]));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""[{"id":"s1","attributes":{"topic":"billing"}}]"""), changed["sessions"]));
        Assert.True(changed["unsubscribed"]!.GetValue<bool>());
        Assert.Equal("2026-01-02T03:04:05.678Z", changed["last_contacted_at"]!.GetValue<string>());
        Assert.Equal("2026-01-02T23:00:00.000Z", changed["last_contacted_with_handoff_at"]!.GetValue<string>());
        Assert.True(JsonNode.DeepEquals(changed, await _api.OkAsync("GET", $"/contacts/{id}")));

        var cleared = await _api.OkAsync("PATCH", $"/contacts/{id}", """{"email":null,"attributes":null,"sessions":null,"last_contacted_at":null}""");
        Assert.Null(cleared["email"]);
        Assert.Empty(cleared["attributes"]!.AsObject());
        Assert.Empty(cleared["sessions"]!.AsArray());
        Assert.Null(cleared["last_contacted_at"]);
        using var refused = await _api.SendAsync("PATCH", $"/contacts/{id}", """{"phone":null}""");
        Assert.Equal(["/email"], (await refused.IsProblemAsync(400, "invalid_body")).Pointers());
    }

    [Theory]
    [InlineData("last_contacted_at", "0001-01-01T00:00:00Z")]
    [InlineData("last_contacted_with_handoff_at", "1600-12-31T23:59:59Z")]
    [InlineData("last_contacted_at", "1601-01-01T00:30:00+01:00")]
    public async Task Contact_WhenATimeIsBeforeAnyThatStorageKnows_IsRefusedWithThePointer(string member, string time)
    {
        using var posted = await _api.SendAsync("POST", "/contacts", $$"""{"email":"early-{{Guid.NewGuid():N}}@example.com","{{member}}":"{{time}}"}""");
        Assert.Equal(["/" + member], (await posted.IsProblemAsync(400, "invalid_body")).Pointers());
        var id = await _api.CreateAsync($$"""{"email":"early-{{Guid.NewGuid():N}}@example.com"}""");
        using var patched = await _api.SendAsync("PATCH", $"/contacts/{id}", $$"""{"{{member}}":"{{time}}"}""");
        Assert.Equal(["/" + member], (await patched.IsProblemAsync(400, "invalid_body")).Pointers());
    }

    [Fact]
    public async Task Patch_WhenVersionIsNotTheOneAskedFor_IsRefused()
    {
        using var created = await _api.SendAsync("POST", "/contacts", """{"email":"version@example.com"}""");
        var path = created.Headers.Location!.OriginalString;
        var tag = created.Headers.ETag!.ToString();
        using var first = await _api.SendAsync("PATCH", path, """{"name":"One"}""", tag);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using var late = await _api.SendAsync("PATCH", path, """{"name":"Two"}""", tag);
        await late.IsProblemAsync(412, "precondition_failed");
        using var again = await _api.SendAsync("PATCH", path, """{"name":"Two"}""", first.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Theory]
    [InlineData("""{"email":"broken"}""", "/email")]
    [InlineData("""{"phone":"1"}""", "/phone")]
    [InlineData("""{"unsubscribed":null}""", "/unsubscribed")]
    [InlineData("""{"attributes":{"a":1}}""", "/attributes/a")]
    [InlineData("""{"attributes":{"":"x"}}""", "/attributes")]
    [InlineData("""{"sessions":[{"id":"a"},{"id":"a"}]}""", "/sessions")]
    [InlineData("""{"sessions":[{"attributes":{}}]}""", "/sessions/0/id")]
    [InlineData("""{"sessions":[{"id":"a","other":1}]}""", "/sessions/0/other")]
    [InlineData("""{"last_contacted_at":"yesterday"}""", "/last_contacted_at")]
    [InlineData("""{"id":"0190b7a5-1c3e-7d23-9f00-1a2b3c4d5e6f"}""", "/id")]
    public async Task Patch_WhenFieldsAreWrong_PointsAtThemAndChangesNothing(string body, string place)
    {
        var id = await _api.CreateAsync($$"""{"email":"wrong-{{Guid.NewGuid():N}}@example.com"}""");
        var before = await _api.OkAsync("GET", $"/contacts/{id}");
        using var response = await _api.SendAsync("PATCH", $"/contacts/{id}", body);
        Assert.Equal(place, Assert.Single((await response.IsProblemAsync(400, "invalid_body")).Pointers()));
        Assert.True(JsonNode.DeepEquals(before, await _api.OkAsync("GET", $"/contacts/{id}")));
    }

    [Fact]
    public async Task Addresses_WhenGivenUp_AreFreeForOthersAndForOneself()
    {
        var ada = await _api.CreateAsync("""{"email":"first@example.com","phone":"+4930000001"}""");
        await _api.OkAsync("PATCH", $"/contacts/{ada}", """{"email":"FIRST@example.com"}""");
        using (var taken = await _api.SendAsync("POST", "/contacts", """{"email":"First@Example.com"}""")) await taken.IsProblemAsync(409, "email_taken");
        await _api.OkAsync("PATCH", $"/contacts/{ada}", """{"email":"second@example.com","phone":"+4930000002"}""");
        var bob = await _api.CreateAsync("""{"email":"first@example.com","phone":"+4930000001"}""");
        using (var taken = await _api.SendAsync("PATCH", $"/contacts/{ada}", """{"email":"first@example.com"}""")) await taken.IsProblemAsync(409, "email_taken");
        using (var taken = await _api.SendAsync("PATCH", $"/contacts/{ada}", """{"name":"x","phone":"+4930000001"}""")) await taken.IsProblemAsync(409, "phone_taken");
        Assert.Null((await _api.OkAsync("GET", $"/contacts/{ada}"))["name"]);
        await _api.OkAsync("PATCH", $"/contacts/{bob}", """{"email":null}""");
        await _api.OkAsync("PATCH", $"/contacts/{ada}", """{"email":"first@example.com"}""");
        await _api.OkAsync("PATCH", $"/contacts/{ada}", """{"email":"second@example.com"}""");
        await _api.OkAsync("PATCH", $"/contacts/{ada}", """{"email":"first@example.com"}""");
        await AssertClaimsAsync();
    }

    [Fact]
    public async Task Addresses_When32ClientsWantTheSame_BelongToOne()
    {
        for (var round = 0; round < 5; round++)
        {
            var body = $$"""{"email":"Race-{{round}}@example.com","phone":"+1415555{{round:D4}}"}""";
            var created = await Task.WhenAll(Enumerable.Range(0, 32).Select(number => _api.SendAsync("POST", "/contacts", number % 2 == 0 ? body : body.ToLowerInvariant())));
            Assert.Single(created, response => response.StatusCode == HttpStatusCode.Created);
            Assert.All(created, response => Assert.True(response.StatusCode is HttpStatusCode.Created or HttpStatusCode.Conflict, response.StatusCode.ToString()));
            foreach (var response in created) response.Dispose();
        }

        await AssertClaimsAsync();
    }

    [Fact]
    public async Task Addresses_When32ClientsPatchTowardsThem_StayUniqueAndNoneIsLost()
    {
        var ids = new List<ContactId>();
        for (var number = 0; number < 8; number++) ids.Add(await _api.CreateAsync($$"""{"email":"own-{{number}}@example.com"}"""));
        // Everybody wants one of four addresses, again and again, and sometimes goes back to the own one.
        await Parallel.ForAsync(0, 32, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = Cancellation }, async (client, _) =>
        {
            var dice = new Random(client);
            for (var turn = 0; turn < 6; turn++)
            {
                var who = dice.Next(ids.Count);
                var address = dice.Next(3) == 0 ? $"own-{who}@example.com" : $"wanted-{dice.Next(4)}@example.com";
                var phone = dice.Next(2) == 0 ? "null" : $"\"+4940000{dice.Next(4):D4}\"";
                using var response = await _api.SendAsync("PATCH", $"/contacts/{ids[who]}", $$"""{"email":"{{address}}","phone":{{phone}}}""");
                Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict, await response.Content.ReadAsStringAsync(Cancellation));
            }
        });
        await AssertClaimsAsync();
    }

    [Fact]
    public async Task Touch_WhateverTheOrder_KeepsTheLatestTimeAndRevivesNobody()
    {
        var store = app.Services.GetRequiredService<ContactStore>();
        var ids = new List<ContactId>();
        for (var number = 0; number < 3; number++) ids.Add(await _api.CreateAsync($$"""{"phone":"+4420000000{{number}}"}"""));
        var gone = ContactId.Create(Guid.CreateVersion7(), ids[0].Shard);
        var at = new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);
        foreach (var id in ids.Append(gone))
        {
            await store.TouchAsync(ContactApi.Organization, id, at.AddHours(-1), Cancellation);
            await store.TouchAsync(ContactApi.Organization, id, at, Cancellation);
            await store.TouchAsync(ContactApi.Organization, id, at.AddHours(-2), Cancellation);
        }

        foreach (var id in ids) Assert.Equal("2026-05-01T00:00:00.000Z", (await _api.OkAsync("GET", $"/contacts/{id}"))["last_contacted_at"]!.GetValue<string>());
        await _api.OkAsync("GET", $"/contacts/{gone}", status: 404);
    }

    // The invariant of docs/decisions/0021: every address of every contact is claimed by that contact, so no two share one.
    private async Task AssertClaimsAsync()
    {
        var tables = new StorageTables(app.Services.GetRequiredService<TableServiceClient>());
        var claims = new Dictionary<(string Partition, string Row), string>();
        var contacts = new List<Contact>();
        await foreach (var row in tables.Contacts.QueryAsync<TableEntity>(cancellationToken: Cancellation))
        {
            if (row.RowKey.StartsWith("c|", StringComparison.Ordinal)) contacts.Add(ContactRows.FromRow(row));
            else if (row.RowKey is [_, '|', ..]) claims[(row.PartitionKey, row.RowKey)] = row.Text(ContactRows.OwnerColumn);
        }

        foreach (var contact in contacts)
        {
            foreach (var address in ContactAddress.Of(contact))
            {
                var claim = (ContactRows.Partition(ContactApi.Organization, address.Shard), address.RowKey);
                Assert.Equal(contact.Id.ToString(), claims.GetValueOrDefault(claim));
            }
        }
    }
}

/// <summary>On embedded storage.</summary>
public sealed class ContactUpdateOnEmbeddedTests(AppFixture app) : ContactUpdateTests(app), IClassFixture<AppFixture>;

/// <summary>On Azurite.</summary>
public sealed class ContactUpdateOnAzuriteTests(TwoProcessAppFixture app) : ContactUpdateTests(app), IClassFixture<TwoProcessAppFixture>;
