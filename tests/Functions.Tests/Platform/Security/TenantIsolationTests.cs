using System.Text;
using Azure;
using Cadenza.Functions.App;
using Cadenza.Functions.Platform.Http.Routes;
using Cadenza.Functions.Tests.Fuzz;

namespace Cadenza.Functions.Tests.Platform.Security;

/// <summary>
/// G1: to one organization another's ids are not there. Every HTTP function of the app is tried with the ids of somebody
/// else; a function without a row in <see cref="Probes"/> fails the test, so that a new endpoint has to take a stand.
/// </summary>
public sealed partial class TenantIsolationTests(TenantIsolationTests.Tenants tenants) : IClassFixture<TenantIsolationTests.Tenants>
{
    // Written into everything of the owner that an answer could show.
    private const string Mark = "zebra";

    private const string Email =
        """{"action":{"type":"send_emails","data":{"from_email":"us@example.com","email_subject":"zebra","email_body":"zebra","email_sender_name":"zebra","email_is_transactional":true}}}""";

    private static readonly Dictionary<string, Probe[]> CommonProbes = new()
    {
        ["HealthLive"] = [Open("/health/live")],
        ["ListSequences"] = [new("GET", "/sequences", 200)],
        ["DeleteSequence"] = Sequence("DELETE", ""),
        ["ListSequenceContacts"] = Sequence("GET", "/contacts"),
        ["AddSequenceContacts"] = Sequence("POST", "/contacts", """{"contacts":[{"email":"intruder@example.com"}]}"""),
        ["GetSequenceContact"] = Sequence("GET", "/contacts/{contact}"),
        ["ResendSequence"] = Sequence("POST", "/resend", "{}"),
        ["ExitSequenceContact"] = Sequence("DELETE", "/contacts/{contact}"),
        ["HealthReady"] = [Open("/health/ready")],
        ["OpenApi"] = [Open("/openapi.json")],
        ["Docs"] = [Open("/docs")],
        ["DocsFile"] = [Open("/docs/docs.js")],
        ["ZzUnknownRoute"] = [new("GET", "/{contact}", 404)],
        ["CreateKey"] = [new("POST", "/keys", 404, """{"name":"mine","kind":"secret","organization_id":"owner"}""")],
        ["ListKeys"] = [new("GET", "/keys", 200), new("GET", "/keys?organization_id=owner", 404)],
        ["DeleteKey"] = [new("DELETE", "/keys/{key}", 404)],
        ["ListOutbox"] = [new("GET", "/outbox", 200)],
        ["ListAudit"] =
        [
            new("GET", "/audit?resource=sequences/{sequence}", 404),
            new("GET", "/audit?resource=contacts/{contact}", 404),
            new("GET", "/audit?resource=keys/{key}", 404),
        ],
        // That the owner has the same address or custom id must not be noticed.
        ["CreateContact"] = [new("POST", "/contacts", 201, """{"email":"zebra@example.com","phone":"+14155550199"}""", Says: Mark)],
        ["GetContact"] = Contact("GET", ""),
        ["UpdateContact"] = Contact("PATCH", "", """{"name":"taken over"}"""),
        ["ListContactSequences"] = Contact("GET", "/sequences"),
        ["ListContactMessages"] = Contact("GET", "/messages"),
        ["ListContacts"] = [new("GET", "/contacts", 200), new("GET", "/contacts?email=zebra@example.com", 200), new("GET", "/contacts?name=Zeb", 200)],
        ["DeleteContact"] = Contact("DELETE", ""),
        // Other rows than JSON are tried below.
        ["BulkContacts"] = [new("POST", "/contacts/bulk", 415, "{}")],
        ["Unsubscribe"] = [new("POST", "/unsubscribe/{contact}", 404)],
        ["UnsubscribePage"] = [new("GET", "/unsubscribe/{contact}", 404)],
        ["CreateSegment"] =
        [
            new("POST", "/segments", 201, """{"name":"mine","filter":{"or":[{"and":[{"type":"contact_belongs_to_segment","segment_id":"{segment}"}]}]}}"""),
        ],
        ["ListSegments"] = [new("GET", "/segments", 200)],
        ["GetSegment"] = Segment("GET", ""),
        ["UpdateSegment"] = Segment("PATCH", "", """{"name":"taken over"}"""),
        ["DeleteSegment"] = Segment("DELETE", ""),
        ["AddSegmentContacts"] = Segment("POST", "/contacts", """{"contacts":[{"id":"{contact}"}]}"""),
        ["ListSegmentContacts"] = Segment("GET", "/contacts"),
        ["RemoveSegmentContact"] = Segment("DELETE", "/contacts/{contact}"),
        ["CreateSequence"] = [new("POST", "/sequences", 201, """{"custom_id":"stripes","is_continuous":false,"filter":null,"steps":[""" + Email + "]}", Says: Mark)],
        ["GetSequence"] = Sequence("GET", ""),
        ["UpdateSequence"] = Sequence("PATCH", "", """{"name":"taken over"}"""),
        ["StartSequence"] = Sequence("PUT", "/start"),
        ["PauseSequence"] = Sequence("PUT", "/pause"),
        ["ResumeSequence"] = Sequence("PUT", "/resume"),
        ["CancelSequence"] = Sequence("PUT", "/cancel"),
    };

