using System.Text.Json.Nodes;
using Cadenza.Functions.Tests.Sequences.Http;
using Cadenza.TestKit.Apps;
using Cadenza.TestKit.Providers;

namespace Cadenza.Functions.Tests.Sequences;

/// <summary>B9: who has opted out with a provider is sent nothing more on that channel.</summary>
public sealed class OptOutTests : IAsyncLifetime
{
    private ProviderServer _providers = null!;

    public async ValueTask InitializeAsync() => _providers = await ProviderServer.StartAsync();

    public ValueTask DisposeAsync() => _providers.DisposeAsync();

    [Theory]
    [InlineData("send_sms_messages", "send_whatsapp_messages", "sms", "twilio_21610")]
    [InlineData("send_whatsapp_messages", "make_phone_calls", "whatsapp", "whatsapp_131050")]
    [InlineData("make_phone_calls", "send_sms_messages", "call", "call_do_not_call")]
    public async Task Sequence_WhenTheRecipientOptedOut_SendsNothingMoreOnThatChannelAlone(string action, string other, string channel, string reason)
    {
        _providers.Answer = request => IsOn(channel, request) ? Refusal(channel) : DocumentedAnswers.Taken(request);
        await using var app = new AppFixture
        {
            Settings =
            [
                ("Twilio__BaseUrl", _providers.Address),
                ("Twilio__AccountSid", "AC0123"),
                ("Twilio__AuthToken", "token"),
                ("Twilio__From", "+15005550006"),
                ("WhatsApp__BaseUrl", _providers.Address + "/v23.0"),
                ("WhatsApp__AccessToken", "token"),
                ("Calls__BaseUrl", _providers.Address),
            ],
        };
        await app.InitializeAsync();
        using var api = new ApiClient(app.Address, AppFixture.Key);
        var contact = "/contacts/" + (await api.PostAsync("/contacts", new { phone = "+4930000001" })).GetProperty("id").GetString();

        var end = await RunAsync(api, StepActions.All[action], StepActions.All[other], StepActions.All[action]);
        var way = await api.GetAsync($"/sequences/{end.GetProperty("id").GetString()}{contact}");

        Assert.Equal(
            [("failed", reason), ("sent", null), ("suppressed", "unsubscribed")],
            way.GetProperty("steps").EnumerateArray().Select(step => (step.GetProperty("status").GetString(), step.GetProperty("reason").GetString())));
        Assert.Single(_providers.Requests, request => IsOn(channel, request));
        var now = await api.GetAsync(contact);
        Assert.Equal((false, channel), (now.GetProperty("unsubscribed").GetBoolean(), Assert.Single(now.GetProperty("unsubscribed_channels").EnumerateArray()).GetString()));
        var entry = Assert.Single((await api.GetAsync($"/audit?resource={Uri.EscapeDataString(contact[1..])}")).GetProperty("data").EnumerateArray());
        Assert.Equal("unsubscribed", entry.GetProperty("action").GetString());
    }

    [Fact]
    public async Task Contact_WhenAUserSaysSo_DeclinesChannelsAndTakesItBack()
    {
        await using var app = new AppFixture();
        await app.InitializeAsync();
        using var api = new ApiClient(app.Address, AppFixture.Key);
        var created = await api.PostAsync("/contacts", new { phone = "+4930000001", unsubscribed_channels = (string[])["sms", "sms"] });
        Assert.Equal(["sms"], created.GetProperty("unsubscribed_channels").EnumerateArray().Select(name => name.GetString()));

        var refused = await api.SendAsync(HttpMethod.Patch, "/contacts/" + created.GetProperty("id").GetString(), new { unsubscribed_channels = (string[])["fax"] });
        var changed = await api.SendAsync(HttpMethod.Patch, "/contacts/" + created.GetProperty("id").GetString(), new { unsubscribed_channels = Array.Empty<string>() });

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal(["/unsubscribed_channels/0"], refused.Json.Pointers());
        Assert.Empty(changed.Success().GetProperty("unsubscribed_channels").EnumerateArray());
    }

    private static bool IsOn(string channel, ProviderRequestSeen request) => channel switch
    {
        "sms" => request.Path.EndsWith("/Messages.json", StringComparison.Ordinal),
        "whatsapp" => request.Path.EndsWith("/messages", StringComparison.Ordinal),
        _ => request.Path.EndsWith("/calls", StringComparison.Ordinal),
    };

    private static ProviderReply Refusal(string channel) => channel switch
    {
        "sms" => DocumentedAnswers.TwilioError(400, 21610),
        "whatsapp" => DocumentedAnswers.CloudError(400, 131050),
        _ => ProviderReply.Of(422, new JsonObject { ["code"] = "do_not_call", ["message"] = "No more calls." }),
    };

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
}
