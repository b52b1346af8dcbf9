using System.Security.Cryptography;
using System.Text;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Leads;
using Cadenza.Functions.Leads.Storage;
using Cadenza.Functions.Webhooks;
using Cadenza.Functions.Webhooks.Storage;
using Cadenza.TestKit.Providers;

namespace Cadenza.Functions.Tests.Leads;

/// <summary>C8: what happens to leads is told to webhooks, signed, once, and again when it was not taken.</summary>
public sealed class LeadWebhookTests : IAsyncLifetime
{
    private LeadWebhookWorld _world = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await LeadWebhookWorld.CreateAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task C8_ALead_IsToldOfFromItsEnrollmentToItsEnd_SignedInBothWays()
    {
        const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        await _world.SubscribeAsync(more: $$""","secret":"{{Secret}}" """);
        var (path, wait, end) = await _world.Api.WaitingAsync("""{"delay_minutes":5}""");
        await _world.AddAsync(path, 0, 1);
        Assert.Equal("lead.enrolled", TypeOf(Assert.Single(await _world.ToldAsync(1))));

        await _world.Api.OkAsync("POST", $"{path}/activate");
        await _world.UntilAsync(async () => (await _world.Api.OkAsync("GET", $"{path}/leads?status=in_progress")).GetProperty("meta").GetProperty("total").GetInt32() == 1, () => "the lead waits");
        await _world.Engine.IdleAsync();
        _world.Clock.Leap(TimeSpan.FromMinutes(5));
        var told = await _world.ToldAsync(4);

        Assert.Equal(["lead.completed", "lead.enrolled", "lead.step", "lead.step"], told.Select(TypeOf).Order());
        Assert.Equal(4, told.Select(request => request.Headers["webhook-id"]).Distinct().Count());
        foreach (var request in told) AssertSigned(request, Secret);
        var steps = told.Select(request => request.Json.GetProperty("data")).Where(data => data.TryGetProperty("step", out _)).Select(data => data.GetProperty("step")).ToList();
        Assert.Equal([wait, end], steps.OrderBy(step => step.GetProperty("node_type").GetString() == "CONVERTED").Select(step => step.GetProperty("node_id").GetString()));
        var completed = told.Single(request => TypeOf(request) == "lead.completed").Json;
        Assert.Equal(completed.GetProperty("id").GetString(), told.Single(request => TypeOf(request) == "lead.completed").Headers["webhook-id"]);
        var data = completed.GetProperty("data");
        Assert.Equal(path, "/v1/workflows/" + data.GetProperty("workflow_id").GetString());
        Assert.Equal((await _world.Api.OkAsync("GET", $"{path}/leads")).GetProperty("data")[0].ToString(), data.GetProperty("lead").ToString());
        Assert.Equal("converted", data.GetProperty("lead").GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task C8_OnlyWhatIsAskedFor_AndOnlyWhatHappensFromThenOn_IsTold()
    {
        var path = await _world.WinningAsync();
        await _world.AddAsync(path, 0, 1);
        await CompletedAsync(path, 1);
        _world.Clock.Leap(TimeSpan.FromSeconds(1));
        var (webhook, _) = await _world.SubscribeAsync("""["lead.completed"]""");

        await _world.AddAsync(path, 1, 1);
        Assert.Equal("lead.completed", TypeOf(Assert.Single(await _world.ToldAsync(1))));
        await _world.Api.OkAsync("PATCH", $"/v1/user-webhooks/{webhook}", """{"is_active":false}""");
        await _world.AddAsync(path, 2, 1);
        await CompletedAsync(path, 3);
        await _world.Engine.IdleAsync();
        _world.Clock.Leap(TimeSpan.FromSeconds(1));
        await _world.Api.OkAsync("PATCH", $"/v1/user-webhooks/{webhook}", """{"is_active":true}""");
        await _world.AddAsync(path, 3, 1);

        var told = await _world.ToldAsync(2);
        Assert.Equal(["+14150000001", "+14150000003"], told.Select(PhoneOf).Order());
    }

    [Fact]
    public async Task C8_ALeadThatIsTakenOut_IsToldOfThoughItsWorkflowStandsStill()
    {
        var (path, _, _) = await _world.Api.WaitingAsync();
        await _world.SubscribeAsync("""["lead.completed"]""");
        await _world.AddAsync(path, 0, 2);
        var lead = (await _world.Api.OkAsync("GET", $"{path}/leads")).GetProperty("data")[1].GetProperty("id").GetString();

        await _world.Api.OkAsync("DELETE", $"{path}/leads/{lead}", null, 204);

        var told = Assert.Single(await _world.ToldAsync(1)).Json.GetProperty("data").GetProperty("lead");
        Assert.Equal((lead, "removed"), (told.GetProperty("id").GetString(), told.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task C8_WhatIsNotTaken_IsSentAgainAsItWas_AndTheLogTellsEachAttempt()
    {
        ProviderReply[] answers = [new(503, "busy"), new(429, "") { RetryAfter = "600" }, new(200, "thanks")];
        _world.Receiver.Answer = _ => answers[_world.Receiver.Requests.Count - 1];
        var (webhook, _) = await _world.SubscribeAsync("""["lead.completed"]""");
        await _world.AddAsync(await _world.WinningAsync(), 0, 1);
        await _world.LoggedAsync(webhook, delivery => delivery.GetProperty("attempts").GetArrayLength() == 1);

        await _world.LoggedAsync(webhook, delivery => delivery.GetProperty("attempts").GetArrayLength() == 2);
        _world.Clock.Leap(TimeSpan.FromSeconds(500));
        await _world.Engine.IdleAsync();
        Assert.Equal(2, _world.Receiver.Requests.Count);
        var log = await _world.LoggedAsync(webhook, delivery => delivery.GetProperty("status").GetString() == "delivered");

        var told = await _world.ToldAsync(3);
        Assert.Single(told.Select(request => (request.Headers["webhook-id"], request.Body)).Distinct());
        Assert.Equal(3, told.Select(request => request.Headers["webhook-timestamp"]).Distinct().Count());
        Assert.Equal(told[0].Body, log.GetProperty("payload").GetString());
        Assert.Equal(
            [(503, "receiver_failed"), (429, "rate_limited"), (200, null)],
            log.GetProperty("attempts").EnumerateArray().Select(attempt => (attempt.GetProperty("status_code").GetInt32(), attempt.GetProperty("error").GetString())));
        Assert.Equal(JsonValueKind.Null, log.GetProperty("next_attempt_at").ValueKind);
    }

    [Fact]
    public async Task C8_AfterTenAttempts_ItIsGivenUp_AndDeliveredAgainOnRequest()
    {
        _world.Receiver.Answer = static _ => new ProviderReply(500, "");
        var (webhook, _) = await _world.SubscribeAsync("""["lead.completed"]""");
        await _world.AddAsync(await _world.WinningAsync(), 0, 1);
        for (var attempt = 1; attempt < 10; attempt++)
        {
            await _world.LoggedAsync(webhook, delivery => delivery.GetProperty("attempts").GetArrayLength() == attempt && delivery.GetProperty("next_attempt_at").ValueKind == JsonValueKind.String);
            _world.Clock.Leap(TimeSpan.FromHours(24));
        }

        var log = await _world.LoggedAsync(webhook, delivery => delivery.GetProperty("status").GetString() == "failed");
        Assert.Equal(10, log.GetProperty("attempts").GetArrayLength());
        Assert.Empty(await _world.LogAsync(webhook, "&status=pending"));
        _world.Receiver.Answer = static _ => new ProviderReply(204, "");

        var again = await _world.Api.OkAsync("POST", $"/v1/user-webhooks/{webhook}/deliveries/{log.GetProperty("id").GetString()}/retry", null, 202);

        Assert.Equal("pending", again.GetProperty("status").GetString());
        await _world.LoggedAsync(webhook, delivery => delivery.GetProperty("status").GetString() == "delivered");
        Assert.Equal(11, (await _world.ToldAsync(11)).Count);
    }

    [Fact]
    public async Task C8_AReceiverThatIsGone_IsNotAskedAgain()
    {
        _world.Receiver.Answer = static _ => new ProviderReply(410, "");
        var (webhook, _) = await _world.SubscribeAsync("""["lead.completed"]""");
        await _world.AddAsync(await _world.WinningAsync(), 0, 1);

        var log = await _world.LoggedAsync(webhook, delivery => delivery.GetProperty("status").GetString() == "failed");

        Assert.Equal("gone", Assert.Single(log.GetProperty("attempts").EnumerateArray()).GetProperty("error").GetString());
    }

    [Fact]
    public async Task C8_AWebhookThatIsSwitchedOff_IsNotToldOfWhatWasStillToBeTried()
    {
        _world.Receiver.Answer = static _ => new ProviderReply(500, "");
        var (webhook, _) = await _world.SubscribeAsync("""["lead.completed"]""");
        await _world.AddAsync(await _world.WinningAsync(), 0, 1);
        var log = await _world.LoggedAsync(webhook, delivery => delivery.GetProperty("attempts").GetArrayLength() == 1);
        await _world.Api.OkAsync("PATCH", $"/v1/user-webhooks/{webhook}", """{"is_active":false}""");

        await _world.LoggedAsync(webhook, delivery => delivery.GetProperty("status").GetString() == "failed");

        Assert.Single(_world.Receiver.Requests);
        await _world.Api.RefusedAsync("POST", $"/v1/user-webhooks/{webhook}/deliveries/{log.GetProperty("id").GetString()}/retry", null, 409, "webhook_inactive");
        await _world.Api.OkAsync("DELETE", $"/v1/user-webhooks/{webhook}", null, 204);
        await _world.Api.RefusedAsync("GET", $"/v1/user-webhooks/{webhook}/deliveries", null, 404, "not_found");
    }

    /// <summary>Activities and queue triggers are carried out at least once: here several times, and at the same time.</summary>
    [Fact]
    public async Task C8_HoweverOftenItIsTriedToTell_EachEventComesOnce()
    {
        var (webhook, _) = await _world.SubscribeAsync();
        var path = await _world.WinningAsync();
        await _world.AddAsync(path, 0, 20);
        var advance = _world.App.Services.GetRequiredService<LeadBatchTurn>();
        var key = new LeadBatchKey(_world.Api.Organization.ToString(), WorkflowOf(path).ToString(), 0);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => advance.AdvanceAsync(key, Cancellation))));
        var told = await _world.ToldAsync(60);
        var sender = _world.App.Services.GetRequiredService<WebhookSender>();
        var due = new WebhooksDue(key.Organization, webhook, [.. told.Select(request => request.Headers["webhook-id"])]);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => sender.DeliverAsync(due, Cancellation)));

        Assert.Equal(60, _world.Receiver.Requests.Count);
        Assert.Equal(60, _world.Receiver.Requests.Select(request => request.Headers["webhook-id"]).Distinct().Count());
    }

