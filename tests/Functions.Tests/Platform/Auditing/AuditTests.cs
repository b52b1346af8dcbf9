using System.Text.Json.Nodes;
using Cadenza.Domain.Organizations;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Tests.Platform.Auditing;

/// <summary>Issue 3, platform: an append-only audit log per resource: who, when, what, before and after, reason.</summary>
public abstract class AuditTests
{
    private readonly AppFixture _app;

    protected AuditTests(AppFixture app)
    {
        _app = app.OrSkip();
    }

    private const string Sequence = """
        {"name":"First","is_continuous":false,"filter":null,"steps":[{"delay_in_minutes":600,"action":{"type":"send_emails","data":{"from_email":"us@example.com",
         "email_subject":"s","email_body":"b","email_sender_name":"Us","email_is_transactional":false}}}]}
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sequence_WhenChanged_LeavesWhoWhatAndWhyNewestFirst()
    {
        var key = await _app.CreateKeyAsync("audited", name: "The shop");
        using var client = _app.ClientWith(key.GetProperty("key").GetString()!);
        // Somebody for it to wait for, so that it does not complete by itself.
        await (await client.CallAsync("POST", "/contacts", """{"email":"a@example.com"}""")).JsonAsync(201);
        var id = (await (await client.CallAsync("POST", "/sequences", Sequence)).JsonAsync(201)).GetProperty("id").GetString();
        await (await client.CallAsync("PATCH", $"/sequences/{id}", """{"name":"Second"}""", ("x-audit-reason", "a better name"), ("x-request-id", "request-7"))).JsonAsync(200);
        foreach (var command in new[] { "start", "pause", "resume", "cancel" }) await (await client.CallAsync("PUT", $"/sequences/{id}/{command}")).JsonAsync(200);
        await (await client.CallAsync("PUT", $"/sequences/{id}/pause")).IsProblemAsync(409, "sequence_canceled");

        var entries = (await (await client.GetAsync($"/audit?resource=sequences/{id}", Cancellation)).JsonAsync(200)).GetProperty("data").EnumerateArray().ToList();
        Assert.Equal(["canceled", "resumed", "paused", "started", "updated", "created"], entries.Select(entry => entry.GetProperty("action").GetString()));
        Assert.All(entries, entry => Assert.Equal(("The shop", key.GetProperty("id").GetString()), (entry.GetProperty("key_name").GetString(), entry.GetProperty("key_id").GetString())));
        var update = entries[4];
        Assert.Equal(("a better name", "request-7"), (update.GetProperty("reason").GetString(), update.GetProperty("request_id").GetString()));
        Assert.Equal("""{"name":"First"}""", update.GetProperty("before").GetRawText());
        Assert.Equal("""{"name":"Second"}""", update.GetProperty("after").GetRawText());
        Assert.Equal("""{"status":"paused"}""", entries[1].GetProperty("before").GetRawText());
        Assert.Equal(JsonValueKind.Null, entries[5].GetProperty("before").ValueKind);
    }

    [Fact]
    public async Task Sequence_WhenNamedByItsCustomId_IsTheSame()
    {
        using var client = await _app.ClientOfAsync("audited-by-name");
        var id = (await (await client.CallAsync("POST", "/sequences", Sequence.Replace("{\"name\"", "{\"custom_id\":\"my-welcome\",\"name\"", StringComparison.Ordinal))).JsonAsync(201)).GetProperty("id").GetString();

        var entry = Assert.Single((await (await client.GetAsync("/audit?resource=sequences/my-welcome", Cancellation)).JsonAsync(200)).GetProperty("data").EnumerateArray());
        Assert.Equal(($"sequences/{id}", "created"), (entry.GetProperty("resource").GetString(), entry.GetProperty("action").GetString()));
        using var stranger = await _app.ClientOfAsync("audited-elsewhere");
        await (await stranger.GetAsync("/audit?resource=sequences/my-welcome", Cancellation)).IsProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task Key_WhenMadeAndRevokedByBootstrap_IsToldToItsOrganization()
    {
        using var client = await _app.ClientOfAsync("key-audit");
        var id = (await _app.CreateKeyAsync("key-audit", name: "Second")).GetProperty("id").GetString();
        (await _app.Client.DeleteAsync($"/keys/{id}", Cancellation)).EnsureSuccessStatusCode();
        var entries = (await (await client.GetAsync($"/audit?resource=/keys/{id}", Cancellation)).JsonAsync(200)).GetProperty("data").EnumerateArray().ToList();
        Assert.Equal(["revoked", "created"], entries.Select(entry => entry.GetProperty("action").GetString()));
        Assert.All(entries, entry => Assert.Equal("bootstrap", entry.GetProperty("key_id").GetString()));
        await (await _app.Client.GetAsync($"/audit?resource=keys/{id}", Cancellation)).IsProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task Append_WhenRepeated_WritesOneEntryAndPagesThroughNewOnes()
    {
        var organization = OrganizationId.Parse("append");
        var store = _app.Services.GetRequiredService<AuditStore>();
        var at = new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);
        for (var number = 0; number < 5; number++)
        {
            var entry = new AuditEntry(organization, "things/Ünï 1", "changed", at.AddSeconds(number), "v", AuditActor.App, null, new JsonObject { ["n"] = number });
            await store.AppendAsync(entry, Cancellation);
            await store.AppendAsync(entry with { Actor = AuditActor.App with { Reason = "again" } }, Cancellation);
        }

        using var client = await _app.ClientOfAsync("append");
        List<int> seen = [];
        for (var path = "/audit?resource=things/%C3%9Cn%C3%AF%201&limit=2"; ;)
        {
            var page = await (await client.GetAsync(path, Cancellation)).JsonAsync(200);
            seen.AddRange(page.GetProperty("data").EnumerateArray().Select(entry => entry.GetProperty("after").GetProperty("n").GetInt32()));
            if (page.GetProperty("next_cursor").GetString() is not { } cursor) break;
            await store.AppendAsync(new AuditEntry(organization, "things/Ünï 1", "changed", at.AddDays(seen.Count), "v", AuditActor.App, null, new JsonObject { ["n"] = 99 }), Cancellation);
            await (await client.GetAsync($"/audit?resource=things/2&cursor={cursor}", Cancellation)).IsProblemAsync(400, "invalid_cursor");
            path = $"/audit?resource=things/%C3%9Cn%C3%AF%201&limit=2&cursor={cursor}";
        }

        Assert.Equal([4, 3, 2, 1, 0], seen);
    }

    [Theory]
    [InlineData(499, 499)]
    [InlineData(500, 499)]
    public void Reason_WhenLong_IsCutBetweenCharacters(int before, int kept)
    {
        var http = new DefaultHttpContext();
        http.SetCaller(new Caller(OrganizationId.Parse("acme"), "id", KeyKind.Secret, "name"));
        // A character of two UTF-16 units, the first of which is the last that would fit.
        http.Request.Headers[AuditActor.ReasonHeader] = $"  {new string('x', before - 1)}\U0001F993 more ";
        Assert.True(AuditActor.Of(http.Request).Reason is { Length: <= 500 } reason && reason.Length >= kept && !char.IsHighSurrogate(reason[^1]));
        Assert.Null(AuditActor.Of(Without(http)).Reason);
    }

    private static HttpRequest Without(HttpContext http)
    {
        http.Request.Headers.Remove(AuditActor.ReasonHeader);
        return http.Request;
    }

    [Theory]
    [InlineData("/audit")]
    [InlineData("/audit?resource=")]
    [InlineData("/audit?resource=sequences")]
    [InlineData("/audit?resource=sequences/a/b")]
    [InlineData("/audit?resource=sequences/a%0ab")]
    [InlineData("/audit?resource=a/b&resource=c/d")]
    public async Task List_WhenResourceIsNone_Is400(string path) =>
        Assert.Equal(["?resource"], (await (await _app.Client.GetAsync(path, Cancellation)).IsProblemAsync(400, "invalid_parameter")).Pointers());
}
