using Cadenza.Domain.Workflows;
using Cadenza.Functions.Leads;
using Cadenza.Functions.Leads.Storage;
using Cadenza.TestKit.Providers;

namespace Cadenza.Functions.Tests.Leads;

/// <summary>C5, C7: a provider of calls that is asked how they went, behind real HTTP, and a clock that only the test moves.</summary>
public sealed class CallResultTests : IAsyncLifetime
{
    private const string Running = """{"id":"call-7","status":"in_progress"}""";
    private static readonly (string, string) HasAddress = ("Cadenza__PublicBaseUrl", "https://cadenza.example.com");

    private readonly ManualTimeProvider _clock = new();
    private ProviderServer _provider = null!;
    private AppFixture _app = null!;
    private LeadApi _api = null!;
    private LeadTime _time = null!;
    private ProviderReply _answer = new(200, Running);

    private int Questions => _provider.Requests.Count(request => request.Method == "GET");

    public async ValueTask InitializeAsync()
    {
        _provider = await ProviderServer.StartAsync();
        _provider.Answer = request => request.Method == "GET" ? _answer : new ProviderReply(201, """{"id":"call-7"}""");
    }

    public async ValueTask DisposeAsync()
    {
        _api?.Dispose();
        if (_app is not null) await _app.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Theory]
    [InlineData("completed", "COMPLETED", "converted")]
    [InlineData("FAILED", "FAILED", "dropped")]
    [InlineData("no_answer", "NO_ANSWER", "dropped")]
    [InlineData("dnp", "NO_ANSWER", "dropped")]
    public async Task C7_WithoutAnAddressForResults_TheProviderIsAskedUntilTheCallHasEnded(string status, string result, string outcome)
    {
        var path = await CalledAsync();
        _clock.Leap(TimeSpan.FromSeconds(29));
        await _time.IdleAsync();
        Assert.Equal(0, Questions);
        await PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(1, Questions);
        Assert.Equal("in_progress", await StatusAsync(path));

        _answer = new ProviderReply(200, $$"""{"id":"call-7","status":"{{status}}","duration_seconds":31}""");
        await PassAsync(TimeSpan.FromSeconds(30));
        await EndedAsync(path);

        var (history, lead) = await HistoryAsync(path);
        Assert.Equal((outcome, result, "call-7"), (Text(lead, "outcome"), Text(history[0], "outcome"), Text(history[0], "call_id")));
        Assert.Equal(2, history.Count);
        var question = _provider.Requests.Last();
        Assert.Equal(("GET", "/api/calls/call-7", "Bearer secret"), (question.Method, question.Path, question.Headers["authorization"]));
        Assert.Equal(2, Questions);
    }

    [Fact]
    public async Task C7_WhatTheProviderAnswers_IsSeenByLaterNodes()
    {
        await StartAsync();
        var path = await _api.DraftAsync();
        var call = await _api.NodeAsync(path, "VOICE_CALL", """{"agent_id":"agent-7","from_number":"+14155550000"}""");
        var isLong = await _api.NodeAsync(path, "CONDITIONAL", $$"""{"logic":"AND","conditions":[{"field":"{{call}}.duration_seconds","operator":"greater_than","value":30}]}""");
        await _api.EdgeAsync(path, call, isLong, "COMPLETED");
        await _api.EdgeAsync(path, isLong, await _api.NodeAsync(path, "CONVERTED"), "true");
        await _api.EdgeAsync(path, isLong, await _api.NodeAsync(path, "DROPPED"), "false");
        await BeginAsync(path);
        _answer = new ProviderReply(200, """{"id":"call-7","status":"completed","duration_seconds":31}""");

        await PassAsync(TimeSpan.FromSeconds(30));
        await EndedAsync(path);

        Assert.Equal("converted", Text((await HistoryAsync(path)).Lead, "outcome"));
    }

    [Fact]
    public async Task C7_ACallThatGoesOn_IsNotAnsweredAtItsTimeOut_AndNotBefore()
    {
        var path = await CalledAsync(("Calls__PollSeconds", "60"));

        for (var minute = 1; minute < 10; minute++)
        {
            await PassAsync(TimeSpan.FromMinutes(1));
            Assert.Equal((minute, "in_progress"), (Questions, await StatusAsync(path)));
        }

        await PassAsync(TimeSpan.FromMinutes(1));
        await EndedAsync(path);

        Assert.Equal("NO_ANSWER", Text((await HistoryAsync(path)).History[0], "outcome"));
        Assert.Equal(10, Questions);
    }