    /// <summary>A process may die behind any write: between the rows and the queue, and in the middle of an attempt.</summary>
    [Fact]
    public async Task C8_WhenAProcessDiesHalfWay_TheEventComesAllTheSame()
    {
        var (webhook, _) = await _world.SubscribeAsync("""["lead.enrolled"]""");
        var key = new WebhookKey(_world.Api.Organization, webhook);
        var organization = _world.Api.Organization;
        var dispatch = _world.App.Services.GetRequiredService<WebhookDispatch>();
        var happening = WebhookEvent.Of(organization, "a", "lead.enrolled", _world.Clock.GetUtcNow(), WriteNothing);

        // Died between the rows and the queue.
        await _world.Deliveries.AddAsync(key, [new WebhookDelivery(happening.Id, happening.Type, happening.At, "{}")], Cancellation);
        await dispatch.DispatchAsync(await dispatch.ReceiversAsync(organization, Cancellation), [happening], Cancellation);
        await _world.LoggedAsync(webhook, delivery => delivery.GetProperty("status").GetString() == "delivered");
        Assert.Single(_world.Receiver.Requests);

        // Died in an attempt: the message comes again while the claim holds.
        var second = WebhookEvent.Of(organization, "b", "lead.enrolled", _world.Clock.GetUtcNow(), WriteNothing);
        await _world.Deliveries.AddAsync(
            key, [new WebhookDelivery(second.Id, second.Type, second.At, "{}") { ClaimedUntil = _world.Clock.GetUtcNow() + TimeSpan.FromSeconds(30) }], Cancellation);
        await _world.App.Services.GetRequiredService<WebhookQueue>().AskAsync(key, [second.Id], Cancellation);
        await _world.Engine.IdleAsync();
        _world.Clock.Leap(TimeSpan.FromSeconds(20));
        await _world.Engine.IdleAsync();
        Assert.Single(_world.Receiver.Requests);
        _world.Clock.Leap(TimeSpan.FromSeconds(15));

        Assert.Equal(second.Id, (await _world.ToldAsync(2))[1].Headers["webhook-id"]);
    }

