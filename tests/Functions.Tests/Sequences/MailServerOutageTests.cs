using System.Net;
using System.Text.Json.Nodes;
using Cadenza.Functions.Tests.Sequences.Http;
using Cadenza.TestKit.Apps;
using Cadenza.TestKit.Providers;
using Cadenza.TestKit.Smtp;

namespace Cadenza.Functions.Tests.Sequences;

/// <summary>An outage of a provider from the API to the server: seen, waited out, and given up with the cause (B5, B6).</summary>
public sealed class MailServerOutageTests
{
    private const int Contacts = 25;
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task Sequence_WhenNobodyListensForAnHour_WaitsAndGoesOutWhenTheServerIsBack()
    {
        var port = await ClosedPortAsync();
        await using var app = await StartAsync([("Smtp__Host", "127.0.0.1"), ("Smtp__Port", $"{port}"), ("Smtp__Security", "none"), ("Delivery__Email", "smtp")]);
        using var api = new ApiClient(app.Address, AppFixture.Key);
        var sequence = await RunAsync(app, api, StepActions.Email);

        await AssertWaitsAsync(api, sequence, "connect_failed", "email", "smtp");
        var waiting = (await api.GetAsync(sequence + "/contacts?outcome=retrying")).GetProperty("data").EnumerateArray().ToList();
        Assert.Equal(Contacts, waiting.Count);
        Assert.All(waiting, contact => Assert.Equal("connect_failed", Assert.Single(contact.GetProperty("messages").EnumerateArray()).GetProperty("reason").GetString()));
        await PassAsync(app, TimeSpan.FromHours(1));
        await AssertWaitsAsync(api, sequence, "connect_failed", "email", "smtp");

        await using var server = await SmtpServer.StartAsync(new SmtpServerOptions { Port = port });
        await PassAsync(app, TimeSpan.FromMinutes(10));

        Assert.Equal("complete 25/0/0/0 0", Describe(await api.GetAsync(sequence)));
        Assert.Empty(await OutagesAsync(api));
        var mails = await server.ReceivedAsync();
        Assert.Equal(Contacts, mails.Count);
        Assert.Equal(Contacts, mails.Select(mail => mail.To).Distinct().Count());
    }

    [Fact]
    public async Task Sequence_WhenNobodyListensForThreeDays_FailsWithTheTrueCause()
    {
        var port = await ClosedPortAsync();
        await using var app = await StartAsync([("Smtp__Host", "127.0.0.1"), ("Smtp__Port", $"{port}"), ("Smtp__Security", "none"), ("Delivery__Email", "smtp")]);
        using var api = new ApiClient(app.Address, AppFixture.Key);
        var sequence = await RunAsync(app, api, StepActions.Email);
        _clock.Leap(TimeSpan.FromHours(71));
        await app.Engine.IdleAsync();
        await AssertWaitsAsync(api, sequence, "connect_failed", "email", "smtp");

        _clock.Leap(TimeSpan.FromHours(2));
        await app.Engine.IdleAsync();

        Assert.Equal("complete 0/25/0/0 0", Describe(await api.GetAsync(sequence)));
        var contact = (await api.GetAsync(sequence + "/contacts")).GetProperty("data")[0].GetProperty("contact_id").GetString();
        var step = (await api.GetAsync($"{sequence}/contacts/{contact}")).GetProperty("steps")[0];
        Assert.Equal(("failed", "connect_failed"), (step.GetProperty("status").GetString(), step.GetProperty("reason").GetString()));
    }

