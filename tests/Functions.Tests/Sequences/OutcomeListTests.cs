using System.Net;
using System.Text.Json.Nodes;
using Cadenza.Functions.Tests.Sequences.Http;
using Cadenza.TestKit.Apps;
using Cadenza.TestKit.Providers;

namespace Cadenza.Functions.Tests.Sequences;

/// <summary>B6: who did not get a message and why, by sequence and by contact.</summary>
public sealed class OutcomeListTests : IAsyncLifetime
{
    private readonly AppFixture _app;
    private ProviderServer _providers = null!;
    private ApiClient _api = null!;

    public OutcomeListTests() => _app = new AppFixture { Settings = Settings };

    private (string Key, string Value)[] Settings { get; } =
    [
        ("Twilio__AccountSid", "AC0123"),
        ("Twilio__AuthToken", "token"),
        ("Twilio__From", "+15005550006"),
        ("Twilio__BaseUrl", ""),
    ];

    public async ValueTask InitializeAsync()
    {
        _providers = await ProviderServer.StartAsync();
        _providers.Answer = request => request.Field("To") switch
        {
            "+4930000002" => DocumentedAnswers.TwilioError(400, 21211),
            "+4930000003" => ProviderReply.Reset,
            _ => DocumentedAnswers.TwilioCreated(request),
        };
        Settings[3] = ("Twilio__BaseUrl", _providers.Address);
        await _app.InitializeAsync();
        _api = new ApiClient(_app.Address, AppFixture.Key);
    }

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        await _app.DisposeAsync();
        await _providers.DisposeAsync();
    }

    [Fact]
    public async Task Contacts_WhenAnOutcomeIsAskedFor_AreThoseWithSuchAMessage()
    {
        var people = await PeopleAsync();
        var sequence = await RunAsync(StepActions.Sms, StepActions.Email);

        Assert.Equal([(people[1], "0 failed twilio_21211")], await FindAsync(sequence, "?outcome=failed"));
        Assert.Equal([(people[2], "0 unknown connection_lost")], await FindAsync(sequence, "?outcome=unknown"));
        Assert.Equal([(people[3], "0 suppressed unsubscribed")], await FindAsync(sequence, "?outcome=suppressed&step=0"));
        Assert.Equal(people.Order(), (await FindAsync(sequence, "?outcome=suppressed")).Select(found => found.Contact).Order());
        Assert.Empty(await FindAsync(sequence, "?outcome=retrying"));
        Assert.Empty(await FindAsync(sequence, "?outcome=failed&step=1"));
        Assert.All(
            (await _api.GetAsync(sequence + "/contacts")).GetProperty("data").EnumerateArray(),
            contact => Assert.Equal(JsonValueKind.Null, contact.GetProperty("messages").ValueKind));
    }

    [Fact]
    public async Task Contacts_WhenThereAreManyPages_AreEachThereOnce()
    {
        for (var number = 0; number < 130; number++) await _api.PostAsync("/contacts", new { phone = $"+49310000{number:000}", unsubscribed = number % 2 == 0 });
        var sequence = await RunAsync(StepActions.Sms);

        Assert.Equal(65, (await FindAsync(sequence, "?outcome=suppressed&limit=7")).Distinct().Count());
    }

    [Theory]
    [InlineData("?outcome=lost", "?outcome")]
    [InlineData("?step=0", "?step")]
    [InlineData("?outcome=failed&step=-1", "?step")]
    [InlineData("?outcome=failed&step=100", "?step")]
    public async Task Contacts_WhenTheQueryIsWrong_IsRefused(string query, string place)
    {
        var sequence = await CreateAsync(StepActions.Sms);
        var refused = await _api.SendAsync(HttpMethod.Get, $"{sequence}/contacts{query}");
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal([place], refused.Json.Pointers());
    }

    [Fact]
    public async Task Contact_WhenAskedForItsSequencesAndMessages_ShowsThoseItIsIn()
    {
        var people = await PeopleAsync();
        var sequence = await RunAsync(StepActions.Sms, StepActions.Email);
        await CreateAsync(StepActions.Sms);

        var own = Assert.Single((await _api.GetAsync($"/contacts/{people[1]}/sequences")).GetProperty("data").EnumerateArray());
        Assert.Equal(("complete", sequence), (own.GetProperty("status").GetString(), "/sequences/" + own.GetProperty("sequence_id").GetString()));
        var messages = (await _api.GetAsync($"/contacts/{people[1]}/messages")).GetProperty("data").EnumerateArray().Select(message =>
            $"{message.GetProperty("step")} {message.GetProperty("channel")} {message.GetProperty("status")} {message.GetProperty("reason")}");
        Assert.Equal(["0 sms failed twilio_21211", "1 email suppressed no_email_address"], messages);
        Assert.Equal(HttpStatusCode.NotFound, (await _api.SendAsync(HttpMethod.Get, $"/contacts/{Guid.NewGuid()}/messages")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await _api.SendAsync(HttpMethod.Get, "/contacts/ada/sequences")).Status);
    }

    /// <summary>What was never tried has no row of its own, and is what the contact is going to get next.</summary>
    [Fact]
    public async Task Contact_WhenAskedForItsMessages_ShowsTheNextOneToo()
    {
        var person = (await PeopleAsync())[0];
        var created = await _api.PostAsync("/sequences", new
        {
            is_continuous = false,
            filter = (object?)null,
            steps = new object[] { new { action = JsonNode.Parse(StepActions.Sms) }, new { delay_in_minutes = 600, action = JsonNode.Parse(StepActions.Sms) } },
        });
        await _api.PutAsync($"/sequences/{created.GetProperty("id").GetString()}/start");
        List<JsonElement> messages = [];
        await Eventually.True(
            async () => (messages = [.. (await _api.GetAsync($"/contacts/{person}/messages")).GetProperty("data").EnumerateArray()])
                is [_, var next] && next.GetProperty("retry_at").ValueKind == JsonValueKind.String,
            "the next message is known");

        Assert.Equal([("0", "sent"), ("1", "pending")], messages.Select(message => (message.GetProperty("step").GetRawText(), message.GetProperty("status").GetString()!)));
        Assert.Equal(0, messages[1].GetProperty("attempts").GetInt32());
        var due = (await _api.GetAsync($"/contacts/{person}/sequences")).GetProperty("data")[0].GetProperty("next_step_at").GetString();
        Assert.Equal(due, messages[1].GetProperty("retry_at").GetString());
    }

    /// <summary>"A contact that was never enrolled gets its reason, not a bare 404."</summary>
    [Fact]
    public async Task Contact_WhenItWasNeverEnrolled_IsToldWhy()
    {
        var early = (await PeopleAsync())[0];
        Assert.Equal("sequence_not_started", await WhyNotAsync(await CreateAsync(StepActions.Sms), early));
        var sequence = await RunAsync(StepActions.Sms);
        var late = await PersonAsync("+4930000009", isUnsubscribed: false);
        Assert.Equal("came_later", await WhyNotAsync(sequence, late));
        Assert.Equal("not_found", await WhyNotAsync(sequence, Guid.NewGuid().ToString()));

        var filtered = await _api.PostAsync("/sequences", new
        {
            filter = JsonNode.Parse("""{"or":[{"and":[{"type":"contacts_phone_number_in","phone_number_in":["+4930000001"]}]}]}"""),
            steps = new[] { new { action = JsonNode.Parse(StepActions.Sms) } },
        });
        var path = "/sequences/" + filtered.GetProperty("id").GetString();
        await _api.PutAsync(path + "/start");
        Assert.Equal("outside_filter", await WhyNotAsync(path, late));
    }

    private async Task<string?> WhyNotAsync(string sequence, string contact)
    {
        var refused = await _api.SendAsync(HttpMethod.Get, $"{sequence}/contacts/{contact}");
        Assert.Equal(HttpStatusCode.NotFound, refused.Status);
        return refused.Json.GetProperty("code").GetString();
    }

    private async Task<List<string>> PeopleAsync()
    {
        var people = new List<string>();
        for (var number = 1; number <= 4; number++) people.Add(await PersonAsync($"+493000000{number}", isUnsubscribed: number == 4));
        return people;
    }

    private async Task<string> PersonAsync(string phone, bool isUnsubscribed) =>
        (await _api.PostAsync("/contacts", new { phone, unsubscribed = isUnsubscribed })).GetProperty("id").GetString()!;

    private async Task<string> CreateAsync(params string[] actions)
    {
        var sequence = await _api.PostAsync("/sequences", new
        {
            is_continuous = false,
            filter = (object?)null,
            steps = actions.Select(action => new { action = JsonNode.Parse(action) }).ToArray(),
        });
        return "/sequences/" + sequence.GetProperty("id").GetString();
    }

    private async Task<string> RunAsync(params string[] actions)
    {
        var path = await CreateAsync(actions);
        await _api.PutAsync(path + "/start");
        JsonElement now = default;
        await Eventually.True(
            async () => (now = await _api.GetAsync(path)).GetProperty("status").GetString() == "complete",
            () => $"the sequence is complete, but {now}",
            TimeSpan.FromSeconds(60));
        return path;
    }

    private async Task<List<(string Contact, string Messages)>> FindAsync(string sequence, string query)
    {
        var found = new List<(string, string)>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await _api.GetAsync($"{sequence}/contacts{query}{cursor}");
            foreach (var contact in page.GetProperty("data").EnumerateArray())
            {
                var messages = contact.GetProperty("messages").EnumerateArray().Select(message => $"{message.GetProperty("step")} {message.GetProperty("status")} {message.GetProperty("reason")}");
                found.Add((contact.GetProperty("contact_id").GetString()!, string.Join(", ", messages)));
            }

            cursor = page.GetProperty("next_cursor").GetString() is { } next ? "&cursor=" + next : null;
        }

        return found;
    }
}