    [Fact]
    public async Task Log_ListsPageByPage_TheNewestFirst()
    {
        var (webhook, _) = await _world.SubscribeAsync("""["lead.enrolled"]""");
        var (path, _, _) = await _world.Api.WaitingAsync();
        for (var minute = 0; minute < 3; minute++)
        {
            await _world.AddAsync(path, minute * 40, 40);
            _world.Clock.Leap(TimeSpan.FromMinutes(1));
        }

        await _world.ToldAsync(120);
        await _world.UntilAsync(async () => (await _world.LogAsync(webhook, "&status=delivered")).Count == 100, () => "all are delivered");
        var (seen, cursor) = (new List<JsonElement>(), "");
        do
        {
            var page = await _world.Api.OkAsync("GET", $"/v1/user-webhooks/{webhook}/deliveries?limit=50{cursor}");
            seen.AddRange(page.GetProperty("data").EnumerateArray());
            cursor = page.GetProperty("next_cursor").GetString() is { } next ? "&cursor=" + next : "";
        }
        while (cursor.Length > 0);

        Assert.Equal(120, seen.Select(delivery => delivery.GetProperty("id").GetString()).Distinct().Count());
        var times = seen.Select(delivery => delivery.GetProperty("occurred_at").GetDateTimeOffset()).ToList();
        Assert.Equal(times.OrderDescending(), times);
        await _world.Api.RefusedAsync("GET", $"/v1/user-webhooks/{webhook}/deliveries?status=lost", null, 400, "invalid_parameter");
        await _world.Api.RefusedAsync("POST", $"/v1/user-webhooks/{webhook}/deliveries/msg_1/retry", null, 404, "not_found");
    }

