using System.Text.Json.Nodes;

namespace Cadenza.Functions.Tests.Contacts;

/// <summary>B11, G8: GET /contacts pages stably and finds by prefixes of addresses and names and by attribute.</summary>
public abstract class ContactListTests(AppFixture app)
{
    private readonly ContactApi _api = new(app);

    [Fact]
    public async Task List_WhateverTheLimit_HoldsEveryoneOnceInOneOrder()
    {
        var ids = new HashSet<string>();
        for (var number = 0; number < 40; number++) ids.Add((await _api.CreateAsync($$"""{"email":"list-{{number}}-{{Guid.NewGuid():N}}@example.com"}""")).ToString());
        var whole = Ids(await _api.ListAsync("/contacts", 100));
        Assert.Equal(whole.Distinct(), whole);
        Assert.Superset(ids, whole.ToHashSet());
        Assert.Equal(whole, Ids(await _api.ListAsync("/contacts", 7)));
        Assert.Equal(whole, Ids(await _api.ListAsync("/contacts", 1)));
    }

    [Fact]
    public async Task List_WhenContactsComeBetweenPages_RepeatsAndSkipsNobody()
    {
        for (var number = 0; number < 20; number++) await _api.CreateAsync($$"""{"email":"between-{{number}}-{{Guid.NewGuid():N}}@example.com"}""");
        var before = Ids(await _api.ListAsync("/contacts"));
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await _api.OkAsync("GET", "/contacts?limit=5" + (cursor is null ? "" : "&cursor=" + cursor));
            seen.AddRange(page["data"]!.AsArray().Select(item => item!["id"]!.GetValue<string>()));
            cursor = page["next_cursor"]?.GetValue<string>();
            await _api.CreateAsync($$"""{"email":"later-{{Guid.NewGuid():N}}@example.com"}""");
        }
        while (cursor is not null);
        Assert.Equal(seen.Distinct(), seen);
        Assert.Superset(before.ToHashSet(), seen.ToHashSet());
    }

    [Fact]
    public async Task Search_WhateverIsAskedFor_FindsThoseWhoHaveAllOfIt()
    {
        var tag = Guid.NewGuid().ToString("N")[..8];
        var ada = (await _api.CreateAsync($$"""{"email":"Ada.{{tag}}@example.com","phone":"+4930{{Number()}}","name":"Ada {{tag}}","attributes":{"plan":"pro","tag":"{{tag}}"} }""")).ToString();
        var adam = (await _api.CreateAsync($$"""{"email":"ada.{{tag}}+2@example.com","name":"ADAM {{tag}}","attributes":{"plan":"free","tag":"{{tag}}"} }""")).ToString();
        var umlaut = (await _api.CreateAsync($$"""{"email":"ädam.{{tag}}@example.com","name":"Ädam"}""")).ToString();

        Assert.Equal([ada, adam], await FindAsync($"email=ADA.{tag}"));
        Assert.Equal([ada], await FindAsync($"email=ada.{tag}@"));
        Assert.Equal([umlaut], await FindAsync($"email=%C3%A4dam.{tag}"));
        Assert.Equal([ada], await FindAsync($"email=ada.{tag}&attribute=plan:pro"));
        Assert.Equal([ada, adam], await FindAsync($"attribute=tag:{tag}"));
        Assert.Equal([adam], await FindAsync($"attribute=tag:{tag}&attribute=plan:free"));
        Assert.Equal([ada, adam], await FindAsync($"name=ada&attribute=tag:{tag}"));
        Assert.Equal([adam], await FindAsync($"name=adam%20{tag}"));
        var phone = (await _api.OkAsync("GET", $"/contacts/{ada}"))["phone"]!.GetValue<string>();
        Assert.Equal([ada], await FindAsync("phone=" + Uri.EscapeDataString(phone)));
        Assert.Contains(ada, await FindAsync("phone=4930"));
        Assert.Contains(ada, await FindAsync("phone=+49%20(30)"));
        Assert.Empty(await FindAsync($"email=nobody.{tag}"));
        await _api.OkAsync("PATCH", $"/contacts/{ada}", $$"""{"email":"moved.{{tag}}@example.com"}""");
        Assert.Equal([adam], await FindAsync($"email=ada.{tag}"));
        Assert.Equal([ada], await FindAsync($"email=moved.{tag}"));
    }

    [Fact]
    public async Task Search_OfMoreThanOnePageLooksAt_SaysHowFarItCameWithEachPage()
    {
        var tag = Guid.NewGuid().ToString("N")[..8];
        var rows = string.Concat(Enumerable.Range(0, 6000).Select(number => $$$"""{"email":"{{{tag}}}.{{{number}}}@example.com","attributes":{"tag":"{{{tag}}}"}}""" + "\n"));
        using (var import = await _api.SendAsync("POST", "/contacts/bulk", rows, type: "application/x-ndjson")) await import.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        // Side by side: each takes its turn, and each is answered.
        var searches = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => LookedAtAsync("attribute=tag:nobody")));
        Assert.All(searches, pages =>
        {
            Assert.InRange(pages.Count, 2, 20);
            Assert.All(pages, lookedAt => Assert.InRange(lookedAt, 0, 5500));
            Assert.True(pages[0] >= 5000, "The first page looked at all that it may.");
            Assert.True(pages.Sum() >= 6000, "Everybody was looked at.");
        });
    }

    [Theory]
    [InlineData("limit=0", "invalid_parameter")]
    [InlineData("email=", "invalid_parameter")]
    [InlineData("email=a&email=b", "invalid_parameter")]
    [InlineData("phone=abc", "invalid_parameter")]
    [InlineData("attribute=plan", "invalid_parameter")]
    [InlineData("attribute=a:1&attribute=a:2", "invalid_parameter")]
    [InlineData("cursor=AAAA", "invalid_cursor")]
    public async Task Search_WhenAParameterIsWrong_IsRefused(string query, string code)
    {
        using var response = await _api.SendAsync("GET", "/contacts?" + query);
        await response.IsProblemAsync(400, code);
    }

    [Fact]
    public async Task Cursor_WhenOfAnotherSearch_IsRefused()
    {
        for (var number = 0; number < 3; number++) await _api.CreateAsync($$"""{"email":"cursor-{{number}}-{{Guid.NewGuid():N}}@example.com"}""");
        var cursor = (await _api.OkAsync("GET", "/contacts?limit=1"))["next_cursor"]!.GetValue<string>();
        using var response = await _api.SendAsync("GET", $"/contacts?limit=1&name=a&cursor={cursor}");
        await response.IsProblemAsync(400, "invalid_cursor");
    }

    private static string Number() => Random.Shared.Next(1_000_000, 9_999_999).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static List<string> Ids(List<JsonNode> contacts) => [.. contacts.Select(contact => contact["id"]!.GetValue<string>())];

    private async Task<List<int>> LookedAtAsync(string query)
    {
        var pages = new List<int>();
        string? cursor = null;
        do
        {
            var page = await _api.OkAsync("GET", $"/contacts?{query}" + (cursor is null ? "" : "&cursor=" + cursor));
            Assert.Empty(page["data"]!.AsArray());
            pages.Add(page["looked_at"]!.GetValue<int>());
            cursor = page["next_cursor"]?.GetValue<string>();
        }
        while (cursor is not null);
        return pages;
    }

    private async Task<List<string>> FindAsync(string query) => [.. Ids(await _api.ListAsync("/contacts?" + query, 2)).Order(StringComparer.Ordinal)];
}

/// <summary>On embedded storage.</summary>
public sealed class ContactListOnEmbeddedTests(AppFixture app) : ContactListTests(app), IClassFixture<AppFixture>;

/// <summary>On Azurite.</summary>
public sealed class ContactListOnAzuriteTests(TwoProcessAppFixture app) : ContactListTests(app), IClassFixture<TwoProcessAppFixture>;
