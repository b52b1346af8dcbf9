using System.Net;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Cadenza.Domain.Delivery;
using Cadenza.Functions.Sequences.Enrolling;
using Cadenza.Functions.Sequences.Resending;
using Cadenza.Functions.Tests.Sequences.Http;
using Cadenza.TestKit.Apps;
using Cadenza.TestKit.Providers;

namespace Cadenza.Functions.Tests.Sequences;

/// <summary>B6: what did not get through is sent again at a user's word, once for each time it is asked for.</summary>
public sealed class ResendTests : IAsyncLifetime
{
    private AppFixture _app = null!;
    private ProviderServer _providers = null!;
    private ApiClient _api = null!;

    public async ValueTask InitializeAsync()
    {
        _providers = await ProviderServer.StartAsync();
        _providers.Answer = request => request.Field("To") switch
        {
            "+4930000001" or "+4930000002" => DocumentedAnswers.TwilioError(400, 21211),
            "+4930000003" => ProviderReply.Reset,
            _ => DocumentedAnswers.TwilioCreated(request),
        };
        _app = new AppFixture
        {
            Settings =
            [
                ("Twilio__AccountSid", "AC0123"),
                ("Twilio__AuthToken", "token"),
                ("Twilio__From", "+15005550006"),
                ("Twilio__BaseUrl", _providers.Address),
                ("Sequences__TouchDelay", "00:00:00"),
            ],
        };
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
    public async Task Resend_WhenMessagesFailed_SendsThoseAgainAndCountsThemAnew()
    {
        var people = await PeopleAsync();
        var sequence = await RunAsync();
        Assert.Equal("2/2/0/1", await CountsAsync(sequence));

        Assert.Equal("2 2 True", await ResendAsync(sequence, new { dry_run = true }));
        Assert.Equal("2/2/0/1", await CountsAsync(sequence));
        var before = _providers.Requests.Count;
        _providers.Answer = DocumentedAnswers.TwilioCreated;
        Assert.Equal("2 2 False", await ResendAsync(sequence, new { }));
        await Eventually.True(async () => await CountsAsync(sequence) == "4/0/0/1", "the failed messages are sent");

        Assert.Equal(["+4930000001", "+4930000002"], _providers.Requests.Skip(before).Select(request => request.Field("To")).Order());
        Assert.Equal("0 0 False", await ResendAsync(sequence, new { }));
        Assert.NotEqual(JsonValueKind.Null, (await _api.GetAsync("/contacts/" + people[0])).GetProperty("last_contacted_at").ValueKind);
        var audit = (await _api.GetAsync($"/audit?resource={Uri.EscapeDataString(sequence[1..])}")).GetProperty("data").EnumerateArray();
        Assert.Single(audit, entry => entry.GetProperty("action").GetString() == "resent");
    }

    /// <summary>What may have arrived is sent again only when it is named.</summary>
    [Fact]
    public async Task Resend_WhenItIsUnknown_HasToBeNamed()
    {
        await PeopleAsync();
        var sequence = await RunAsync();
        var before = _providers.Requests.Count;
        _providers.Answer = DocumentedAnswers.TwilioCreated;

        Assert.Equal("1 1 False", await ResendAsync(sequence, new { outcome = "unknown" }));
        await Eventually.True(async () => await CountsAsync(sequence) == "3/2/0/0", "the unknown message is sent");

        Assert.Equal("+4930000003", Assert.Single(_providers.Requests.Skip(before)).Field("To"));
    }

    [Fact]
    public async Task Resend_WhenContactsAndAStepAreNamed_SendsThoseAlone()
    {
        var people = await PeopleAsync();
        var sequence = await RunAsync();
        _providers.Answer = DocumentedAnswers.TwilioCreated;

        Assert.Equal("0 0 False", await ResendAsync(sequence, new { step = 1 }));
        Assert.Equal("1 1 False", await ResendAsync(sequence, new { step = 0, contacts = new[] { people[1], people[4], Guid.NewGuid().ToString() } }));
        await Eventually.True(async () => await CountsAsync(sequence) == "3/1/0/1", "one message is sent");
    }

    [Fact]
    public async Task Resend_WhenTheProviderIsOutOfOrder_GoesOutWhenItIsBack()
    {
        await PeopleAsync();
        var sequence = await RunAsync();
        _providers.Answer = _ => new ProviderReply(503, "{}");
        var before = _providers.Requests.Count;
        await ResendAsync(sequence, new { });
        await Eventually.True(() => _providers.Requests.Count > before, "the provider is asked");
        _providers.Answer = DocumentedAnswers.TwilioCreated;
        await Eventually.True(async () => await CountsAsync(sequence) == "4/0/0/1", "the messages go out when the provider is back", TimeSpan.FromSeconds(60));
    }

    /// <summary>A request that still waits must not open once more what another has opened meanwhile.</summary>
    [Fact]
    public async Task Resend_WhenItHasOpenedItsMessages_OpensNoneAgain()
    {
        var people = await PeopleAsync();
        var sequence = await RunAsync();
        var run = Guid.Parse((await _api.GetAsync($"{sequence}/contacts/{people[0]}")).GetProperty("run_id").GetString()!);
        var chunk = await ChunkOfAsync(sequence, people[0]);
        var work = new ResendJob(Guid.NewGuid(), "default", sequence["/sequences/".Length..], run, chunk, 0, LedgerStatus.Failed, people) { IsOpened = true };
        var before = _providers.Requests.Count;
        _providers.Answer = DocumentedAnswers.TwilioCreated;

        await _app.Services.GetRequiredService<ResendExecution>().RunAsync(work, TestContext.Current.CancellationToken);

        Assert.Equal(before, _providers.Requests.Count);
        Assert.Equal("2/2/0/1", await CountsAsync(sequence));
    }

    /// <summary>What waits for a provider is called off, also of a sequence that is complete; what is asked for later goes out.</summary>
    [Fact]
    public async Task Cancel_WhenMessagesAreSentAgain_CallsThemOff()
    {
        await PeopleAsync();
        var sequence = await RunAsync();
        Assert.Equal("sequence_complete", (await _api.SendAsync(HttpMethod.Put, sequence + "/cancel")).Json.GetProperty("code").GetString());
        _providers.Answer = _ => new ProviderReply(503, "{}");
        await ResendAsync(sequence, new { });
        await Eventually.True(async () => await CountsAsync(sequence) == "2/0/0/1", "the messages wait for the provider");

        Assert.Equal("complete", (await _api.PutAsync(sequence + "/cancel")).GetProperty("status").GetString());
        var before = _providers.Requests.Count;
        _providers.Answer = DocumentedAnswers.TwilioCreated;
        await Eventually.True(async () => await CountsAsync(sequence) == "2/2/0/1", "the messages are called off", TimeSpan.FromSeconds(60));

        Assert.Equal(before, _providers.Requests.Count);
        Assert.Equal("sequence_complete", (await _api.SendAsync(HttpMethod.Put, sequence + "/cancel")).Json.GetProperty("code").GetString());
        var audit = (await _api.GetAsync($"/audit?resource={Uri.EscapeDataString(sequence[1..])}")).GetProperty("data").EnumerateArray();
        Assert.Equal("resends_canceled", audit.First().GetProperty("action").GetString());
        Assert.Equal("2 2 False", await ResendAsync(sequence, new { }));
        await Eventually.True(async () => await CountsAsync(sequence) == "4/0/0/1", "what is asked for later goes out");
    }

    /// <summary>The first message of a request that comes once more must not open what another request has opened since.</summary>
    [Fact]
    public async Task Resend_WhenItComesAgainAfterAnother_OpensNothing()
    {
        var people = await PeopleAsync();
        var sequence = await RunAsync();
        var run = Guid.Parse((await _api.GetAsync($"{sequence}/contacts/{people[0]}")).GetProperty("run_id").GetString()!);
        var chunk = await ChunkOfAsync(sequence, people[0]);
        var first = new ResendJob(Guid.NewGuid(), "default", sequence["/sequences/".Length..], run, chunk, 0, LedgerStatus.Failed, [people[0]]);
        var resends = _app.Services.GetRequiredService<ResendExecution>();
        var before = _providers.Requests.Count;

        await resends.RunAsync(first, TestContext.Current.CancellationToken);
        await resends.RunAsync(first with { Id = Guid.NewGuid() }, TestContext.Current.CancellationToken);
        await resends.RunAsync(first, TestContext.Current.CancellationToken);

        Assert.Equal(before + 2, _providers.Requests.Count);
    }

    /// <summary>The queue brings a message more than once, and a crash may come before it is taken away.</summary>
    [Fact]
    public async Task Resend_WhenItsMessageComesTwice_SendsOnce()
    {
        var people = await PeopleAsync();
        var sequence = await RunAsync();
        var run = Guid.Parse((await _api.GetAsync($"{sequence}/contacts/{people[0]}")).GetProperty("run_id").GetString()!);
        var chunk = await ChunkOfAsync(sequence, people[0]);
        var work = new ResendJob(Guid.NewGuid(), "default", sequence["/sequences/".Length..], run, chunk, 0, LedgerStatus.Failed, [people[0]]);
        var before = _providers.Requests.Count;
        var resends = _app.Services.GetRequiredService<ResendExecution>();

        // It fails once more, so that only the note of the request keeps it from being opened again.
        await resends.RunAsync(work, TestContext.Current.CancellationToken);
        await resends.RunAsync(work, TestContext.Current.CancellationToken);

        Assert.Equal(before + 1, _providers.Requests.Count);
        Assert.Equal("2/2/0/1", await CountsAsync(sequence));
    }

    [Fact]
    public async Task Resend_WhenTheSequenceDoesNotRun_IsRefused()
    {
        var sequence = await CreateAsync();
        Assert.Equal("sequence_pending", (await _api.SendAsync(HttpMethod.Post, sequence + "/resend", new { })).Json.GetProperty("code").GetString());
        await _api.PutAsync(sequence + "/cancel");
        var refused = await _api.SendAsync(HttpMethod.Post, sequence + "/resend", new { });
        Assert.Equal((HttpStatusCode.Conflict, "sequence_canceled"), (refused.Status, refused.Json.GetProperty("code").GetString()));
        string[] nobody = ["ada"];
        var wrong = await _api.SendAsync(HttpMethod.Post, sequence + "/resend", new { outcome = "sent", step = 100, contacts = nobody });
        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
        Assert.Equal(["/contacts/0", "/outcome", "/step"], wrong.Json.Pointers().Order());
    }

    /// <summary>B9, B11: of who is erased the ledger keeps the outcome and nothing that names; the others' messages stay as they are.</summary>
    [Fact]
    public async Task Erase_OfSomebodyWhoWasSentTo_TakesThePersonOutOfTheLedgerAndKeepsTheCounts()
    {
        var people = await PeopleAsync();
        var sequence = await RunAsync();
        Assert.Contains(await LedgerTextsAsync(), text => text.Contains(Octets(people[3]), StringComparison.Ordinal));
        var message = (await _api.GetAsync($"{sequence}/contacts/{people[3]}")).GetProperty("steps")[0].GetProperty("provider_message_id").GetString()!;

        await _api.SendAsync(HttpMethod.Delete, "/contacts/" + people[3]);

        Assert.DoesNotContain(await LedgerTextsAsync(), text => text.Contains(Octets(people[3]), StringComparison.Ordinal) || text.Contains(message, StringComparison.Ordinal));
        Assert.Equal("2/2/0/1", await CountsAsync(sequence));
        var step = (await _api.GetAsync($"{sequence}/contacts/{people[3]}")).GetProperty("steps")[0];
        Assert.Equal(("sent", null), (step.GetProperty("status").GetString(), step.GetProperty("provider_message_id").GetString()));
        Assert.Equal("sent", (await _api.GetAsync($"{sequence}/contacts/{people[4]}")).GetProperty("steps")[0].GetProperty("status").GetString());
        Assert.Equal("2 2 True", await ResendAsync(sequence, new { dry_run = true }));

        static string Octets(string contact) => System.Text.Encoding.Latin1.GetString(Guid.Parse(contact).ToByteArray(bigEndian: true));
    }

    private async Task<List<string>> LedgerTextsAsync()
    {
        var texts = new List<string>();
        var table = _app.Services.GetRequiredService<TableServiceClient>().GetTableClient("ledger");
        await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: TestContext.Current.CancellationToken))
        {
            texts.AddRange(row.Select(column => column.Value).OfType<byte[]>().Select(System.Text.Encoding.Latin1.GetString));
        }