    [Fact]
    public async Task Log_AfterThirtyDays_IsGone()
    {
        var (webhook, _) = await _world.SubscribeAsync("""["lead.completed"]""");
        await _world.AddAsync(await _world.WinningAsync(), 0, 1);
        await _world.LoggedAsync(webhook, delivery => delivery.GetProperty("status").GetString() == "delivered");

        _world.Clock.Leap(TimeSpan.FromDays(29));
        await _world.Engine.IdleAsync();
        Assert.Single(await _world.LogAsync(webhook));
        _world.Clock.Leap(TimeSpan.FromDays(3));

        await _world.UntilAsync(async () => (await _world.LogAsync(webhook)).Count == 0, () => "the log is empty");
    }

    [Fact]
    public async Task Delivery_ToAPrivateAddress_IsRefusedUnlessConfigured()
    {
        await using var world = await LeadWebhookWorld.CreateAsync(mayReachPrivateAddresses: false);
        const string Body = """{"url":"https://example.com/hook","events":["lead.completed"]}""";
        foreach (var url in (string[])["http://127.0.0.1:1/", "http://[::1]/", "http://[::ffff:0:7f00:1]/", "http://10.1.2.3/hook", "http://LOCALHOST./", "http://a.localhost/"])
        {
            var problem = await world.Api.RefusedAsync("POST", "/v1/user-webhooks", Body.Replace("https://example.com/hook", url, StringComparison.Ordinal), 400, "invalid_body");
            Assert.True(problem.GetProperty("errors").TryGetProperty("/url", out _), problem.ToString());
        }

        var webhook = (await world.Api.OkAsync("POST", "/v1/user-webhooks", Body, 201)).GetProperty("id").GetGuid();
        await world.Api.RefusedAsync("PATCH", $"/v1/user-webhooks/{webhook}", $$"""{"url":"{{world.Receiver.Address}}/hook"}""", 400, "invalid_body");
        // As one that was made before such addresses were refused, or whose name has come to stand for one.
        var store = world.App.Services.GetRequiredService<WebhookStore>();
        var read = (await store.GetAsync(world.Api.Organization, webhook, Cancellation))!;
        await store.UpdateAsync(read, read.Webhook with { Url = $"{world.Receiver.Address}/hook" }, Cancellation);
        await world.AddAsync(await world.WinningAsync(), 0, 1);

        var log = await world.LoggedAsync(webhook, delivery => delivery.GetProperty("status").GetString() == "failed");

        Assert.Equal("address_refused", log.GetProperty("attempts")[0].GetProperty("error").GetString());
        Assert.Empty(world.Receiver.Requests);
    }

