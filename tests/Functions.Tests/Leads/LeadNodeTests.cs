using Cadenza.TestKit.Providers;

namespace Cadenza.Functions.Tests.Leads;

/// <summary>C5: what EMAIL, WHATSAPP, WEBHOOK and APPLICATION nodes do for leads, to the outbox and to a real receiver.</summary>
public sealed class LeadNodeTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _clock = new();
    private readonly AppFixture _app;
    private ProviderServer _receiver = null!;
    private LeadApi _api = null!;
    private LeadTime _time = null!;

    public LeadNodeTests() => _app = new AppFixture { Clock = _clock, Settings = [("Cadenza__Webhooks__AllowPrivateAddresses", "true")] };

    public async ValueTask InitializeAsync()
    {
        _receiver = await ProviderServer.StartAsync();
        _receiver.Answer = static _ => new ProviderReply(200, "{}");
        await _app.InitializeAsync();
        _api = await LeadApi.CreateAsync(_app);
        _time = new LeadTime(_clock, _app);
    }

    public async ValueTask DisposeAsync()
    {
        _api?.Dispose();
        await _app.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task C5_Email_GoesToTheLeadsAddressOnce_AndOneThatIsNoneTakesTheFailureEdge()
    {
        var (path, _) = await GraphAsync("EMAIL", """{"subject":"Hello {{name}}","body":"<p>From {{lead.city}}</p>"}""");

        var leads = await RunAsync(path, """
            [{"phone_number":"+14155550100","name":"Ada","city":"Paris & Rome","email":"ada@example.com","phone":"+14155559999"},
             {"phone_number":"+14155550101","name":"Bob","city":"Rome","Email":"bob@example.com"},
             {"phone_number":"+14155550102","name":"Eve","city":"Rome","email":"nonsense"},
             {"phone_number":"+14155550103","name":"Kim","city":"Rome"}]
            """);

        Assert.Equal(["converted", "converted", "dropped", "converted"], leads.Select(lead => Text(lead, "outcome")));
        Assert.Equal(("failed", "invalid_recipient"), await PassageAsync(path, leads[2]));
        Assert.Equal(("skipped", "no_email_address"), await PassageAsync(path, leads[3]));
        var mails = await OutboxAsync();
        Assert.Equal(["ada@example.com", "bob@example.com"], mails.Select(mail => Text(mail, "to")).Order());
        var mail = mails.Single(mail => Text(mail, "to") == "ada@example.com");
        Assert.Equal(("email", "Hello Ada", "<p>From Paris &amp; Rome</p>"), (Text(mail, "channel"), Text(mail, "subject"), Text(mail, "body")));
    }

    [Theory]
    [InlineData("to")]
    [InlineData("toEmail")]
    public async Task C5_Email_ThatNamesItsRecipient_GoesThere(string setting)
    {
        var (path, _) = await GraphAsync("EMAIL", $$$$"""{"{{{{setting}}}}":"sales+{{city}}@example.com","subject":"A lead","body":"{{phone_number}}"}""");

        await RunAsync(path, """[{"phone_number":"+14155550100","city":"paris","email":"ada@example.com"}]""");

        var mail = Assert.Single(await OutboxAsync());
        Assert.Equal(("sales+paris@example.com", "+14155550100"), (Text(mail, "to"), Text(mail, "body")));
    }

    [Theory]
    [InlineData("SMS", "sms")]
    [InlineData("WHATSAPP", "whatsapp")]
    public async Task C5_ATextMessage_GoesToTheLeadsNumberOnce_AndOneWithoutATextTakesTheFailureEdge(string type, string channel)
    {
        var (path, _) = await GraphAsync(type, """{"message":"{{note}}"}""");

        var leads = await RunAsync(path, """[{"phone_number":"+14155550100","note":"Hello from <us>","phone":"+14155559999"},{"phone_number":"+14155550101"}]""");

        Assert.Equal(["converted", "dropped"], leads.Select(lead => Text(lead, "outcome")));
        Assert.Equal(("failed", "empty_message"), await PassageAsync(path, leads[1]));
        var history = await _api.OkAsync("GET", $"{path}/leads/{Text(leads[1], "id")}/history");
        Assert.Equal(["note has no value"], history.GetProperty("history")[0].GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()));
        var message = Assert.Single(await OutboxAsync());
        Assert.Equal((channel, "+14155550100", "Hello from <us>"), (Text(message, "channel"), Text(message, "to"), Text(message, "body")));
    }

    [Theory]
    [InlineData("SMS")]
    [InlineData("WHATSAPP")]
    public async Task C5_ATextMessage_ThatNamesItsRecipient_GoesThere(string type)
    {
        var (path, _) = await GraphAsync(type, """{"phoneNumber":"{{agent}}","message":"Call {{phone_number}}"}""");

        await RunAsync(path, """[{"phone_number":"+14155550100","agent":"+14155559999"}]""");

        var message = Assert.Single(await OutboxAsync());
        Assert.Equal(("+14155559999", "Call +14155550100"), (Text(message, "to"), Text(message, "body")));
    }

    [Fact]
    public async Task C5_Webhook_IsCalledOnceForEachLead_WithItsVariables()
    {
        var (path, _) = await GraphAsync("WEBHOOK", Hook("""{"who":"{{name}}","number":"{{phone_number}}"}"""));

        var leads = await RunAsync(path, """[{"phone_number":"+14155550100","name":"Ada \"A\""},{"phone_number":"+14155550101","name":"Bob"}]""");

        Assert.Equal(["converted", "converted"], leads.Select(lead => Text(lead, "outcome")));
        Assert.Equal(2, _receiver.Requests.Count);
        Assert.Equal(["Ada \"A\"", "Bob"], _receiver.Requests.Select(request => Text(request.Json, "who")).Order());
        Assert.Single(_receiver.Requests, request => Text(request.Json, "who") == "Bob" && Text(request.Json, "number") == "+14155550101");
        Assert.Equal(2, _receiver.Requests.Select(request => request.Headers["webhook-id"]).Distinct().Count());
    }

    [Fact]
    public async Task C5_Application_GivesItsAnswerToALaterConditional()
    {
        _receiver.Answer = static request => new ProviderReply(200, Text(request.Json, "who") == "Ada" ? """{"score":80,"plan":{"name":"gold"}}""" : """{"score":20}""");
        var path = await _api.DraftAsync();
        var ask = await _api.NodeAsync(path, "APPLICATION", Hook("""{"who":"{{name}}"}"""));
        var isGood = await _api.NodeAsync(path, "CONDITIONAL", $$"""{"logic":"AND","conditions":[{"field":"{{ask}}.body.score","operator":"greater_than","value":50}]}""");
        var text = await _api.NodeAsync(path, "SMS", $$$"""{"message":"Your plan: {{{{{ask}}}.body.plan.name}}"}""");
        await _api.EdgeAsync(path, ask, isGood, "success");
        await _api.EdgeAsync(path, isGood, text, "true");
        await _api.EdgeAsync(path, isGood, await _api.NodeAsync(path, "DROPPED"), "false");
        await _api.EdgeAsync(path, text, await _api.NodeAsync(path, "CONVERTED"), "success");

        var leads = await RunAsync(path, """[{"phone_number":"+14155550100","name":"Ada"},{"phone_number":"+14155550101","name":"Bob"}]""");

        Assert.Equal(["converted", "dropped"], leads.Select(lead => Text(lead, "outcome")));
        Assert.Equal("Your plan: gold", Text(Assert.Single(await OutboxAsync()), "body"));
    }

    [Theory]
    [InlineData("WEBHOOK")]
    [InlineData("APPLICATION")]
    public async Task C5_ARequestThatFailsForNow_IsRepeatedUnderTheSameId(string type)
    {
        var answers = new Queue<int>([503, 200]);
        _receiver.Answer = _ => new ProviderReply(answers.Dequeue(), "{}");
        var (path, _) = await GraphAsync(type, Hook("{}"));
        await BeginAsync(path, """[{"phone_number":"+14155550100"}]""");
        await _time.UntilAsync(() => Task.FromResult(_receiver.Requests.Count == 1), "the receiver was asked");
        await _time.PassAsync(TimeSpan.FromSeconds(9));
        Assert.Single(_receiver.Requests);

        await _time.PassAsync(TimeSpan.FromSeconds(1));
        var lead = Assert.Single(await EndedAsync(path, 1));

        Assert.Equal("converted", Text(lead, "outcome"));
        Assert.Equal(2, _receiver.Requests.Count);
        Assert.Single(_receiver.Requests.Select(request => request.Headers["webhook-id"]).Distinct());
    }

    [Fact]
    public async Task C5_ARequestThatKeepsFailing_TakesTheFailureEdgeAfterSixTries()
    {
        _receiver.Answer = static _ => new ProviderReply(503, "{}");
        var (path, _) = await GraphAsync("WEBHOOK", Hook("{}"));
        await BeginAsync(path, """[{"phone_number":"+14155550100"}]""");
        await _time.UntilAsync(() => Task.FromResult(_receiver.Requests.Count == 1), "the receiver was asked");

        for (var attempt = 1; attempt < 6; attempt++) await _time.PassAsync(TimeSpan.FromSeconds(5 * Math.Pow(2, attempt)) + TimeSpan.FromSeconds(1));
        var lead = Assert.Single(await EndedAsync(path, 1));

        Assert.Equal("dropped", Text(lead, "outcome"));
        Assert.Equal(6, _receiver.Requests.Count);
    }

    [Fact]
    public async Task C5_ARequestThatIsRefused_TakesTheFailureEdgeAtOnce()
    {
        _receiver.Answer = static _ => new ProviderReply(400, "{}");
        var (path, _) = await GraphAsync("APPLICATION", Hook("{}"));

        var lead = Assert.Single(await RunAsync(path, """[{"phone_number":"+14155550100"}]"""));

        Assert.Equal("dropped", Text(lead, "outcome"));
        Assert.Equal(("failed", "rejected"), await PassageAsync(path, lead));
        Assert.Single(_receiver.Requests);
    }

    private string Hook(string body) => $$"""{"url":"{{_receiver.Address}}/hook","body":{{body}}}""";

    /// <summary>A node, then CONVERTED after a success and DROPPED after a failure.</summary>
    private async Task<(string Path, string Node)> GraphAsync(string type, string config)
    {
        var path = await _api.DraftAsync();
        var node = await _api.NodeAsync(path, type, config);
        await _api.EdgeAsync(path, node, await _api.NodeAsync(path, "CONVERTED"), "success");
        await _api.EdgeAsync(path, node, await _api.NodeAsync(path, "DROPPED"), "failure");
        return (path, node);
    }

    private async Task BeginAsync(string path, string leads)
    {
        await _api.OkAsync("POST", $"{path}/leads", leads, 201);
        await _api.OkAsync("POST", $"{path}/activate");
    }

    private async Task<List<JsonElement>> RunAsync(string path, string leads)
    {
        await BeginAsync(path, leads);
        return await EndedAsync(path, JsonDocument.Parse(leads).RootElement.GetArrayLength());
    }

    private async Task<List<JsonElement>> EndedAsync(string path, int count)
    {
        await _time.UntilAsync(
            async () => (await _api.OkAsync("GET", $"{path}/leads?status=completed")).GetProperty("meta").GetProperty("total").GetInt32() == count, "all leads have come to an end");
        return [.. (await _api.OkAsync("GET", $"{path}/leads")).GetProperty("data").EnumerateArray()];
    }

    private async Task<(string Status, string Outcome)> PassageAsync(string path, JsonElement lead)
    {
        var history = await _api.OkAsync("GET", $"{path}/leads/{Text(lead, "id")}/history");
        return (Text(history.GetProperty("history")[0], "status"), Text(history.GetProperty("history")[0], "outcome"));
    }

    private async Task<List<JsonElement>> OutboxAsync() => [.. (await _api.OkAsync("GET", "/outbox")).GetProperty("data").EnumerateArray()];

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;
}
