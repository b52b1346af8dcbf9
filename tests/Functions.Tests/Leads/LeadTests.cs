using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Cadenza.Domain.Leads;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Leads;
using Cadenza.Functions.Leads.Storage;
using Cadenza.LocalHost.Durable;

namespace Cadenza.Functions.Tests.Leads;

/// <summary>C7 to C10: leads, their intake and their way, by real HTTP and with a clock that only the test moves.</summary>
public sealed class LeadTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _clock = new();
    private readonly AppFixture _app;
    private LeadApi _api = null!;
    private DurableEngine _engine = null!;

    public LeadTests() => _app = new AppFixture { Clock = _clock, Settings = [("Delivery__Calls", "outbox")] };

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        _api = await LeadApi.CreateAsync(_app);
        _engine = _app.Engine;
    }

    public async ValueTask DisposeAsync()
    {
        _api?.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task C8_JsonArray_EnrollsLeadsWithTheirVariables()
    {
        var (path, _, _) = await _api.WaitingAsync();

        var answer = await AddAsync(path, """[{"phone_number":"+1 (415) 555-0100","city":"Paris","age":42},{"phone_number":"+14155550101","email":"a@example.com"}]""");

        Assert.Equal((path["/v1/workflows/".Length..], 2), (Text(answer, "workflow_id"), answer.GetProperty("leads_enrolled").GetInt32()));
        Assert.Contains("2 leads", Text(answer, "message"), StringComparison.Ordinal);
        var leads = await LeadsAsync(path);
        Assert.Equal(["+14155550100", "+14155550101"], leads.Select(lead => Text(lead, "phone_number")));
        Assert.Equal("""{"city":"Paris","age":"42"}""", leads[0].GetProperty("variables").ToString());
        Assert.Equal("pending", Text(leads[0], "status"));
        Assert.Equal("""["city","age","email"]""", (await _api.OkAsync("GET", $"{path}/leads/variable-keys")).GetProperty("keys").ToString());
        Assert.Equal(2, (await _api.OkAsync("GET", path)).GetProperty("enrolled_leads").GetInt32());
    }

    [Fact]
    public async Task C8_Csv_ReadsQuotedFieldsAByteOrderMarkAndCrLf()
    {
        var (path, _, _) = await _api.WaitingAsync();

        var answer = await UploadAsync(path, "\uFEFFname,Phone_Number,\"note\"\r\n\"Ada, \"\"Countess\"\"\",+14155550100,\"two\r\nlines\"\r\nBob,+14155550101,\r\n", 201);

        Assert.Equal(2, answer.GetProperty("leads_enrolled").GetInt32());
        var leads = await LeadsAsync(path);
        Assert.Equal("Ada, \"Countess\"", Text(leads[0].GetProperty("variables"), "name"));
        Assert.Equal("two\r\nlines", Text(leads[0].GetProperty("variables"), "note"));
        Assert.Equal("""{"name":"Bob"}""", leads[1].GetProperty("variables").ToString());
    }

    [Fact]
    public async Task C8_BadRows_AreGroupedAndNobodyIsEnrolledUnlessPartial()
    {
        var (path, _, _) = await _api.WaitingAsync();
        const string File = "phone_number,name\n+14155550100,Ada\nnonsense,Bob\n+14155550100,Ada again\n12,Eve\n+14155550102,Kim,7\n+14155550103,Lee\n";

        var problem = await UploadAsync(path, File, 400);

        Assert.Equal("invalid_leads", Text(problem, "code"));
        var errors = problem.GetProperty("errors");
        Assert.Equal("""["must be a phone number in E.164, such as +14155550100, or one as it is dialled in a region (region=DE, or the setting Cadenza__PhoneRegion): rows 2, 4","occurs in an earlier row: row 3"]""", JsonSerializer.Serialize(errors.GetProperty("/rows/phone_number"), Readable));
        Assert.Equal("""["has 3 fields, and the header 2: row 5"]""", errors.GetProperty("/rows").ToString());
        Assert.Empty(await LeadsAsync(path));

        var partial = await UploadAsync(path + "/leads?partial=true", File, 201, isPath: true);

        Assert.Equal(2, partial.GetProperty("leads_enrolled").GetInt32());
        Assert.True(partial.TryGetProperty("errors", out _));
        Assert.Equal(["+14155550100", "+14155550103"], (await LeadsAsync(path)).Select(lead => Text(lead, "phone_number")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("name\nAda\n")]
    [InlineData("phone_number,phone_number\n+14155550100,x\n")]
    [InlineData("phone_number,\n+14155550100,x\n")]
    [InlineData("phone_number,\"na\n")]
    public async Task C8_AFileWithoutAGoodHeader_IsRefused(string file)
    {
        var (path, _, _) = await _api.WaitingAsync();

        Assert.Equal("invalid_leads", Text(await UploadAsync(path, file, 400), "code"));
    }

    [Fact]
    public async Task C8_Pages_CountEveryLeadOnceAndFilterByStatus()
    {
        var (path, _, _) = await _api.WaitingAsync();
        await AddAsync(path, Phones(0, 250));
        await AddAsync(path, Phones(250, 5));

        var seen = new List<string>();
        for (var page = 1; page <= 6; page++)
        {
            var answer = await _api.OkAsync("GET", $"{path}/leads?page={page}&limit=50&status=pending");
            Assert.Equal((255, 6), (answer.GetProperty("meta").GetProperty("total").GetInt32(), answer.GetProperty("meta").GetProperty("totalPages").GetInt32()));
            seen.AddRange(answer.GetProperty("data").EnumerateArray().Select(lead => Text(lead, "phone_number")));
        }

        Assert.Equal(Enumerable.Range(0, 255).Select(Phone), seen);
        Assert.Equal(0, (await _api.OkAsync("GET", $"{path}/leads?status=failed")).GetProperty("meta").GetProperty("total").GetInt32());
        await _api.RefusedAsync("GET", $"{path}/leads?limit=101", null, 400, "invalid_parameter");
        await _api.RefusedAsync("GET", $"{path}/leads?status=lost", null, 400, "invalid_parameter");
    }

    [Fact]
    public async Task C9_ANumber_IsEnrolledOnceAtATime_AndAgainWhenItsWayHasEnded()
    {
        var (path, _, _) = await _api.WaitingAsync();
        await AddAsync(path, Phones(0, 1));

        var problem = await _api.RefusedAsync("POST", $"{path}/leads", Phones(0, 2), 409, "leads_enrolled");
        Assert.Contains("row 1", problem.GetProperty("errors").ToString(), StringComparison.Ordinal);
        var lead = Text((await LeadsAsync(path))[0], "id");
        await _api.OkAsync("DELETE", $"{path}/leads/{lead}", null, 204);
        await _api.RefusedAsync("DELETE", $"{path}/leads/{lead}", null, 409, "lead_removed");

        await AddAsync(path, Phones(0, 2));

        Assert.Equal(["removed", "pending", "pending"], (await LeadsAsync(path)).Select(one => Text(one, "status")));
        Assert.Equal(2, (await _api.OkAsync("GET", path)).GetProperty("enrolled_leads").GetInt32());
    }

    [Fact]
    public async Task C9_ManyAtTheSameTime_EnrollEachNumberOnce()
    {
        var (path, _, _) = await _api.WaitingAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(async client =>
        {
            using var response = await _api.Client.CallAsync("POST", $"{path}/leads?partial=true", Phones(client * 3, 30));
            return (await response.JsonAsync(201)).GetProperty("leads_enrolled").GetInt32();
        }));

        Assert.Equal(63, answers.Sum());
        Assert.Equal(63, (await LeadsAsync(path)).Select(lead => Text(lead, "phone_number")).Distinct().Count());
        Assert.Equal(63, (await _api.OkAsync("GET", path)).GetProperty("enrolled_leads").GetInt32());
    }

    [Theory]
    [InlineData("completed")]
    [InlineData("cancelled")]
    public async Task C8_AWorkflowThatIsOver_TakesNoLeads(string status) =>
        await _api.RefusedAsync("POST", $"{await _api.InStatusAsync(status)}/leads", Phones(0, 1), 409, $"workflow_{status}");

    [Fact]
    public async Task C7_Time_HoldsALeadForItsDelay_AndTheHistoryTellsNodeByNode()
    {
        var (path, wait, end) = await _api.WaitingAsync("""{"delay_minutes":30,"delay_hours":1}""");
        await AddAsync(path, Phones(0, 1));
        await _api.OkAsync("POST", $"{path}/activate");
        await EventuallyAsync(path, "in_progress", 1);
        await _engine.IdleAsync();

        _clock.Leap(TimeSpan.FromMinutes(89));
        await _engine.IdleAsync();
        Assert.Equal(wait, Text((await LeadsAsync(path))[0], "current_node_id"));
        _clock.Leap(TimeSpan.FromMinutes(1));
        await EventuallyAsync(path, "completed", 1);

        var lead = (await LeadsAsync(path))[0];
        Assert.Equal("converted", Text(lead, "outcome"));
        var history = (await _api.OkAsync("GET", $"{path}/leads/{Text(lead, "id")}/history")).GetProperty("history").EnumerateArray().ToList();
        Assert.Equal([(wait, "Wait", "TIME", "completed"), (end, "Won", "CONVERTED", "completed")], history.Select(step => (Text(step, "node_id"), Text(step, "node_label"), Text(step, "node_type"), Text(step, "status"))));
        Assert.Equal(TimeSpan.FromMinutes(90), history[0].GetProperty("exited_at").GetDateTimeOffset() - history[0].GetProperty("entered_at").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("Asia/Tokyo")]
    public async Task C7_Time_WhenALeadsTimeIsNone_FailsThatLeadAndHoldsNobodyElse(string zone)
    {
        var (path, _, _) = await _api.WaitingAsync($$"""{"until":"due","timezone":"{{zone}}"}""");
        await _api.OkAsync("POST", $"{path}/activate");
        await AddAsync(path, """[{"phone_number":"+14155550100","due":"0001-01-01"},{"phone_number":"+14155550101","due":"2020-01-01"}]""");

        await EventuallyAsync(path, "completed", 1);

        var leads = await LeadsAsync(path);
        Assert.Equal(["failed", "completed"], leads.Select(lead => Text(lead, "status")));
        var history = (await _api.OkAsync("GET", $"{path}/leads/{Text(leads[0], "id")}/history")).GetProperty("history");
        Assert.Equal("failed", Text(Assert.Single(history.EnumerateArray()), "status"));
    }

    [Fact]
    public async Task C7_Conditional_SplitsABatchByItsOutcome()
    {
        var path = await BranchingAsync();
        await _api.OkAsync("POST", $"{path}/activate");
        await AddAsync(path, """[{"phone_number":"+14155550100","city":"Paris"},{"phone_number":"+14155550101","city":"Rome"},{"phone_number":"+14155550102"}]""");

        await EventuallyAsync(path, "completed", 3);

        Assert.Equal(["converted", "dropped", "dropped"], (await LeadsAsync(path)).Select(lead => Text(lead, "outcome")));
    }

    [Fact]
    public async Task C10_Pause_KeepsTheRestOfTheDelay_AndHoldsNewLeads()
    {
        var (path, _, _) = await _api.WaitingAsync("""{"delay_hours":10}""");
        await _api.OkAsync("POST", $"{path}/activate");
        await AddAsync(path, Phones(0, 1));
        await EventuallyAsync(path, "in_progress", 1);
        await _engine.IdleAsync();
        _clock.Leap(TimeSpan.FromHours(9));
        await _engine.IdleAsync();

        await _api.OkAsync("POST", $"{path}/pause");
        await AddAsync(path, Phones(1, 1));
        _clock.Leap(TimeSpan.FromDays(3));
        await _engine.IdleAsync();
        Assert.Equal(["in_progress", "pending"], (await LeadsAsync(path)).Select(lead => Text(lead, "status")));

        await _api.OkAsync("POST", $"{path}/resume");
        await EventuallyAsync(path, "in_progress", 2);
        await _engine.IdleAsync();
        _clock.Leap(TimeSpan.FromMinutes(59));
        await _engine.IdleAsync();
        Assert.Equal(["in_progress", "in_progress"], (await LeadsAsync(path)).Select(lead => Text(lead, "status")));
        _clock.Leap(TimeSpan.FromMinutes(1));
        await EventuallyAsync(path, "completed", 1);
    }

    [Fact]
    public async Task C10_Cancel_LetsNothingFollow_AndKeepsTheHistory()
    {
        var (path, wait, _) = await _api.WaitingAsync("""{"delay_hours":1}""");
        await _api.OkAsync("POST", $"{path}/activate");
        await AddAsync(path, Phones(0, 1));
        await EventuallyAsync(path, "in_progress", 1);
        await _engine.IdleAsync();

        await _api.OkAsync("POST", $"{path}/cancel");
        _clock.Leap(TimeSpan.FromDays(1));
        await _engine.IdleAsync();

        var lead = (await LeadsAsync(path))[0];
        Assert.Equal(("in_progress", wait), (Text(lead, "status"), Text(lead, "current_node_id")));
        Assert.Equal(1, (await _api.OkAsync("GET", $"{path}/leads/{Text(lead, "id")}/history")).GetProperty("history").GetArrayLength());
    }

    [Fact]
    public async Task C5_AnEdit_LeavesLeadsOnTheirNodeAsItWas_AndLeadsThemOnAlongTheNewGraph()
    {
        var (path, wait, end) = await _api.WaitingAsync("""{"delay_hours":1}""");
        await _api.OkAsync("POST", $"{path}/activate");
        await AddAsync(path, Phones(0, 1));
        await EventuallyAsync(path, "in_progress", 1);
        await _engine.IdleAsync();

        await _api.OkAsync("PATCH", $"{path}/nodes/{wait}", """{"config":{"delay_hours":100}}""");
        var lost = await _api.NodeAsync(path, "DROPPED", "{}", "Lost");
        var edge = (await _api.OkAsync("GET", $"{path}/edges")).GetProperty("data")[0];
        await _api.RefusedAsync("DELETE", $"{path}/edges/{Text(edge, "id")}", null, 409, "edge_strands_leads");
        await _api.EdgeAsync(path, wait, lost);
        await _api.OkAsync("DELETE", $"{path}/edges/{Text(edge, "id")}", null, 204);
        await _api.OkAsync("DELETE", $"{path}/nodes/{end}", null, 204);
        _clock.Leap(TimeSpan.FromHours(1));

        await EventuallyAsync(path, "completed", 1);
        Assert.Equal("dropped", Text((await LeadsAsync(path))[0], "outcome"));
    }

    [Fact]
    public async Task C5_DeletingANodeWithLeads_NeedsToKnowWhereTheyGoOn()
    {
        var path = await _api.DraftAsync();
        var entry = await _api.NodeAsync(path, "TIME", """{"delay_minutes":0}""");
        var wait = await _api.NodeAsync(path, "TIME", """{"delay_days":9}""");
        var won = await _api.NodeAsync(path, "CONVERTED");
        await _api.EdgeAsync(path, entry, wait);
        await _api.EdgeAsync(path, wait, won);
        await _api.OkAsync("POST", $"{path}/activate");
        await AddAsync(path, Phones(0, 2));
        await EventuallyAsync(path, "in_progress", 2);
        await _engine.IdleAsync();

        await _api.RefusedAsync("DELETE", $"{path}/nodes/{wait}", null, 409, "node_has_leads");
        await _api.RefusedAsync("DELETE", $"{path}/nodes/{wait}?move_leads_to=nowhere", null, 400, "invalid_parameter");
        await _api.OkAsync("DELETE", $"{path}/nodes/{wait}?move_leads_to={won}", null, 204);

        await EventuallyAsync(path, "completed", 2);
        var history = await _api.OkAsync("GET", $"{path}/leads/{Text((await LeadsAsync(path))[0], "id")}/history");
        Assert.Equal(["completed", "moved", "completed"], history.GetProperty("history").EnumerateArray().Select(step => Text(step, "status")));
    }

    [Theory]
    [InlineData("completed", "converted")]
    [InlineData("DNP", "dropped")]
    [InlineData("failed", "dropped")]
    public async Task C7_VoiceCall_TakesTheWayOfItsResult(string result, string outcome)
    {
        var path = await CallingAsync();
        var lead = await CalledAsync(path);
        var token = TokenOf(path, lead, visit: 1);

        using var response = await _app.Stranger.CallAsync("POST", $"/v1/calls/{token}/result", $$"""{"status":"{{result}}","duration_seconds":31}""");
        await response.JsonAsync(200);
        await EventuallyAsync(path, "completed", 1);
        using var again = await _app.Stranger.CallAsync("POST", $"/v1/calls/{token}/result", """{"status":"failed"}""");
        await again.JsonAsync(200);

        var (history, done) = await HistoryAsync(path);
        Assert.Equal(outcome, Text(done, "outcome"));
        Assert.Equal("VOICE_CALL", Text(history[0], "node_type"));
        Assert.NotEmpty(Text(history[0], "call_id"));
    }

    [Fact]
    public async Task C7_VoiceCall_ThatNobodyTellsOf_IsNotAnswered()
    {
        var path = await CallingAsync();
        await CalledAsync(path);

        _clock.Leap(TimeSpan.FromMinutes(10));
        await EventuallyAsync(path, "completed", 1);

        var (history, done) = await HistoryAsync(path);
        Assert.Equal(("dropped", "NO_ANSWER"), (Text(done, "outcome"), Text(history[0], "outcome")));
    }

    /// <summary>Activities are carried out at least once: here three times at the same time, and once more.</summary>
    [Fact]
    public async Task C5_Sms_GoesToEachLeadOnce_HoweverOftenTheBatchIsMovedOn()
    {
        var path = await _api.DraftAsync();
        var sms = await _api.NodeAsync(path, "SMS", """{"message":"Hello {{name}}, from {{lead.city}}"}""");
        await _api.EdgeAsync(path, sms, await _api.NodeAsync(path, "CONVERTED"), "success");
        await AddAsync(path, """[{"phone_number":"+14155550100","name":"Ada","city":"Paris"},{"phone_number":"+14155550101","name":"Bob","city":"Rome"}]""");
        await _api.OkAsync("POST", $"{path}/activate");
        var advance = _app.Services.GetRequiredService<LeadBatchTurn>();
        var key = new LeadBatchKey(_api.Organization.ToString(), WorkflowId.Parse(path["/v1/workflows/".Length..]).ToString(), 0);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => advance.AdvanceAsync(key, CancellationToken.None))));
        await EventuallyAsync(path, "completed", 2);
        await advance.AdvanceAsync(key, CancellationToken.None);

        var sent = (await _api.OkAsync("GET", "/outbox")).GetProperty("data").EnumerateArray().Select(message => message.ToString()).ToList();
        Assert.Equal(2, sent.Count);
        Assert.Single(sent, message => message.Contains("Hello Ada, from Paris", StringComparison.Ordinal) && message.Contains("+14155550100", StringComparison.Ordinal));
    }

    [Fact]
    public async Task C7_ACallResult_WithATokenThatWasNotMadeHere_IsNotFound()
    {
        using var response = await _app.Stranger.CallAsync("POST", "/v1/calls/AAAAAAAAAAAAAAAAAAAAAAAAAAAA/result", """{"status":"completed"}""");

        await response.IsProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task C8_AHundredThousandRows_AreEnrolledInOneRequest()
    {
        var (path, _, _) = await _api.WaitingAsync();
        var file = new StringBuilder("phone_number,name\n");
        for (var number = 0; number < 100_000; number++) file.Append(CultureInfo.InvariantCulture, $"+1415{number:D7},Lead {number}\n");

        var answer = await UploadAsync(path, file.ToString(), 201);

        Assert.Equal(100_000, answer.GetProperty("leads_enrolled").GetInt32());
        Assert.Equal(100_000, (await _api.OkAsync("GET", path)).GetProperty("enrolled_leads").GetInt32());
        Assert.Equal("+14150099999", Text((await _api.OkAsync("GET", $"{path}/leads?page=1000&limit=100")).GetProperty("data")[99], "phone_number"));
        file.Append("+14160000000,One too many\n");
        Assert.Equal("invalid_leads", Text(await UploadAsync(path, file.ToString(), 400), "code"));
    }

    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private async Task<string> BranchingAsync()
    {
        var path = await _api.DraftAsync();
        var decide = await _api.NodeAsync(path, "CONDITIONAL", """{"logic":"AND","conditions":[{"field":"city","operator":"equals","value":"Paris"}]}""");
        var won = await _api.NodeAsync(path, "CONVERTED");
        var lost = await _api.NodeAsync(path, "DROPPED");
        await _api.EdgeAsync(path, decide, won, "true");
        await _api.EdgeAsync(path, decide, lost, "false");
        return path;
    }

    private async Task<string> CallingAsync()
    {
        var path = await _api.DraftAsync();
        var call = await _api.NodeAsync(path, "VOICE_CALL", """{"agent_id":"agent-7","from_number":"+14155550000","timeout_minutes":10}""");
        var won = await _api.NodeAsync(path, "CONVERTED");
        var lost = await _api.NodeAsync(path, "DROPPED");
        await _api.EdgeAsync(path, call, won, "COMPLETED");
        await _api.EdgeAsync(path, call, lost, "NO_ANSWER");
        await _api.EdgeAsync(path, call, lost, "FAILED");
        await _api.OkAsync("POST", $"{path}/activate");
        return path;
    }

    private async Task<JsonElement> CalledAsync(string path)
    {
        await AddAsync(path, Phones(0, 1));
        await Eventually.True(
            async () => (await HistoryAsync(path)).History is [var here] && here.GetProperty("call_id").ValueKind == JsonValueKind.String, "the lead is being called");
        return (await LeadsAsync(path))[0];
    }

    private string TokenOf(string path, JsonElement lead, int visit) => _app.Services.GetRequiredService<LeadCalls>().Token(
        new LeadCallToken(_api.Organization, WorkflowId.Parse(path["/v1/workflows/".Length..]), LeadId.Parse(Text(lead, "id")), visit));

    private async Task<(List<JsonElement> History, JsonElement Lead)> HistoryAsync(string path)
    {
        var lead = (await LeadsAsync(path))[0];
        var history = await _api.OkAsync("GET", $"{path}/leads/{Text(lead, "id")}/history");
        return ([.. history.GetProperty("history").EnumerateArray()], lead);
    }

    private Task<JsonElement> AddAsync(string path, string leads) => _api.OkAsync("POST", $"{path}/leads", leads, 201);

    private async Task<JsonElement> UploadAsync(string path, string file, int status, bool isPath = false)
    {
        using var form = new MultipartFormDataContent();
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(file));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        form.Add(content, "file", "leads.csv");
        using var response = await _api.Client.PostAsync(isPath ? path : path + "/leads", form, TestContext.Current.CancellationToken);
        return await response.JsonAsync(status);
    }

    private async Task<List<JsonElement>> LeadsAsync(string path) =>
        [.. (await _api.OkAsync("GET", $"{path}/leads?limit=100")).GetProperty("data").EnumerateArray()];

    private Task EventuallyAsync(string path, string status, int count) => Eventually.True(
        async () => (await _api.OkAsync("GET", $"{path}/leads?status={status}")).GetProperty("meta").GetProperty("total").GetInt32() == count,
        $"{count} leads are {status}");

    private static string Phones(int from, int count) => "[" + string.Join(',', Enumerable.Range(from, count).Select(number => $$"""{"phone_number":"{{Phone(number)}}"}""")) + "]";

    private static string Phone(int number) => string.Create(CultureInfo.InvariantCulture, $"+1415{number:D7}");

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;
}
