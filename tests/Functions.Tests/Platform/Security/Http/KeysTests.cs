using Azure.Data.Tables;
using Cadenza.Functions.Platform.Tables;
using Cadenza.Functions.Tests.Fuzz;

namespace Cadenza.Functions.Tests.Platform.Security.Http;

/// <summary>G1: organizations and their keys.</summary>
public abstract class KeysTests
{
    private readonly AppFixture _app;

    protected KeysTests(AppFixture app)
    {
        _app = app.OrSkip();
    }

    [Fact]
    public async Task Create_WhenBootstrapNamesAnOrganization_MakesItAndShowsTheKeyOnce()
    {
        using var response = await _app.Client.CallAsync("POST", "/keys", """{"name":"Backend","kind":"secret","organization_id":"created"}""");
        var created = await response.JsonAsync(201);
        Assert.Equal(["id", "key", "prefix", "kind", "name", "organization_id", "created_at"], created.EnumerateObject().Select(member => member.Name));
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Equal("/keys/" + created.GetProperty("id").GetString(), response.Headers.Location?.ToString());
        var key = created.GetProperty("key").GetString()!;
        var prefix = created.GetProperty("prefix").GetString()!;
        Assert.StartsWith(prefix, key, StringComparison.Ordinal);
        Assert.True(key.Length - prefix.Length > 30, "the prefix must not give the key away");

        using var client = _app.ClientWith(key);
        var listed = Assert.Single((await (await client.GetAsync("/keys", Cancellation)).JsonAsync(200)).GetProperty("data").EnumerateArray());
        Assert.Equal(["id", "prefix", "kind", "name", "organization_id", "created_at"], listed.EnumerateObject().Select(member => member.Name));
        Assert.Equal((prefix, "secret", "Backend", "created"), (Text(listed, "prefix"), Text(listed, "kind"), Text(listed, "name"), Text(listed, "organization_id")));
        await AssertNowhereStoredAsync(key);
    }

    [Fact]
    public async Task Delete_WhenKeyWasJustUsed_RevokesItAtOnce()
    {
        var created = await _app.CreateKeyAsync("revoked");
        using var client = _app.ClientWith(Text(created, "key"));
        (await client.GetAsync("/outbox", Cancellation)).EnsureSuccessStatusCode();
        using var deleted = await _app.Client.DeleteAsync("/keys/" + Text(created, "id"), Cancellation);
        Assert.Equal(204, (int)deleted.StatusCode);
        await (await client.GetAsync("/outbox", Cancellation)).IsProblemAsync(401, "unauthorized");
        await (await _app.Client.DeleteAsync("/keys/" + Text(created, "id"), Cancellation)).IsProblemAsync(404, "not_found");
        var left = await (await _app.Client.GetAsync("/keys?organization_id=revoked", Cancellation)).JsonAsync(200);
        Assert.Empty(left.GetProperty("data").EnumerateArray());
    }

    [Theory]
    [InlineData("GET", "/keys")]
    [InlineData("POST", "/keys")]
    [InlineData("GET", "/outbox")]
    [InlineData("POST", "/contacts")]
    [InlineData("PUT", "/sequences/x/start")]
    public async Task PublicKey_WhenPathIsNotPublic_Is403(string method, string path)
    {
        using var client = _app.ClientWith(Text(await _app.CreateKeyAsync("public", "public"), "key"));
        using var response = await client.CallAsync(method, path);
        await response.IsProblemAsync(403, "forbidden");
    }