    // Methods and not fields: those of other files might not be set yet.
    private static Dictionary<string, Probe[]> Probes =>
        new[] { CommonProbes, WorkflowProbes(), RecordProbes(), EventProbes(), FlowProbes(), LeadProbes() }.SelectMany(part => part).ToDictionary();

    public static TheoryData<string> Functions => [.. HttpRoute.Of(typeof(CadenzaApplication).Assembly).Select(route => route.Function)];

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task Function_WhenGivenIdsOfAnotherOrganization_DoesNotKnowThemAndChangesNothing(string function)
    {
        Assert.True(Probes.TryGetValue(function, out var probes), $"{function} has no row in {nameof(Probes)}: say what it does with another organization's ids.");
        foreach (var probe in probes)
        {
            var before = await tenants.OwnRowsAsync();
            // What makes something of its own goes to a third organization, so that the intruder's lists stay empty.
            var client = probe.Status == 201 ? tenants.Third : tenants.Intruder;
            using var response = await client.CallAsync(probe.Method, tenants.Fill(probe.Path), probe.Body is null ? null : tenants.Fill(probe.Body));
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(probe.Status == (int)response.StatusCode, $"{probe.Method} {probe.Path}: {(int)response.StatusCode} instead of {probe.Status}: {text}");
            if (probe.Says is null) Assert.DoesNotContain(Mark, text, StringComparison.OrdinalIgnoreCase);
            Assert.Equal([], StoredRows.Differences(before, await tenants.OwnRowsAsync()));
        }
    }