        return texts;
    }

    private async Task<int> ChunkOfAsync(string sequence, string contact)
    {
        var members = _app.Services.GetRequiredService<EnrolledContacts>();
        var stored = await _app.Services.GetRequiredService<Cadenza.Functions.Sequences.Storage.SequenceStore>()
            .FindAsync(Domain.Organizations.OrganizationId.Parse("default"), sequence["/sequences/".Length..], TestContext.Current.CancellationToken);
        return (await members.GetAsync(stored!.Sequence, Domain.Contacts.ContactId.Parse(contact), TestContext.Current.CancellationToken))!.Ledger.Chunk;
    }

    private async Task<List<string>> PeopleAsync()
    {
        var people = new List<string>();
        for (var number = 1; number <= 5; number++)
        {
            people.Add((await _api.PostAsync("/contacts", new { phone = $"+493000000{number}" })).GetProperty("id").GetString()!);
        }

        return people;
    }

    private async Task<string> CreateAsync()
    {
        var sequence = await _api.PostAsync("/sequences", new
        {
            is_continuous = false,
            filter = (object?)null,
            steps = new[] { new { action = JsonNode.Parse(StepActions.Sms) } },
        });
        return "/sequences/" + sequence.GetProperty("id").GetString();
    }

    private async Task<string> RunAsync()
    {
        var path = await CreateAsync();
        await _api.PutAsync(path + "/start");
        JsonElement now = default;
        await Eventually.True(
            async () => (now = await _api.GetAsync(path)).GetProperty("status").GetString() == "complete",
            () => $"the sequence is complete, but {now}",
            TimeSpan.FromSeconds(60));
        return path;
    }

    private async Task<string> ResendAsync(string sequence, object body)
    {
        var reply = await _api.PostAsync(sequence + "/resend", body);
        return $"{reply.GetProperty("messages")} {reply.GetProperty("contacts")} {reply.GetProperty("dry_run").GetBoolean()}";
    }

    private async Task<string> CountsAsync(string sequence)
    {
        var progress = (await _api.GetAsync(sequence)).GetProperty("steps")[0].GetProperty("progress");
        return string.Join('/', ((string[])["sent", "failed", "suppressed", "unknown"]).Select(name => progress.GetProperty(name).GetInt32()));
    }
}