    /// <summary>The same for text messages, WhatsApp and calls, for whatever holds for the provider as a whole.</summary>
    [Theory]
    [InlineData("send_sms_messages", "sms", "twilio", 401, "authentication_failed")]
    [InlineData("send_sms_messages", "sms", "twilio", 503, "rejected_temporarily")]
    [InlineData("send_whatsapp_messages", "whatsapp", "whatsapp", 401, "authentication_failed")]
    [InlineData("send_whatsapp_messages", "whatsapp", "whatsapp", 429, "rate_limited")]
    [InlineData("make_phone_calls", "call", "calls", 403, "authentication_failed")]
    [InlineData("make_phone_calls", "call", "calls", 500, "provider_failed")]
    public async Task Sequence_WhenAProviderIsOutOfOrder_WaitsAndGoesOutWhenItIsBack(string action, string channel, string provider, int status, string reason)
    {
        await using var providers = await ProviderServer.StartAsync();
        providers.Answer = _ => new ProviderReply(status, "{}");
        await using var app = await StartAsync(
        [
            ("Twilio__BaseUrl", providers.Address),
            ("Twilio__AccountSid", "AC0123"),
            ("Twilio__AuthToken", "token"),
            ("Twilio__From", "+15005550006"),
            ("WhatsApp__BaseUrl", providers.Address + "/v23.0"),
            ("WhatsApp__AccessToken", "token"),
            ("Calls__BaseUrl", providers.Address),
        ]);
        using var api = new ApiClient(app.Address, AppFixture.Key);
        var sequence = await RunAsync(app, api, StepActions.All[action]);
        await AssertWaitsAsync(api, sequence, reason, channel, provider);
        await PassAsync(app, TimeSpan.FromMinutes(30));
        await AssertWaitsAsync(api, sequence, reason, channel, provider);

        var met = providers.Requests.Count;
        providers.Answer = DocumentedAnswers.Taken;
        await PassAsync(app, TimeSpan.FromMinutes(10));

        Assert.Equal("complete 25/0/0/0 0", Describe(await api.GetAsync(sequence)));
        Assert.Equal(Contacts, providers.Requests.Count - met);
        // A wave for each of the chunks that were under way at once, and then one message a time.
        Assert.InRange(met, 1, 45);
    }

    private async Task<AppFixture> StartAsync((string Key, string Value)[] settings)
    {
        var app = new AppFixture { Clock = _clock, Settings = settings };
        await app.InitializeAsync();
        return app;
    }

    private static async Task<int> ClosedPortAsync()
    {
        await using var server = await SmtpServer.StartAsync();
        return server.Port;
    }

    private static async Task<string> RunAsync(AppFixture app, ApiClient api, string action)
    {
        for (var number = 0; number < Contacts; number++) await api.PostAsync("/contacts", new { email = $"person{number}@example.com", phone = $"+49300000{number:00}" });
        var sequence = await api.PostAsync("/sequences", new { is_continuous = false, filter = (object?)null, steps = new[] { new { action = JsonNode.Parse(action) } } });
        var path = "/sequences/" + sequence.GetProperty("id").GetString();
        await api.PutAsync(path + "/start");
        await app.Engine.IdleAsync();
        return path;
    }

    private async Task PassAsync(AppFixture app, TimeSpan time)
    {
        var step = TimeSpan.FromMinutes(5);
        for (var passed = TimeSpan.Zero; passed < time; passed += step)
        {
            _clock.Leap(step);
            await app.Engine.IdleAsync();
        }
    }

    private async Task AssertWaitsAsync(ApiClient api, string sequence, string reason, string channel, string provider)
    {
        var now = await api.GetAsync(sequence);
        Assert.Equal($"active 0/0/0/0 {Contacts} {reason}", Describe(now));
        var outage = Assert.Single(await OutagesAsync(api));
        Assert.Equal((channel, provider, reason), (outage.GetProperty("channel").GetString(), outage.GetProperty("provider").GetString(), outage.GetProperty("reason").GetString()));
        Assert.True(now.GetProperty("steps")[0].GetProperty("progress").GetProperty("retry_at").GetDateTimeOffset() >= outage.GetProperty("since").GetDateTimeOffset());
    }

    private async Task<List<JsonElement>> OutagesAsync(ApiClient api)
    {
        ApiAnswer? ready = null;
        await Eventually.True(
            async () =>
            {
                ready = await api.SendAsync(HttpMethod.Get, "/health/ready");
                if (ready.Status == HttpStatusCode.OK) return true;
                // After a leap of the clock the sweep is late until it has run.
                _clock.Advance(TimeSpan.FromSeconds(1));
                return false;
            },
            () => $"the app is ready, but {ready}");
        return [.. ready!.Success().GetProperty("outages").EnumerateArray()];
    }

    private static string Describe(JsonElement sequence)
    {
        var progress = sequence.GetProperty("steps")[0].GetProperty("progress");
        var counts = string.Join('/', ((string[])["sent", "failed", "suppressed", "unknown"]).Select(name => progress.GetProperty(name).GetInt32()));
        return $"{sequence.GetProperty("status").GetString()} {counts} {progress.GetProperty("retrying").GetInt32()} {progress.GetProperty("retry_reason").GetString()}".TrimEnd();
    }
}
