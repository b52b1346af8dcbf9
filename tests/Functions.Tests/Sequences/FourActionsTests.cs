using System.Text.Json.Nodes;
using Cadenza.Functions.Tests.Sequences.Http;
using Cadenza.TestKit.Apps;
using Cadenza.TestKit.Providers;

namespace Cadenza.Functions.Tests.Sequences;

/// <summary>B3, B4, B9: a sequence with all four actions, from the API to what the providers receive.</summary>
public sealed class FourActionsTests : IAsyncLifetime
{
    private const string ContentSid = "HX0123456789abcdef0123456789abcdef";
    private ProviderServer _providers = null!;

    public async ValueTask InitializeAsync()
    {
        _providers = await ProviderServer.StartAsync();
        _providers.Answer = DocumentedAnswers.Taken;
    }

    public ValueTask DisposeAsync() => _providers.DisposeAsync();

    [Fact]
    public async Task Sequence_WithAllFourActions_ReachesEveryProviderOnceAndSkipsWithAReason()
    {
        await using var app = await StartAsync(WithProviders());
        using var api = new ApiClient(app.Address, AppFixture.Key);
        await api.PostAsync("/contacts", new { name = "Ada", email = "ada@example.com", phone = "+4930000001", attributes = new { plan = "pro", order = "o/7" } });
        await api.PostAsync("/contacts", new { name = "Bob", email = "bob@example.com" });
        await api.PostAsync("/contacts", new { phone = "+4930000003" });
        await api.PostAsync("/contacts", new { name = "Eve", email = "eve@example.com", phone = "+4930000004", unsubscribed = true });

        var end = await RunAsync(api, StepActions.Email, StepActions.Sms, StepActions.WhatsApp, ThroughTwilio(), StepActions.Call);

        Assert.Equal(["2/0/2/0", "2/0/2/0", "2/0/2/0", "2/0/2/0", "2/0/2/0"], Counts(end));
        var mails = (await api.GetAsync("/outbox")).GetProperty("data").EnumerateArray().ToList();
        Assert.Equal(["ada@example.com", "bob@example.com"], mails.Select(mail => mail.GetProperty("to").GetString()).Order());
        var sms = Requests("/Messages.json").Where(request => request.Form.Any(field => field.Name == "Body")).ToList();
        Assert.Equal([("+4930000001", "Hi Ada"), ("+4930000003", "Hi ")], sms.Select(request => (request.Field("To"), request.Field("Body"))).Order());
        Assert.Equal(["whatsapp:+4930000001", "whatsapp:+4930000003"], Requests("/Messages.json").Where(request => request.Form.Any(field => field.Name == "ContentSid")).Select(request => request.Field("To")).Order());
        Assert.Equal(["+4930000001", "+4930000003"], Requests("/calls").Select(request => request.Json.GetProperty("to").GetString()).Order());
        Assert.Equal(2, Requests("/calls").Select(request => request.Headers["idempotency-key"]).Distinct().Count());
        AssertTemplates(Requests("/106540352242922/messages"));
        Assert.Equal(
            ["no_email_address", "no_phone_number", "no_phone_number", "no_phone_number", "no_phone_number", "unsubscribed", "unsubscribed", "unsubscribed", "unsubscribed", "unsubscribed"],
            await ReasonsAsync(api, end));
    }

    /// <summary>"With a channel not configured the messages go to the outbox", each showing its channel and what would be sent.</summary>
    [Fact]
    public async Task Sequence_WhenNoProviderIsConfigured_FillsTheOutboxOnEveryChannel()
    {
        await using var app = await StartAsync([]);
        using var api = new ApiClient(app.Address, AppFixture.Key);
        await api.PostAsync("/contacts", new { name = "Ada", email = "ada@example.com", phone = "+4930000001" });

        await RunAsync(api, StepActions.Email, StepActions.Sms, StepActions.WhatsApp, ThroughTwilio(), StepActions.Call);

        var kept = (await api.GetAsync("/outbox")).GetProperty("data").EnumerateArray().Reverse().ToList();
        Assert.Equal(["email", "sms", "whatsapp", "whatsapp", "call"], kept.Select(message => message.GetProperty("channel").GetString()));
        Assert.Equal(["ada@example.com", "+4930000001", "+4930000001", "+4930000001", "+4930000001"], kept.Select(message => message.GetProperty("to").GetString()));
        Assert.Equal("Hi Ada", kept[1].GetProperty("body").GetString());
        Assert.Equal(JsonValueKind.Null, kept[1].GetProperty("from").ValueKind);
        Assert.Equal("order_update", Body(kept[2]).GetProperty("template").GetProperty("name").GetString());
        Assert.Equal(ContentSid, Body(kept[3]).GetProperty("ContentSid").GetString());
        Assert.Equal("agent-7", Body(kept[4]).GetProperty("agent_id").GetString());
        Assert.Empty(_providers.Requests);
    }

