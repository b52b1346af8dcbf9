using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Azure.Data.Tables;
using Cadenza.Functions.Tests.Fuzz;

namespace Cadenza.Functions.Tests.Sequences.Http;

/// <summary>Every kind of bad input, on every endpoint that takes a body or an id: the right refusal, the right pointer, nothing stored.</summary>
public abstract class BadInputTests
{
    private const string Email = """{"type":"send_emails","data":{"from_email":"us@example.com","email_subject":"Hi","email_body":"Hello","email_sender_name":"Us","email_is_transactional":false}}""";
    private const string Steps = $$"""[{"action":{{Email}}}]""";
    private const string Unknown = "01890000-0000-7000-8000-000000000000";

    private readonly AppFixture _app;

    protected BadInputTests(AppFixture app)
    {
        _app = app.OrSkip();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> BodyEndpoints => new()
    {
        { "POST", "/contacts" },
        { "PATCH", "/contacts/" + Unknown },
        { "POST", "/segments" },
        { "PATCH", "/segments/" + Unknown },
        { "POST", "/segments/" + Unknown + "/contacts" },
        { "POST", "/sequences" },
        { "PATCH", "/sequences/" + Unknown },
    };

    [Theory]
    [MemberData(nameof(BodyEndpoints))]
    public async Task Body_WhenNotJson_IsMalformed(string method, string path)
    {
        foreach (var body in new[] { "", " ", "{", "{\"name\":}", "{'name':'x'}", "not json", "{\"a\":\"\\ud800\"}", new string('[', 65) + new string(']', 65) })
        {
            await RefusedAsync(method, path, body, 400, "malformed_body");
        }
    }

    [Theory]
    [MemberData(nameof(BodyEndpoints))]
    public async Task Body_WhenNotUtf8_IsMalformed(string method, string path) =>
        await RefusedAsync(method, path, [0x7B, 0x22, 0xC3, 0x28, 0x22, 0x3A, 0x31, 0x7D], 400, "malformed_body");

    [Theory]
    [MemberData(nameof(BodyEndpoints))]
    public async Task Body_WhenNameOccursTwice_IsMalformedAtItsPointer(string method, string path) =>
        await RefusedAsync(method, path, """{"name":"a","name":"b"}""", 400, "malformed_body", "/name");

    [Theory]
    [MemberData(nameof(BodyEndpoints))]
    public async Task Body_WhenNoObject_IsInvalidAsWhole(string method, string path)
    {
        foreach (var body in new[] { "[]", "null", "1", "\"x\"", "true" }) await RefusedAsync(method, path, body, 400, "invalid_body", "");
    }

    [Theory]
    [MemberData(nameof(BodyEndpoints))]
    public async Task Body_WhenLargerThanLimit_IsTooLarge(string method, string path)
    {
        var large = Encoding.UTF8.GetBytes($$"""{"name":"{{new string('x', 5 * 1024 * 1024)}}"}""");
        await RefusedAsync(method, path, large, 413, "body_too_large");
        await RefusedAsync(method, path, large, 413, "body_too_large", chunked: true);
    }

    [Theory]
    [MemberData(nameof(BodyEndpoints))]
    public async Task Body_WhenOfAnotherType_IsUnsupported(string method, string path)
    {
        foreach (var type in new[] { "text/plain", "application/xml", "application/x-www-form-urlencoded", "application/json; charset=utf-16", null })
        {
            await RefusedAsync(method, path, Encoding.UTF8.GetBytes("{}"), 415, "unsupported_media_type", type: type);
        }
    }

    [Theory]
    [InlineData("""{}""", "/email")]
    [InlineData("""{"email":null}""", "/email")]
    [InlineData("""{"email":null,"phone":null}""", "/email")]
    [InlineData("""{"email":1}""", "/email")]
    [InlineData("""{"email":""}""", "/email")]
    [InlineData("""{"email":"nobody"}""", "/email")]
    [InlineData("""{"email":"a@b@c"}""", "/email")]
    [InlineData("""{"email":"a@example.com\r\nBcc: b@example.com"}""", "/email")]
    [InlineData("""{"phone":"one"}""", "/phone")]
    [InlineData("""{"email":"a@example.com","name":7}""", "/name")]
    [InlineData("""{"email":"a@example.com","unsubscribed":"no"}""", "/unsubscribed")]
    [InlineData("""{"email":"a@example.com","attributes":[]}""", "/attributes")]
    [InlineData("""{"email":"a@example.com","attributes":{"plan":1}}""", "/attributes/plan")]
    [InlineData("""{"email":"a@example.com","attributes":{"a/b":null}}""", "/attributes/a~1b")]
    [InlineData("""{"email":"a@example.com","nickname":"x"}""", "/nickname")]
    [InlineData("""{"email":"x","phone":"y","name":1}""", "/email,/name,/phone")]
    public async Task CreateContact_WhenFieldsAreWrong_PointsAtThem(string body, string pointers) =>
        await RefusedAsync("POST", "/contacts", body, 400, "invalid_body", pointers);

    [Theory]
    [InlineData("""{}""", "/filter,/steps")]
    [InlineData($$"""{"steps":{{Steps}}}""", "/filter")]
    [InlineData("""{"filter":null}""", "/steps")]
    [InlineData("""{"filter":null,"steps":[]}""", "/steps")]
    [InlineData("""{"filter":null,"steps":{}}""", "/steps")]
    [InlineData("""{"filter":null,"steps":[1]}""", "/steps/0")]
    [InlineData("""{"filter":null,"steps":[{}]}""", "/steps/0/action")]
    [InlineData("""{"filter":null,"steps":[{"action":{"type":"send_pigeons","data":{}}}]}""", "/steps/0/action/type")]
    [InlineData("""{"filter":null,"steps":[{"action":{"data":{}}}]}""", "/steps/0/action/type")]
    [InlineData("""{"filter":null,"steps":[{"action":{"type":"send_emails"}}]}""", "/steps/0/action/data")]
    [InlineData(
        """{"filter":null,"steps":[{"action":{"type":"send_emails","data":{}}}]}""",
        "/steps/0/action/data/email_body,/steps/0/action/data/email_is_transactional,/steps/0/action/data/email_sender_name,/steps/0/action/data/email_subject,/steps/0/action/data/from_email")]
    [InlineData($$"""{"filter":null,"steps":[{"action":{{Email}},"delay_in_minutes":-1}]}""", "/steps/0/delay_in_minutes")]
    [InlineData($$"""{"filter":null,"steps":[{"action":{{Email}},"delay_in_minutes":"1"}]}""", "/steps/0/delay_in_minutes")]
    [InlineData($$"""{"filter":null,"steps":[{"action":{{Email}},"delay_in_minutes":1e400}]}""", "/steps/0/delay_in_minutes")]
    [InlineData($$"""{"filter":null,"steps":[{"action":{{Email}}},{"action":{{Email}},"delay_in_minutes":-0.001}]}""", "/steps/1/delay_in_minutes")]
    [InlineData($$"""{"filter":{},"steps":{{Steps}}}""", "/filter/or")]
    [InlineData($$"""{"filter":{"or":[]},"steps":{{Steps}}}""", "/filter/or")]
    [InlineData($$"""{"filter":{"or":[{}]},"steps":{{Steps}}}""", "/filter/or/0/and")]
    [InlineData($$"""{"filter":{"or":[{"and":[{"type":"contacts_shoe_size_in"}]}]},"steps":{{Steps}}}""", "/filter/or/0/and/0/type")]
    [InlineData($$"""{"filter":{"or":[{"and":[{"type":"all_contacts","extra":1}]}]},"steps":{{Steps}}}""", "/filter/or/0/and/0/extra")]
    [InlineData($$"""{"filter":{"or":[{"and":[{"type":"contacts_email_in"}]}]},"steps":{{Steps}}}""", "/filter/or/0/and/0/email_in")]
    [InlineData($$"""{"filter":{"or":[{"and":[{"type":"contacts_email_in","email_in":[1]}]}]},"steps":{{Steps}}}""", "/filter/or/0/and/0/email_in/0")]
    [InlineData($$"""{"filter":null,"steps":{{Steps}},"name":7,"is_continuous":"yes","custom_id":[]}""", "/custom_id,/is_continuous,/name")]
    [InlineData($$"""{"filter":null,"steps":{{Steps}},"name":null}""", "/name")]
    public async Task CreateSequence_WhenFieldsAreWrong_PointsAtThem(string body, string pointers) =>
        await RefusedAsync("POST", "/sequences", body, 400, "invalid_body", pointers);

    [Fact]
    public async Task CreateSequence_WhenStepsAreTooMany_PointsAtThem()
    {
        var steps = string.Join(',', Enumerable.Repeat($$"""{"action":{{Email}}}""", 101));
        await RefusedAsync("POST", "/sequences", $$"""{"filter":null,"steps":[{{steps}}]}""", 400, "invalid_body", "/steps");
    }

    [Theory]
    [InlineData("""{"steps":[]}""", "/steps")]
    [InlineData("""{"steps":null}""", "/steps")]
    [InlineData("""{"name":null}""", "/name")]
    [InlineData("""{"is_continuous":null}""", "/is_continuous")]
    [InlineData("""{"filter":[]}""", "/filter")]
    [InlineData("""{"custom_id":7}""", "/custom_id")]
    public async Task UpdateSequence_WhenFieldsAreWrong_PointsAtThem(string body, string pointers)
    {
        var path = await CreateSequenceAsync();
        await RefusedAsync("PATCH", path, body, 400, "invalid_body", pointers);
    }

    [Theory]
    [InlineData("GET", "/contacts/" + Unknown, 404, "not_found")]
    [InlineData("GET", "/contacts/nobody", 400, "invalid_parameter")]
    [InlineData("GET", "/sequences/" + Unknown, 404, "not_found")]
    [InlineData("GET", "/sequences/no%20such%20%23id%3F%5C%7C", 404, "not_found")]
    [InlineData("PATCH", "/sequences/" + Unknown, 404, "not_found")]
    [InlineData("PUT", "/sequences/" + Unknown + "/start", 404, "not_found")]
    [InlineData("PUT", "/sequences/" + Unknown + "/pause", 404, "not_found")]
    [InlineData("PUT", "/sequences/" + Unknown + "/resume", 404, "not_found")]
    [InlineData("PUT", "/sequences/" + Unknown + "/cancel", 404, "not_found")]
    public async Task Resource_WhenUnknown_IsRefused(string method, string path, int status, string code) =>
        await RefusedAsync(method, path, "{}", status, code);

    [Fact]
    public async Task Sequence_WhenIdIsLongerThanAnyKey_IsNotFound() =>
        await RefusedAsync("GET", "/sequences/" + string.Concat(Enumerable.Repeat("%E6%BC%A2", 700)), "{}", 404, "not_found");

    [Theory]
    [InlineData("/contacts?emial=a@example.com", "?emial", "email")]
    [InlineData("/segments?status=x", "?status", "cursor")]
    [InlineData("/sequences?Limit=5&stat=active", "?stat", "status")]
    [InlineData("/outbox?sequence=x", "?sequence", "limit")]
    [InlineData("/catalog/operators?x=1", "?x", "none")]
    [InlineData("/crm/leads?ownerId=x&nme=y", "?nme", "known are")]
    public async Task Query_WithAParameterThatNobodyKnows_IsRefusedWithTheKnownOnes(string path, string place, string named)
    {
        using var response = await _app.Client.CallAsync("GET", path);
        var problem = await response.IsProblemAsync(400, "invalid_parameter");
        Assert.Equal([place], problem.Pointers());
        Assert.Contains(named, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/workflows?x=1")]
    [InlineData("/crm/workflows?x=1")]
    [InlineData("/v1/workflows?x=1")]
    [InlineData("/v1/flows?x=1")]
    public async Task Query_OfADocumentedEndpoint_MayHaveMore(string path)
    {
        using var response = await _app.Client.CallAsync("GET", path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a%2fb")]
    [InlineData("a\\\\b")]
    [InlineData("..")]
    [InlineData("01890000-0000-7000-8000-0000000000AA")]
    public async Task Sequence_WhenItsCustomIdWouldNotReachIt_IsRefused(string custom) =>
        await RefusedAsync("POST", "/sequences", $$"""{"filter":null,"custom_id":"{{custom}}","steps":{{Steps}}}""", 400, "invalid_body", "/custom_id");

    [Fact]
    public async Task CreateSequence_WhenCustomIdIsLongInUnicode_IsStoredAndFound()
    {
        var custom = new string('漢', 100);
        using var response = await SendAsync("POST", "/sequences", Encoding.UTF8.GetBytes($$"""{"filter":null,"custom_id":"{{custom}}","steps":{{Steps}}}"""));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        using var found = await _app.Client.GetAsync("/sequences/" + Uri.EscapeDataString(custom), Cancellation);
        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
    }

    [Theory]
    [InlineData("pause", "sequence_pending")]
    [InlineData("resume", "sequence_pending")]
    public async Task Sequence_WhenPending_RefusesWhatNeedsARunningOne(string command, string code)
    {
        var path = await CreateSequenceAsync();
        await RefusedAsync("PUT", $"{path}/{command}", "", 409, code);
    }

    [Fact]
    public async Task UpdateSequence_WhenVersionIsNotTheOneAskedFor_IsRefused()
    {
        var path = await CreateSequenceAsync();
        using var read = await _app.Client.GetAsync(path, Cancellation);
        var tag = read.Headers.ETag!.ToString();
        using var changed = await PatchAsync(path, """{"name":"One"}""", tag);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        using var late = await PatchAsync(path, """{"name":"Two"}""", tag);
        await late.IsProblemAsync(412, "precondition_failed");
        using var again = await PatchAsync(path, """{"name":"Two"}""", changed.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Theory]
    [InlineData("DELETE", "/contacts", "GET, HEAD, POST")]
    [InlineData("POST", "/sequences/x/start", "PUT")]
    [InlineData("POST", "/sequences/x", "DELETE, GET, HEAD, PATCH")]
    public async Task KnownPath_WhenMethodIsNot_SaysWhichAre(string method, string path, string allowed)
    {
        using var response = await SendAsync(method, path, []);
        await response.IsProblemAsync(405, "method_not_allowed");
        Assert.Equal(allowed, string.Join(", ", response.Content.Headers.Allow));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer")]
    [InlineData("Bearer wrong-key-wrong-key-wrong-key")]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData(AppFixture.Key)]
    public async Task AnyEndpoint_WhenKeyIsMissingOrWrong_IsUnauthorizedBeforeAnythingElse(string? authorization)
    {
        var before = await StoredRows.ReadAsync(Tables);
        foreach (var (method, path) in new[] { ("POST", "/contacts"), ("GET", "/contacts/x"), ("POST", "/sequences"), ("PATCH", "/sequences/x"), ("PUT", "/sequences/x/start") })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent("""{"email":"a@example.com"}""", Encoding.UTF8, "application/json") };
            if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
            using var response = await _app.Stranger.SendAsync(request, Cancellation);
            await response.IsProblemAsync(401, "unauthorized");
        }

        Assert.Empty(StoredRows.Differences(before, await StoredRows.ReadAsync(Tables)));
    }

    [Theory]
    [InlineData("Authorization", "Bearer " + AppFixture.Key)]
    [InlineData("Authorization", "Bearer: " + AppFixture.Key)]
    [InlineData("Bearer", AppFixture.Key)]
    public async Task AnyEndpoint_WhenKeyIsRightInAnyForm_IsReached(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sequences/" + Unknown);
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await _app.Stranger.SendAsync(request, Cancellation);
        await response.IsProblemAsync(404, "not_found");
    }

    private TableServiceClient Tables => _app.Services.GetRequiredService<TableServiceClient>();

    private Task RefusedAsync(string method, string path, string body, int status, string code, string? pointers = null) =>
        RefusedAsync(method, path, Encoding.UTF8.GetBytes(body), status, code, pointers);

    private async Task RefusedAsync(
        string method, string path, byte[] body, int status, string code, string? pointers = null, string? type = "application/json", bool chunked = false)
    {
        var before = await StoredRows.ReadAsync(Tables);
        using var response = await SendAsync(method, path, body, type, chunked);
        var problem = await response.IsProblemAsync(status, code);
        if (pointers is not null) Assert.Equal(pointers.Split(','), problem.Pointers().Order(StringComparer.Ordinal));
        Assert.Empty(StoredRows.Differences(before, await StoredRows.ReadAsync(Tables)));
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path, byte[] body, string? type = "application/json", bool chunked = false)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method != "GET") request.Content = chunked ? new StreamContent(new MemoryStream(body)) : new ByteArrayContent(body);
        if (request.Content is not null && type is not null) request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        if (chunked) request.Headers.TransferEncodingChunked = true;
        return await _app.Client.SendAsync(request, Cancellation);
    }

    private async Task<HttpResponseMessage> PatchAsync(string path, string body, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("If-Match", tag);
        return await _app.Client.SendAsync(request, Cancellation);
    }

    private async Task<string> CreateSequenceAsync()
    {
        using var response = await SendAsync("POST", "/sequences", Encoding.UTF8.GetBytes($$"""{"filter":null,"is_continuous":false,"steps":{{Steps}}}"""));
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        return "/sequences/" + document.RootElement.GetProperty("id").GetString();
    }
}