    [Fact]
    public async Task C7_ACallback_BeforeTheProviderIsAsked_Stands()
    {
        var path = await CalledAsync(HasAddress, ("Calls__PollSeconds", "60"));
        _answer = new ProviderReply(200, """{"status":"failed"}""");

        await CallBackAsync("completed");
        await PassAsync(TimeSpan.FromMinutes(1));
        await EndedAsync(path);

        var (history, lead) = await HistoryAsync(path);
        Assert.Equal(("converted", "COMPLETED", 2), (Text(lead, "outcome"), Text(history[0], "outcome"), history.Count));
        Assert.Equal(0, Questions);
    }

    [Fact]
    public async Task C7_ACallback_WhileTheProviderIsBeingAsked_StandsToo()
    {
        var path = await CalledAsync(HasAddress, ("Calls__PollSeconds", "60"));
        _answer = new ProviderReply(200, """{"status":"failed"}""");
        _provider.BeforeAnswer = () => CallBackAsync("completed");

        await PassAsync(TimeSpan.FromMinutes(1));
        await EndedAsync(path);

        var (history, lead) = await HistoryAsync(path);
        Assert.Equal(("converted", "COMPLETED", 2), (Text(lead, "outcome"), Text(history[0], "outcome"), history.Count));
        Assert.Equal(1, Questions);
    }