    [Fact]
    public async Task Import_WhenTheOwnerHasTheSamePerson_MakesAnotherAndLeavesTheOwnersAlone()
    {
        var before = await tenants.OwnRowsAsync();
        using var rows = new StringContent("""{"email":"zebra@example.com","name":"taken over"}""", Encoding.UTF8, "application/x-ndjson");
        using var response = await tenants.Importer.PostAsync("/contacts/bulk", rows, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal([], StoredRows.Differences(before, await tenants.OwnRowsAsync()));
    }

    [Fact]
    public void Probes_AreAllOfFunctionsThatExist() => Assert.Empty(Probes.Keys.Except(Functions.Select(function => function.Data)));

    [Theory]
    [InlineData("/contacts/{contact}")]
    [InlineData("/segments/{segment}")]
    [InlineData("/segments/{segment}/contacts")]
    [InlineData("/sequences/{sequence}")]
    [InlineData("/sequences/stripes")]
    [InlineData("/audit?resource=sequences/{sequence}")]
    [InlineData("/keys")]
    public async Task Owner_FindsWhatTheIntruderDoesNot(string path)
    {
        using var response = await tenants.Owner.CallAsync("GET", tenants.Fill(path));
        Assert.Contains(Mark, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.OrdinalIgnoreCase);
    }

    private static Probe Open(string path) => new("GET", path, 200);

    // By its id, in either case.
    private static Probe[] Contact(string method, string rest, string? body = null) =>
        [new(method, "/contacts/{contact}" + rest, 404, body), new(method, "/contacts/{CONTACT}" + rest, 404, body)];

    // By its id, in either case.
    private static Probe[] Segment(string method, string rest, string? body = null) =>
        [new(method, "/segments/{segment}" + rest, 404, body), new(method, "/segments/{SEGMENT}" + rest, 404, body)];

    // By its id, in either case, and by its custom id.
    private static Probe[] Sequence(string method, string rest, string? body = null) =>
    [
        new(method, "/sequences/{sequence}" + rest, 404, body),
        new(method, "/sequences/{SEQUENCE}" + rest, 404, body),
        new(method, "/sequences/zebra-stripes" + rest, 404, body, Says: "the id that was asked for"),
    ];

    /// <summary>One request of the intruder.</summary>
    /// <param name="Method">The method.</param>
    /// <param name="Path">The path; <c>{contact}</c> and so on stand for the owner's ids.</param>
    /// <param name="Status">What it must be answered.</param>
    /// <param name="Body">The body, with the same placeholders, or null.</param>
    /// <param name="Says">Why the answer may hold the owner's mark: the request itself does.</param>
    internal sealed record Probe(string Method, string Path, int Status, string? Body = null, string? Says = null);

    /// <summary>Two organizations: one that owns things, and one that tries to get at them.</summary>
    public sealed partial class Tenants : IAsyncLifetime
    {
        private readonly AppFixture _app = new();
        private readonly Dictionary<string, string> _ids = [];

        public HttpClient Owner { get; private set; } = null!;

        public HttpClient Intruder { get; private set; } = null!;

        public HttpClient Third { get; private set; } = null!;

        public HttpClient Importer { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            await _app.InitializeAsync();
            Owner = await _app.ClientOfAsync("owner");
            Intruder = await _app.ClientOfAsync("intruder");
            Third = await _app.ClientOfAsync("third");
            Importer = await _app.ClientOfAsync("importer");
            _ids["key"] = (await _app.CreateKeyAsync("owner", name: Mark)).GetProperty("id").GetString()!;
            _ids["contact"] = await CreateAsync("/contacts", """{"email":"zebra@example.com","phone":"+14155550199","name":"Zebra"}""");
            _ids["sequence"] = await CreateAsync("/sequences", """{"name":"Zebra","custom_id":"stripes","is_continuous":false,"filter":null,"steps":[""" + Email + "]}");
            await CreateAsync("/sequences", """{"name":"Zebra","custom_id":"zebra-stripes","is_continuous":false,"filter":null,"steps":[""" + Email + "]}");
            _ids["segment"] = await CreateAsync("/segments", """{"name":"Zebra"}""");
            _ids["SEGMENT"] = _ids["segment"].ToUpperInvariant();
            using var member = await Owner.CallAsync("POST", $"/segments/{_ids["segment"]}/contacts", $$"""{"contacts":[{"id":"{{_ids["contact"]}}"}]}""");
            await member.JsonAsync(200);
            _ids["SEQUENCE"] = _ids["sequence"].ToUpperInvariant();
            _ids["CONTACT"] = _ids["contact"].ToUpperInvariant();
            await AddWorkflowsAsync();
            await AddRecordsAsync();
            await AddEventsAsync();
            await AddFlowsAsync();
            await AddLeadsAsync();
        }

        public async ValueTask DisposeAsync()
        {
            Owner?.Dispose();
            Intruder?.Dispose();
            Third?.Dispose();
            Importer?.Dispose();
            await _app.DisposeAsync();
        }

        public string Fill(string text) => _ids.Aggregate(new StringBuilder(text), (filled, id) => filled.Replace("{" + id.Key + "}", id.Value)).ToString();

        public async Task<Dictionary<string, ETag>> OwnRowsAsync()
        {
            var rows = await StoredRows.ReadAsync(_app.Services.GetRequiredService<Azure.Data.Tables.TableServiceClient>());
            return rows.Where(row => row.Key.Contains("/owner/", StringComparison.Ordinal) || row.Key.Contains("/owner|", StringComparison.Ordinal)).ToDictionary();
        }

        private async Task<string> CreateAsync(string path, string body)
        {
            using var response = await Owner.CallAsync("POST", path, body);
            return (await response.JsonAsync(201)).GetProperty("id").GetString()!;
        }
    }
}