    [Fact]
    public async Task SecretKey_ManagesItsOwnOrganizationAndNoOther()
    {
        using var client = await _app.ClientOfAsync("own");
        var others = await _app.CreateKeyAsync("others");
        var own = await (await client.CallAsync("POST", "/keys", """{"name":"second","kind":"public","organization_id":"own"}""")).JsonAsync(201);
        Assert.Equal("own", Text(own, "organization_id"));
        await (await client.CallAsync("POST", "/keys", """{"name":"x","kind":"secret","organization_id":"others"}""")).IsProblemAsync(404, "not_found");
        await (await client.CallAsync("POST", "/keys", """{"name":"x","kind":"secret","organization_id":"new-one"}""")).IsProblemAsync(404, "not_found");
        await (await client.GetAsync("/keys?organization_id=others", Cancellation)).IsProblemAsync(404, "not_found");
        await (await client.DeleteAsync("/keys/" + Text(others, "id"), Cancellation)).IsProblemAsync(404, "not_found");
        using var other = _app.ClientWith(Text(others, "key"));
        (await other.GetAsync("/outbox", Cancellation)).EnsureSuccessStatusCode();
        Assert.Equal(204, (int)(await client.DeleteAsync("/keys/" + Text(own, "id"), Cancellation)).StatusCode);
        await (await _app.Client.GetAsync("/keys?organization_id=new-one", Cancellation)).IsProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task List_WhenMoreThanAPage_PagesThroughInsertsWithoutLossOrRepeat()
    {
        using var client = await _app.ClientOfAsync("paged");
        for (var number = 0; number < 4; number++) await _app.CreateKeyAsync("paged", name: $"k{number}");
        List<string> seen = [];
        for (var path = "/keys?limit=2"; ;)
        {
            var page = await (await client.GetAsync(path, Cancellation)).JsonAsync(200);
            seen.AddRange(page.GetProperty("data").EnumerateArray().Select(key => Text(key, "name")));
            if (page.GetProperty("next_cursor").GetString() is not { } cursor) break;
            if (seen.Count == 2) await _app.CreateKeyAsync("paged", name: "late");
            await (await _app.Client.GetAsync("/keys?cursor=" + cursor, Cancellation)).IsProblemAsync(400, "invalid_cursor");
            path = "/keys?limit=2&cursor=" + cursor;
        }

        Assert.Equal(["test", "k0", "k1", "k2", "k3", "late"], seen);
    }

    [Theory]
    [InlineData("{}", "/name", "/kind")]
    [InlineData("""{"name":"","kind":"Secret","organization_id":"A b","more":1}""", "/name", "/kind", "/organization_id", "/more")]
    [InlineData("""{"name":"a\u0007","kind":null,"organization_id":"~ids"}""", "/name", "/kind", "/organization_id")]
    public async Task Create_WhenBodyIsWrong_SaysEverythingAndStoresNothing(string body, params string[] pointers)
    {
        var before = await StoredRows.ReadAsync(_app.Services.GetRequiredService<TableServiceClient>());
        using var response = await _app.Client.CallAsync("POST", "/keys", body);
        Assert.Equal(pointers.Order(), (await response.IsProblemAsync(400, "invalid_body")).Pointers().Order());
        Assert.Empty((await StoredRows.ReadAsync(_app.Services.GetRequiredService<TableServiceClient>())).Except(before));
    }

    [Theory]
    [InlineData("DELETE", "/keys/bootstrap", "?id")]
    [InlineData("GET", "/keys?organization_id=A%20b", "?organization_id")]
    [InlineData("GET", "/keys?organization_id=", "?organization_id")]
    public async Task Parameter_WhenWrong_Is400(string method, string path, string place)
    {
        using var response = await _app.Client.CallAsync(method, path);
        Assert.Equal([place], (await response.IsProblemAsync(400, "invalid_parameter")).Pointers());
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Text(System.Text.Json.JsonElement element, string member) => element.GetProperty(member).GetString()!;

    private async Task AssertNowhereStoredAsync(string key)
    {
        var secret = key[(key.IndexOf('.', StringComparison.Ordinal) + 1)..];
        foreach (var table in _app.Services.GetRequiredService<StorageTables>().All)
        {
            await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: Cancellation))
            {
                Assert.All(row.Keys, column => Assert.DoesNotContain(secret, row[column]?.ToString() ?? "", StringComparison.Ordinal));
            }
        }
    }
}
