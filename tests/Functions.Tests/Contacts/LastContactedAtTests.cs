using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Cadenza.Domain.Contacts;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Platform.Tables;

namespace Cadenza.Functions.Tests.Contacts;

/// <summary>B2, B9, B11: what users see of last contacts that are noted apart from the contacts, over each way to them.</summary>
public abstract class LastContactedAtTests(AppFixture app)
{
    private const string Step = """[{"action":{"type":"send_sms_messages","data":{"message":"Hi"}}}]""";
    private static readonly DateTimeOffset Sent = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly ContactApi _api = new(app);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private LastContactStore LastContacts => app.Services.GetRequiredService<LastContactStore>();

    private StorageTables Tables => new(app.Services.GetRequiredService<TableServiceClient>());

    [Fact]
    public async Task B11_LastContactedAt_IsTheSameOnEachWayToTheContact()
    {
        var tag = Tag();
        var id = await _api.CreateAsync($$"""{"email":"{{tag}}@example.com","name":"{{tag}}"}""");
        var other = await _api.CreateAsync($$"""{"email":"{{tag}}-b@example.com"}""");
        var list = "/segments/" + (await _api.OkAsync("POST", "/segments", """{"name":"List"}""", 201))["id"]!.GetValue<string>();
        await _api.OkAsync("POST", list + "/contacts", $$"""{"contacts":[{"id":"{{id}}"},{"id":"{{other}}"}]}""");

        await SentAsync(id, Sent);

        var expected = "2026-05-01T12:00:00.000Z";
        Assert.Equal(expected, await ShownAsync(id));
        Assert.Equal(expected, At(Assert.Single(await _api.ListAsync($"/contacts?email={tag}@"))));
        Assert.Equal(expected, At(Assert.Single(await _api.ListAsync($"/contacts?name={tag}"))));
        Assert.Equal(expected, At((await _api.ListAsync("/contacts")).Single(contact => Id(contact) == id.ToString())));
        Assert.Equal(expected, At((await _api.ListAsync(list + "/contacts")).Single(contact => Id(contact) == id.ToString())));
        Assert.Null(At((await _api.ListAsync(list + "/contacts")).Single(contact => Id(contact) == other.ToString())));
        var record = await _api.OkAsync("GET", $"/crm/contacts/{id}");
        Assert.Equal(Sent, DateTimeOffset.Parse(record["lastContactedAt"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(expected, At(await _api.OkAsync("PATCH", $"/contacts/{id}", """{"name":"Renamed"}""")));
    }

    [Fact]
    public async Task B11_APatch_WinsOverWhatWasSentBeforeAndNotOverWhatIsSentLater()
    {
        var id = await _api.CreateAsync($$"""{"email":"{{Tag()}}@example.com"}""");
        await SentAsync(id, Sent);

        Assert.Null(At(await _api.OkAsync("PATCH", $"/contacts/{id}", """{"last_contacted_at":null}""")));
        Assert.Null(await ShownAsync(id));
        Assert.False(await MatchesAsync(id, "{}"));
        // Noted late, or again.
        await SentAsync(id, Sent);
        await SentAsync(id, Sent.AddHours(-1));
        Assert.Null(await ShownAsync(id));

        await SentAsync(id, Sent.AddHours(1));
        Assert.Equal("2026-05-01T13:00:00.000Z", await ShownAsync(id));
        Assert.Equal("2026-04-01T00:00:00.000Z", At(await _api.OkAsync("PATCH", $"/contacts/{id}", """{"last_contacted_at":"2026-04-01T00:00:00Z"}""")));
        Assert.Equal("2026-04-01T00:00:00.000Z", await ShownAsync(id));
        Assert.Equal("2026-04-01T00:00:00.000Z", At(await _api.OkAsync("PATCH", $"/contacts/{id}", """{"name":"Renamed"}""")));
        await SentAsync(id, Sent.AddHours(2));
        Assert.Equal("2026-05-01T14:00:00.000Z", await ShownAsync(id));
    }

    [Fact]
    public async Task B11_AnImport_SaysWhatAPatchSays()
    {
        var email = Tag() + "@example.com";
        var id = await _api.CreateAsync($$"""{"email":"{{email}}"}""");
        await SentAsync(id, Sent);

        await ImportAsync($$"""{"email":"{{email}}","name":"Imported"}""");
        Assert.Equal("2026-05-01T12:00:00.000Z", await ShownAsync(id));
        await ImportAsync($$"""{"email":"{{email}}","last_contacted_at":null}""");
        Assert.Null(await ShownAsync(id));
        await SentAsync(id, Sent.AddHours(1));
        Assert.Equal("2026-05-01T13:00:00.000Z", await ShownAsync(id));
    }

    [Fact]
    public async Task B2_AFilterOnLastContacts_SeesThoseNotedApart()
    {
        var tag = Tag();
        var early = await _api.CreateAsync($$"""{"email":"{{tag}}-early@example.com","attributes":{"tag":"{{tag}}"} }""");
        var late = await _api.CreateAsync($$"""{"email":"{{tag}}-late@example.com","attributes":{"tag":"{{tag}}"} }""");
        var own = await _api.CreateAsync($$"""{"email":"{{tag}}-own@example.com","attributes":{"tag":"{{tag}}"},"last_contacted_at":"2026-05-01T12:00:00Z"}""");
        var never = await _api.CreateAsync($$"""{"email":"{{tag}}-never@example.com","attributes":{"tag":"{{tag}}"} }""");
        await SentAsync(early, Sent.AddDays(-1));
        await SentAsync(late, Sent.AddHours(1));

        Assert.Equal(Sorted(early, late, own), await MembersAsync(tag, "{}"));
        Assert.Equal(Sorted(late, own), await MembersAsync(tag, """{"after":"2026-05-01T12:00:00Z"}"""));
        Assert.Equal(Sorted(early), await MembersAsync(tag, """{"before":"2026-05-01T12:00:00Z"}"""));
        Assert.Empty(await MembersAsync(tag, """{"after":"2026-05-02T00:00:00Z"}"""));

        // As a condition on a saved filter, and of one contact at a time.
        Assert.True(await MatchesAsync(late, """{"after":"2026-05-01T12:30:00Z"}"""));
        Assert.False(await MatchesAsync(own, """{"after":"2026-05-01T12:30:00Z"}"""));
        Assert.False(await MatchesAsync(never, "{}"));
    }

    [Fact]
    public async Task B9_AnErasure_LeavesNothingOfThePersonAmongTheLastContacts()
    {
        for (var round = 0; round < 6; round++)
        {
            var id = await _api.CreateAsync($$"""{"email":"{{Tag()}}@example.com"}""");
            var neighbor = await _api.CreateAsync($$"""{"email":"{{Tag()}}@example.com"}""");
            await LastContacts.NoteAsync(ContactApi.Organization, [(neighbor, Sent), .. round % 2 == 0 ? new[] { (id, Sent) } : []], Cancellation);
            var deletion = _api.OkAsync("DELETE", $"/contacts/{id}", status: 204);
            // A step's note comes again and again meanwhile.
            for (var second = 1; !deletion.IsCompleted; second++) await SentAsync(id, Sent.AddSeconds(second));
            await deletion;
            await SentAsync(id, Sent.AddDays(1));
            Assert.False(await IsStoredAsync(id));
            Assert.True(await IsStoredAsync(neighbor));
            Assert.Equal("2026-05-01T12:00:00.000Z", await ShownAsync(neighbor));
        }
    }

    [Fact]
    public async Task B11_AContactOfAnEarlierVersion_KeepsTheTimeInItsRow()
    {
        var id = await _api.CreateAsync($$"""{"email":"{{Tag()}}@example.com"}""");
        // As the version before wrote it when a step was done.
        var touched = new TableEntity(ContactRows.Partition(ContactApi.Organization, id.Shard), ContactRows.Key(id)) { ["LastContactedAt"] = Sent };
        await Tables.Contacts.UpdateEntityAsync(touched, Azure.ETag.All, TableUpdateMode.Merge, Cancellation);

        Assert.Equal("2026-05-01T12:00:00.000Z", await ShownAsync(id));
        Assert.True(await MatchesAsync(id, """{"after":"2026-05-01T12:00:00Z"}"""));
        await SentAsync(id, Sent.AddHours(-1));
        Assert.Equal("2026-05-01T12:00:00.000Z", await ShownAsync(id));
        await SentAsync(id, Sent.AddHours(1));
        Assert.Equal("2026-05-01T13:00:00.000Z", await ShownAsync(id));
        await _api.OkAsync("PATCH", $"/contacts/{id}", """{"last_contacted_at":null}""");
        Assert.Null(await ShownAsync(id));
    }

    [Fact]
    public async Task B11_AMessageOfAWorkflow_DoesNotBringBackWhatAPatchOverruled()
    {
        var id = await _api.CreateAsync($$"""{"email":"{{Tag()}}@example.com"}""");
        var store = app.Services.GetRequiredService<ContactStore>();
        await SentAsync(id, Sent);
        await _api.OkAsync("PATCH", $"/contacts/{id}", """{"last_contacted_at":null}""");

        await store.TouchAsync(ContactApi.Organization, id, Sent.AddMinutes(-1), Cancellation);
        Assert.Null(await ShownAsync(id));

        await store.TouchAsync(ContactApi.Organization, id, Sent.AddMinutes(1), Cancellation);
        Assert.Equal("2026-05-01T12:01:00.000Z", await ShownAsync(id));
    }

    private static string Tag() => "t" + Guid.NewGuid().ToString("N");

    private static string? At(JsonNode contact) => contact["last_contacted_at"]?.GetValue<string>();

    private static string Id(JsonNode contact) => contact["id"]!.GetValue<string>();

    private static IEnumerable<string> Sorted(params ContactId[] ids) => ids.Select(id => id.ToString()).Order(StringComparer.Ordinal);

    private Task SentAsync(ContactId id, DateTimeOffset at) => LastContacts.NoteAsync(ContactApi.Organization, [(id, at)], Cancellation);

    private async Task<string?> ShownAsync(ContactId id) => At(await _api.OkAsync("GET", $"/contacts/{id}"));

    private async Task ImportAsync(string line)
    {
        using var answer = await _api.SendAsync("POST", "/contacts/bulk", line + "\n", type: "application/x-ndjson");
        Assert.Contains("updated", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    // Those of a tag, over a saved filter; its count says the same.
    private async Task<IEnumerable<string>> MembersAsync(string tag, string bounds)
    {
        var segment = await SegmentAsync($$"""{"type":"contacts_attributes_in","attributes":[{"tag":"{{tag}}"}]}""", bounds);
        var members = (await _api.ListAsync(segment + "/contacts", 2)).Select(Id).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(members.Count, (await _api.OkAsync("GET", segment))["contacts_count"]!.GetValue<int>());
        return members;
    }

    // Through another saved filter, as a continuous sequence that is handed the contact judges it.
    private async Task<bool> MatchesAsync(ContactId id, string bounds)
    {
        var segment = (await SegmentAsync("""{"type":"all_contacts"}""", bounds))["/segments/".Length..];
        var filter = $$$"""{"or":[{"and":[{"type":"contact_belongs_to_segment","segment_id":"{{{segment}}}"}]}]}""";
        var sequence = "/sequences/" + (await _api.OkAsync("POST", "/sequences", $$"""{"is_continuous":true,"filter":{{filter}},"steps":{{Step}}}""", 201))["id"]!.GetValue<string>();
        await _api.OkAsync("PUT", sequence + "/start");
        using var answer = await _api.SendAsync("POST", sequence + "/contacts", $$"""{"contacts":[{"id":"{{id}}"}]}""");
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.IsSuccessStatusCode, text);
        await _api.OkAsync("PUT", sequence + "/cancel");
        // Somebody whom the sequence found itself meanwhile is enrolled already.
        return !text.Contains("outside_filter", StringComparison.Ordinal);
    }

    private async Task<string> SegmentAsync(string condition, string bounds)
    {
        var between = JsonNode.Parse(bounds)!.AsObject();
        between["type"] = "last_contacted_at_between";
        var body = $$$"""{"name":"Saved","filter":{"or":[{"and":[{{{condition}}},{{{between.ToJsonString()}}}]}]}}""";
        return "/segments/" + (await _api.OkAsync("POST", "/segments", body, 201))["id"]!.GetValue<string>();
    }

    // Whether the person's id is anywhere among the rows, as octets or in a key.
    private async Task<bool> IsStoredAsync(ContactId id)
    {
        var octets = Guid.Parse(id.ToString()).ToByteArray(bigEndian: true);
        var number = LastContactRows.NumberOf(id);
        await foreach (var row in Tables.LastContacts.QueryAsync<TableEntity>(cancellationToken: Cancellation))
        {
            if (row.RowKey == LastContactRows.Key(number) || row.Select(column => column.Value).OfType<byte[]>().Any(value => value.AsSpan().IndexOf(octets) >= 0)) return true;
        }

        return false;
    }
}

/// <summary>On embedded storage.</summary>
public sealed class LastContactedAtOnEmbeddedTests(AppFixture app) : LastContactedAtTests(app), IClassFixture<AppFixture>;

/// <summary>On Azurite.</summary>
public sealed class LastContactedAtOnAzuriteTests(TwoProcessAppFixture app) : LastContactedAtTests(app), IClassFixture<TwoProcessAppFixture>;