    [Fact]
    public async Task G3_Webhook_IsReadAndChangedFieldByField_AndItsSecretShownOnce()
    {
        var (id, made) = await _world.SubscribeAsync("""["lead.step","lead.step"]""");
        Assert.StartsWith("whsec_", made.GetProperty("secret").GetString(), StringComparison.Ordinal);
        Assert.Equal("""["lead.step"]""", made.GetProperty("events").ToString());

        var read = await _world.Api.OkAsync("GET", $"/v1/user-webhooks/{id}");
        Assert.Equal(["id", "url", "events", "is_active", "created_at", "updated_at"], read.EnumerateObject().Select(member => member.Name));
        using var first = await _world.Api.Client.CallAsync("GET", $"/v1/user-webhooks/{id}");
        var tag = first.Headers.ETag!.ToString();
        var changed = await _world.Api.OkAsync("PATCH", $"/v1/user-webhooks/{id}", """{"events":["lead.completed"],"secret":"a plain text of enough characters"}""");
        Assert.Equal((read.GetProperty("url").GetString(), """["lead.completed"]""", true), (changed.GetProperty("url").GetString(), changed.GetProperty("events").ToString(), changed.GetProperty("is_active").GetBoolean()));
        using var stale = await _world.Api.Client.CallAsync("PATCH", $"/v1/user-webhooks/{id}", """{"is_active":false}""", ("If-Match", tag));
        await stale.IsProblemAsync(412, "precondition_failed");

        await _world.Api.OkAsync("PATCH", $"/v1/user-webhooks/{id}", """{"is_active":false}""");
        Assert.Equal(0, (await _world.Api.OkAsync("GET", "/v1/user-webhooks?is_active=true")).GetProperty("meta").GetProperty("total").GetInt32());
        Assert.Equal(id, (await _world.Api.OkAsync("GET", "/v1/user-webhooks?is_active=false")).GetProperty("data")[0].GetProperty("id").GetGuid());
        var entries = await _world.Api.OkAsync("GET", $"/audit?resource=user_webhooks/{id}");
        Assert.Equal(["created", "updated", "updated"], entries.GetProperty("data").EnumerateArray().Select(entry => entry.GetProperty("action").GetString()).Order());
        Assert.DoesNotContain("plain text", entries.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"events":["lead.step"]}""", "/url")]
    [InlineData("""{"url":"ftp://example.com","events":["lead.step"]}""", "/url")]
    [InlineData("""{"url":"https://user:word@example.com","events":["lead.step"]}""", "/url")]
    [InlineData("""{"url":"https://example.com","events":[]}""", "/events")]
    [InlineData("""{"url":"https://example.com","events":["call.completed"]}""", "/events/0")]
    [InlineData("""{"url":"https://example.com","events":["lead.step"],"secret":"short"}""", "/secret")]
    [InlineData("""{"url":"https://example.com","events":["lead.step"],"is_active":"yes"}""", "/is_active")]
    public async Task G2_AWebhookThatCannotBe_IsRefusedWithItsPlace_AndNothingIsStored(string body, string place)
    {
        var problem = await _world.Api.RefusedAsync("POST", "/v1/user-webhooks", body, 400, "invalid_body");

        Assert.True(problem.GetProperty("errors").TryGetProperty(place, out _), problem.ToString());
        Assert.Equal(0, (await _world.Api.OkAsync("GET", "/v1/user-webhooks")).GetProperty("meta").GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task G5_Webhooks_AreAsManyAsTheyMay_AndARepeatedRequestMakesNone()
    {
        const string Body = """{"url":"https://example.com/hook","events":["lead.step"]}""";
        var ids = new List<string?>();
        for (var number = 0; number < Webhook.MaxPerOrganization * 2; number++)
        {
            using var response = await _world.Api.Client.CallAsync("POST", "/v1/user-webhooks", Body, ("Idempotency-Key", $"key-{number / 2}"));
            ids.Add((await response.JsonAsync(201)).GetProperty("id").GetString());
        }

        Assert.Equal(Webhook.MaxPerOrganization, ids.Distinct().Count());
        await _world.Api.RefusedAsync("POST", "/v1/user-webhooks", Body, 409, "too_many_webhooks");
    }

    private async Task CompletedAsync(string path, int count) => await _world.UntilAsync(
        async () => (await _world.Api.OkAsync("GET", $"{path}/leads?status=completed")).GetProperty("meta").GetProperty("total").GetInt32() == count, () => $"{count} leads are completed");

    private static void AssertSigned(ProviderRequestSeen request, string secret)
    {
        Assert.Equal(("POST", "/hook"), (request.Method, request.Path));
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var content = $"{request.Headers["webhook-id"]}.{request.Headers["webhook-timestamp"]}.{request.Body}";
        Assert.Equal("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(content))), request.Headers["webhook-signature"]);
        Assert.Equal("sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(request.Body))), request.Headers["x-nexa-signature"]);
    }

    private static void WriteNothing(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteEndObject();
    }

    private static WorkflowId WorkflowOf(string path) => WorkflowId.Parse(path["/v1/workflows/".Length..]);

    private static string TypeOf(ProviderRequestSeen request) => request.Json.GetProperty("type").GetString()!;

    private static string PhoneOf(ProviderRequestSeen request) => request.Json.GetProperty("data").GetProperty("lead").GetProperty("phone_number").GetString()!;
}