    [Theory]
    [InlineData(404, "{}")]
    [InlineData(405, "")]
    [InlineData(501, "")]
    [InlineData(503, """{"status":"completed"}""")]
    [InlineData(302, """{"status":"completed"}""")]
    [InlineData(0, "")]
    [InlineData(200, "")]
    [InlineData(200, "completed")]
    [InlineData(200, """["completed"]""")]
    [InlineData(200, """{"status":7}""")]
    [InlineData(200, """{"status":"exploded"}""")]
    [InlineData(200, """{"status":"\ud800"}""")]
    [InlineData(200, """{"status":"completed","a":"\ud800"}""")]
    [InlineData(200, "a long one")]
    public async Task C7_AProviderThatCannotSay_ChangesNothing_AndTheTimeOutComes(int status, string body)
    {
        var path = await CalledAsync();
        _answer = status == 0 ? ProviderReply.Reset : new ProviderReply(status, body == "a long one" ? $$"""{"status":"completed","a":"{{new string('x', 70_000)}}"}""" : body);

        await PassAsync(TimeSpan.FromMinutes(9.9));
        Assert.Equal((1, "in_progress"), (Questions, await StatusAsync(path)));
        await PassAsync(TimeSpan.FromMinutes(0.1));
        await EndedAsync(path);

        Assert.Equal("NO_ANSWER", Text((await HistoryAsync(path)).History[0], "outcome"));
    }

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "0")]
    public async Task C7_WhoReliesOnTheCallback_AsksOnceBeforeACallIsGivenUp(bool hasAddress, string seconds)
    {
        var path = await CalledAsync(hasAddress ? HasAddress : ("Cadenza__PublicBaseUrl", ""), ("Calls__PollSeconds", seconds));
        _answer = new ProviderReply(200, """{"status":"completed"}""");

        await PassAsync(TimeSpan.FromMinutes(9.9));
        Assert.Equal((0, "in_progress"), (Questions, await StatusAsync(path)));
        await PassAsync(TimeSpan.FromMinutes(0.1));
        await EndedAsync(path);

        Assert.Equal("COMPLETED", Text((await HistoryAsync(path)).History[0], "outcome"));
        Assert.Equal(1, Questions);
    }

    [Fact]
    public async Task C10_WhilePaused_NobodyIsAsked_AndTheRestOfTheTimeOutIsKept()
    {
        var path = await CalledAsync(("Calls__PollSeconds", "60"));
        await PassAsync(TimeSpan.FromMinutes(1));

        await _api.OkAsync("POST", $"{path}/pause");
        await PassAsync(TimeSpan.FromDays(3));
        Assert.Equal((1, "in_progress"), (Questions, await StatusAsync(path)));
        await _api.OkAsync("POST", $"{path}/resume");
        await PassAsync(TimeSpan.FromMinutes(8.9));
        Assert.Equal((2, "in_progress"), (Questions, await StatusAsync(path)));
        await PassAsync(TimeSpan.FromMinutes(0.1));
        await EndedAsync(path);

        Assert.Equal((3, "NO_ANSWER"), (Questions, Text((await HistoryAsync(path)).History[0], "outcome")));
    }

    [Fact]
    public async Task C10_AfterACancel_NobodyIsAsked()
    {
        var path = await CalledAsync();

        await _api.OkAsync("POST", $"{path}/cancel");
        await PassAsync(TimeSpan.FromDays(1));

        Assert.Equal((0, "in_progress"), (Questions, await StatusAsync(path)));
    }

    /// <summary>Activities are carried out at least once: here three times at the same time.</summary>
    [Fact]
    public async Task C5_AResultThatSeveralFind_MovesTheLeadOnOnce()
    {
        var path = await CalledAsync();
        _answer = new ProviderReply(200, """{"status":"completed"}""");
        var advance = _app.Services.GetRequiredService<LeadBatchTurn>();
        var key = new LeadBatchKey(_api.Organization.ToString(), WorkflowId.Parse(path["/v1/workflows/".Length..]).ToString(), 0);

        _clock.Leap(TimeSpan.FromSeconds(30));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => advance.AdvanceAsync(key, CancellationToken.None))));
        await EndedAsync(path);

        Assert.Equal(2, (await HistoryAsync(path)).History.Count);
    }

    [Fact]
    public async Task C5_TheCallsOfABatch_AreAskedAboutAFewAtATime()
    {
        _provider.Answer = request => request.Method == "GET"
            ? new ProviderReply(200, """{"status":"completed"}""")
            : DocumentedAnswers.CallCreated(request);
        _provider.BeforeAnswer = static () => Task.Delay(5);
        await StartAsync(("Calls__Connections", "4"));
        var path = await GraphAsync();
        await _api.OkAsync("POST", $"{path}/leads", "[" + string.Join(',', Enumerable.Range(0, 90).Select(number => $$"""{"phone_number":"+14155550{{number:D3}}"}""")) + "]", 201);
        await _api.OkAsync("POST", $"{path}/activate");
        await _time.UntilAsync(() => Task.FromResult(_provider.Requests.Count == 90), "all are being called");
        await _time.IdleAsync();

        await PassAsync(TimeSpan.FromSeconds(30));
        await _time.UntilAsync(async () => await CountAsync(path, "completed") == 90, "all have been called");

        Assert.Equal(90, _provider.Requests.Where(request => request.Method == "GET").Select(request => request.Path).Distinct().Count());
        Assert.Equal(90, Questions);
        Assert.InRange(_provider.Requests.Max(request => request.AtOnce), 2, 4);
    }

    private async Task StartAsync(params (string Key, string Value)[] settings)
    {
        _app = new AppFixture { Clock = _clock, Settings = [("Calls__BaseUrl", _provider.Address + "/api"), ("Calls__Token", "secret"), .. settings] };
        await _app.InitializeAsync();
        _api = await LeadApi.CreateAsync(_app);
        _time = new LeadTime(_clock, _app);
    }

    /// <summary>The path of a workflow whose only lead is being called; it is given up after ten minutes.</summary>
    private async Task<string> CalledAsync(params (string Key, string Value)[] settings)
    {
        await StartAsync(settings);
        var path = await GraphAsync();
        await BeginAsync(path);
        return path;
    }

    private async Task<string> GraphAsync()
    {
        var path = await _api.DraftAsync();
        var call = await _api.NodeAsync(path, "VOICE_CALL", """{"agent_id":"agent-7","from_number":"+14155550000","timeout_minutes":10}""");
        var lost = await _api.NodeAsync(path, "DROPPED");
        await _api.EdgeAsync(path, call, await _api.NodeAsync(path, "CONVERTED"), "COMPLETED");
        await _api.EdgeAsync(path, call, lost, "NO_ANSWER");
        await _api.EdgeAsync(path, call, lost, "FAILED");
        return path;
    }

    private async Task BeginAsync(string path)
    {
        await _api.OkAsync("POST", $"{path}/leads", """[{"phone_number":"+14155550100"}]""", 201);
        await _api.OkAsync("POST", $"{path}/activate");
        await _time.UntilAsync(
            async () => (await HistoryAsync(path)).History is [var here] && here.GetProperty("call_id").ValueKind == JsonValueKind.String, "the lead is being called");
        await _time.IdleAsync();
    }

    private async Task CallBackAsync(string status)
    {
        var url = new Uri(_provider.Requests.First().Json.GetProperty("result_url").GetString()!);
        using var response = await _app.Stranger.CallAsync("POST", url.AbsolutePath, $$"""{"status":"{{status}}"}""");
        await response.JsonAsync(200);
    }

    private Task PassAsync(TimeSpan time) => _time.PassAsync(time);

    private Task EndedAsync(string path) => _time.UntilAsync(async () => await StatusAsync(path) == "completed", "the lead's way has ended");

    private async Task<string> StatusAsync(string path) => Text((await _api.OkAsync("GET", $"{path}/leads")).GetProperty("data")[0], "status");

    private async Task<int> CountAsync(string path, string status) =>
        (await _api.OkAsync("GET", $"{path}/leads?status={status}")).GetProperty("meta").GetProperty("total").GetInt32();

    private async Task<(List<JsonElement> History, JsonElement Lead)> HistoryAsync(string path)
    {
        var lead = (await _api.OkAsync("GET", $"{path}/leads")).GetProperty("data")[0];
        var history = await _api.OkAsync("GET", $"{path}/leads/{Text(lead, "id")}/history");
        return ([.. history.GetProperty("history").EnumerateArray()], lead);
    }

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;
}
