using System.Net;

namespace Cadenza.Functions.Tests.Contacts;

/// <summary>B11: segments as lists and as saved filters, with exact counts, and as conditions of filters (B2).</summary>
public abstract class SegmentTests(AppFixture app)
{
    private readonly ContactApi _api = new(app);

    [Fact]
    public async Task List_WhenMembersComeAndGo_CountsExactly()
    {
        var path = await CreateAsync("""{"name":"List"}""");
        var ids = new List<string>();
        for (var number = 0; number < 12; number++) ids.Add(await ContactAsync());
        var names = string.Join(',', ids.Select(id => $$"""{"id":"{{id}}"}"""));
        var added = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _api.OkAsync("POST", path + "/contacts", $$"""{"contacts":[{{names}}]}""")));
        Assert.Equal(12, added.Sum(answer => answer["added"]!.GetValue<int>()));
        Assert.All(added, answer => Assert.Equal(12, answer["added"]!.GetValue<int>() + answer["already_members"]!.GetValue<int>()));
        Assert.Equal(12, await CountAsync(path));

        await _api.OkAsync("DELETE", $"{path}/contacts/{ids[0]}", status: 204);
        await _api.OkAsync("DELETE", $"{path}/contacts/{ids[0]}", status: 404);
        Assert.Equal(11, await CountAsync(path));
        Assert.Equal(ids.Skip(1).Order(StringComparer.Ordinal), await MembersAsync(path, 4));
    }

    [Fact]
    public async Task List_WhenNobodyHasTheAddress_ReportsItAndCreatesNobody()
    {
        var path = await CreateAsync("""{"name":"List"}""");
        var email = $"known-{Guid.NewGuid():N}@example.com";
        await _api.CreateAsync($$"""{"email":"{{email}}","phone":"+1650{{Random.Shared.Next(1_000_000, 9_999_999)}}"}""");
        var answer = await _api.OkAsync("POST", path + "/contacts", $$"""
            {"contacts":[{"email":"{{email.ToUpperInvariant()}}"},{"email":"nobody@example.net"},{"phone":"+19990001111"},{"id":"0190b7a5-1c3e-7d23-9f00-1a2b3c4d5e6f"}]}
            """);
        Assert.Equal(1, answer["added"]!.GetValue<int>());
        Assert.Equal(["nobody@example.net", "+19990001111", "0190b7a5-1c3e-7d23-9f00-1a2b3c4d5e6f"], answer["unknown"]!.AsArray().Select(item => item!.GetValue<string>()));
        Assert.Empty(await _api.ListAsync("/contacts?email=nobody@example.net"));
    }

    [Fact]
    public async Task SavedFilter_WhenOthersStandBehindIt_HoldsWhoMatchesNow()
    {
        var tag = Guid.NewGuid().ToString("N")[..8];
        var list = await CreateAsync("""{"name":"List"}""");
        var pro = await ContactAsync($$"""{"tag":"{{tag}}","plan":"pro"}""");
        var free = await ContactAsync($$"""{"tag":"{{tag}}","plan":"free"}""");
        var outside = await ContactAsync($$"""{"tag":"{{tag}}","plan":"pro"}""");
        await _api.OkAsync("POST", list + "/contacts", $$"""{"contacts":[{"id":"{{pro}}"},{"id":"{{free}}"}]}""");
        var inner = await CreateAsync(Saved($$"""{"type":"contact_belongs_to_segment","segment_id":"{{Id(list)}}"}"""));
        var outer = await CreateAsync(Saved($$$"""
            {"type":"contact_belongs_to_segment","segment_id":"{{{Id(inner)}}}"},{"type":"contacts_attributes_in","attributes":[{"plan":"pro"}]}
            """));
        Assert.Equal([pro], await MembersAsync(outer, 1));
        Assert.Equal(1, await CountAsync(outer));
        Assert.Equal(2, await CountAsync(inner));

        await _api.OkAsync("PATCH", $"/contacts/{free}", """{"attributes":{"plan":"pro"}}""");
        await _api.OkAsync("POST", list + "/contacts", $$"""{"contacts":[{"id":"{{outside}}"}]}""");
        Assert.Equal(3, await CountAsync(outer));
        await _api.OkAsync("DELETE", list, status: 204);
        Assert.Equal(0, await CountAsync(outer));
        await _api.OkAsync("GET", list, status: 404);
        await _api.OkAsync("DELETE", list, status: 404);
        using var refused = await _api.SendAsync("POST", outer + "/contacts", $$"""{"contacts":[{"id":"{{pro}}"}]}""");
        await refused.IsProblemAsync(409, "segment_has_filter");
    }

    [Fact]
    public async Task SavedFilter_WhenItWouldLeadBackToItself_IsRefused()
    {
        var first = await CreateAsync(Saved("""{"type":"all_contacts"}"""));
        var second = await CreateAsync(Saved(In(first)));
        var third = await CreateAsync(Saved(In(second)));
        foreach (var target in new[] { first, second, third })
        {
            using var refused = await _api.SendAsync("PATCH", first, $$"""{"filter":{"or":[{"and":[{{In(target)}}]}]} }""");
            Assert.Equal(["/filter"], (await refused.IsProblemAsync(409, "segment_circle")).Pointers());
        }
    }

    [Fact]
    public async Task SavedFilter_WhenOthersStandBehindItTooDeep_IsRefused()
    {
        var path = await CreateAsync(Saved("""{"type":"all_contacts"}"""));
        for (var depth = 0; depth < 4; depth++) path = await CreateAsync(Saved(In(path)));
        using var deepest = await _api.SendAsync("POST", "/segments", Saved(In(path)));
        await deepest.IsProblemAsync(409, "segment_too_deep");
    }

    [Fact]
    public async Task Patch_WhenVersionIsNotTheOneAskedFor_IsRefused()
    {
        using var created = await _api.SendAsync("POST", "/segments", """{"name":"One"}""");
        var (path, tag) = (created.Headers.Location!.OriginalString, created.Headers.ETag!.ToString());
        using var changed = await _api.SendAsync("PATCH", path, """{"name":"Two"}""", tag);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        using var late = await _api.SendAsync("PATCH", path, """{"name":"Three"}""", tag);
        await late.IsProblemAsync(412, "precondition_failed");
        using var filter = await _api.SendAsync("PATCH", path, """{"filter":{"or":[{"and":[]}]}}""");
        await filter.IsProblemAsync(409, "segment_is_list");
    }

    [Theory]
    [InlineData("""{}""", "/name")]
    [InlineData("""{"name":""}""", "/name")]
    [InlineData("""{"name":"x","filter":{"or":[]}}""", "/filter/or")]
    [InlineData("""{"name":"x","filter":{"or":[{"and":[{"type":"x"}]}]}}""", "/filter/or/0/and/0/type")]
    [InlineData("""{"name":"x","color":"red"}""", "/color")]
    public async Task Create_WhenFieldsAreWrong_PointsAtThem(string body, string place)
    {
        using var response = await _api.SendAsync("POST", "/segments", body);
        Assert.Equal(place, Assert.Single((await response.IsProblemAsync(400, "invalid_body")).Pointers()));
    }

    [Theory]
    [InlineData("""{"contacts":[]}""", "/contacts")]
    [InlineData("""{"contacts":[{}]}""", "/contacts/0/id")]
    [InlineData("""{"contacts":[{"id":"x"}]}""", "/contacts/0/id")]
    [InlineData("""{"contacts":[{"email":"a@example.com","phone":"+14155550100"}]}""", "/contacts/0/id")]
    [InlineData("""{"contacts":[{"email":"a"}]}""", "/contacts/0/email")]
    public async Task AddContacts_WhenFieldsAreWrong_PointsAtThem(string body, string place)
    {
        var path = await CreateAsync("""{"name":"List"}""");
        using var response = await _api.SendAsync("POST", path + "/contacts", body);
        Assert.Equal(place, Assert.Single((await response.IsProblemAsync(400, "invalid_body")).Pointers()));
    }

    [Fact]
    public async Task Segments_WhenListed_AreEachThereOnceWithTheCountsOfLists()
    {
        var list = await CreateAsync("""{"name":"List"}""");
        var saved = await CreateAsync(Saved("""{"type":"all_contacts"}"""));
        var whole = await _api.ListAsync("/segments", 3);
        var byId = whole.ToDictionary(segment => segment["id"]!.GetValue<string>());
        Assert.Equal("static", byId[Id(list)]["type"]!.GetValue<string>());
        Assert.Equal(0, byId[Id(list)]["contacts_count"]!.GetValue<int>());
        Assert.Equal("filter", byId[Id(saved)]["type"]!.GetValue<string>());
        Assert.Null(byId[Id(saved)]["contacts_count"]);
    }

    private static string Saved(string conditions) => $$"""{"name":"Saved","filter":{"or":[{"and":[{{conditions}}]}]} }""";

    private static string In(string path) => $$"""{"type":"contact_belongs_to_segment","segment_id":"{{Id(path)}}"}""";

    private static string Id(string path) => path.Split('/')[^1];

    private async Task<string> CreateAsync(string body) => "/segments/" + (await _api.OkAsync("POST", "/segments", body, 201))["id"]!.GetValue<string>();

    private async Task<string> ContactAsync(string attributes = "{}") =>
        (await _api.CreateAsync($$"""{"email":"member-{{Guid.NewGuid():N}}@example.com","attributes":{{attributes}}}""")).ToString();

    private async Task<int> CountAsync(string path) => (await _api.OkAsync("GET", path))["contacts_count"]!.GetValue<int>();

    private async Task<List<string>> MembersAsync(string path, int limit) =>
        [.. (await _api.ListAsync(path + "/contacts", limit)).Select(contact => contact["id"]!.GetValue<string>()).Order(StringComparer.Ordinal)];
}

/// <summary>On embedded storage.</summary>
public sealed class SegmentOnEmbeddedTests(AppFixture app) : SegmentTests(app), IClassFixture<AppFixture>;

/// <summary>On Azurite.</summary>
public sealed class SegmentOnAzuriteTests(TwoProcessAppFixture app) : SegmentTests(app), IClassFixture<TwoProcessAppFixture>;