    /// <summary>429 with Retry-After is tried again, a refusal for good fails with the provider's code, silence leaves it unknown.</summary>
    [Fact]
    public async Task Sequence_WhenAProviderFails_EndsInAStateThatSaysWhy()
    {
        var limited = 0;
        _providers.Answer = request => request.Field("To") switch
        {
            "+4930000001" when Interlocked.Increment(ref limited) == 1 => DocumentedAnswers.TwilioError(429, 20429) with { RetryAfter = "1" },
            "+4930000002" => DocumentedAnswers.TwilioError(400, 21211),
            "+4930000003" => ProviderReply.Reset,
            _ => DocumentedAnswers.TwilioCreated(request),
        };
        await using var app = await StartAsync(WithProviders());
        using var api = new ApiClient(app.Address, AppFixture.Key);
        for (var number = 1; number <= 4; number++) await api.PostAsync("/contacts", new { phone = $"+493000000{number}" });

        var end = await RunAsync(api, """{"type":"send_sms_messages","data":{"message":"Hi"}}""");

        Assert.Equal(["2/1/0/1"], Counts(end));
        Assert.Equal(["connection_lost", "twilio_21211"], await ReasonsAsync(api, end));
        Assert.Equal(5, _providers.Requests.Count);
        Assert.Single(_providers.Requests, request => request.Field("To") == "+4930000003");
    }

    private static string ThroughTwilio()
    {
        var action = JsonNode.Parse(StepActions.WhatsApp)!;
        action["data"]!["phone_number_id"] = "whatsapp:+14155238886";
        action["data"]!["template"]!["name"] = ContentSid;
        return action.ToJsonString();
    }

    private (string Key, string Value)[] WithProviders() =>
    [
        ("Twilio__BaseUrl", _providers.Address),
        ("Twilio__AccountSid", "AC0123"),
        ("Twilio__AuthToken", "token"),
        ("Twilio__From", "+15005550006"),
        ("WhatsApp__BaseUrl", _providers.Address + "/v23.0"),
        ("WhatsApp__AccessToken", "token"),
        ("Calls__BaseUrl", _providers.Address),
    ];

    private static async Task<AppFixture> StartAsync((string Key, string Value)[] settings)
    {
        var app = new AppFixture { Settings = settings };
        await app.InitializeAsync();
        return app;
    }

    private static async Task<JsonElement> RunAsync(ApiClient api, params string[] actions)
    {
        var sequence = await api.PostAsync("/sequences", new
        {
            is_continuous = false,
            filter = (object?)null,
            steps = actions.Select(action => new { action = JsonNode.Parse(action) }).ToArray(),
        });
        var path = "/sequences/" + sequence.GetProperty("id").GetString();
        await api.PutAsync(path + "/start");
        var now = sequence;
        await Eventually.True(
            async () => (now = await api.GetAsync(path)).GetProperty("status").GetString() == "complete",
            () => $"the sequence is complete, but {now}",
            TimeSpan.FromSeconds(60));
        return now;
    }

    private static IEnumerable<string> Counts(JsonElement sequence) => sequence.GetProperty("steps").EnumerateArray()
        .Select(step => step.GetProperty("progress"))
        .Select(counts => string.Join('/', ((string[])["sent", "failed", "suppressed", "unknown"]).Select(name => counts.GetProperty(name).GetInt32())));

    private static async Task<IEnumerable<string>> ReasonsAsync(ApiClient api, JsonElement sequence)
    {
        var reasons = new List<string>();
        foreach (var outcome in (string[])["failed", "unknown", "suppressed"])
        {
            var found = await api.GetAsync($"/sequences/{sequence.GetProperty("id").GetString()}/contacts?outcome={outcome}");
            reasons.AddRange(found.GetProperty("data").EnumerateArray()
                .SelectMany(contact => contact.GetProperty("messages").EnumerateArray())
                .Select(message => message.GetProperty("reason").GetString()!));
        }

        return reasons.Order(StringComparer.Ordinal);
    }

    private static void AssertTemplates(IReadOnlyList<ProviderRequestSeen> requests)
    {
        var bodies = requests.ToDictionary(request => request.Json.GetProperty("to").GetString()!, request => request.Json.GetProperty("template").GetProperty("components"));
        Assert.Equal(["+4930000001", "+4930000003"], bodies.Keys.Order());
        Assert.Equal(["Ada", "ada@example.com", "+4930000001", "pro"], Texts(bodies["+4930000001"]));
        // Nothing is known of the other but the number: every other value is its fallback.
        Assert.Equal(["there", "-", "+4930000003", "free"], Texts(bodies["+4930000003"]));
        Assert.Equal("o/7", bodies["+4930000001"][2].GetProperty("parameters")[0].GetProperty("text").GetString());
        Assert.Equal("none", bodies["+4930000003"][2].GetProperty("parameters")[0].GetProperty("text").GetString());
    }

    private static IEnumerable<string?> Texts(JsonElement components) =>
        components[1].GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("text").GetString());

    private static JsonElement Body(JsonElement message) => JsonDocument.Parse(message.GetProperty("body").GetString()!).RootElement;

    private List<ProviderRequestSeen> Requests(string path) =>
        [.. _providers.Requests.Where(request => request.Path.EndsWith(path, StringComparison.Ordinal))];
}
