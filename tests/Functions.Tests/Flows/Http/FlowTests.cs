using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Cadenza.Functions.Tests.Platform.Http.OpenApi;

namespace Cadenza.Functions.Tests.Flows.Http;

/// <summary>E1 to E3, E5, E6: flows and their versions.</summary>
public abstract class FlowTests(AppFixture app)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>E1, E2: the documented request with only the host changed, the header written as document 003 writes it.</summary>
    [Fact]
    public async Task Put_WhenSentAsDocumented_AnswersEveryDocumentedMember()
    {
        using var api = await FlowApi.OpenAsync(app);
        var draft = await api.CreateAsync();
        using var client = DocumentedAnswers.Client(app.Address);
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/v1/flows/{draft["id"]}");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer: " + api.Secret.DefaultRequestHeaders.Authorization!.Parameter);
        request.Content = new StringContent("""
            {"active":false,"data":"{\"title\":\"Hi\",\"steps\":[{\"id\":\"one\",\"body\":\"First\\nSecond\"}]}","description":"For newcomers",
             "name":"Tour","targetingLogic":"user.property('plan') == 'pro'","type":"TOUR"}
            """, Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request, Cancellation);
        var flow = JsonNode.Parse((await response.JsonAsync(200)).GetRawText())!;

        Assert.Equal("Tour", flow["name"]!.GetValue<string>());
        Assert.Equal("TOUR", flow["type"]!.GetValue<string>());
        Assert.Equal("DRAFT", flow["status"]!.GetValue<string>());
        Assert.Equal("user.property('plan') == 'pro'", flow["targetingLogic"]!.GetValue<string>());
        Assert.Equal("""{"title":"Hi","steps":[{"id":"one","body":"First\nSecond"}]}""", flow["data"]!.GetValue<string>());
        Assert.Equal("For newcomers", flow["description"]!.GetValue<string>());
        Assert.False(flow["active"]!.GetValue<bool>());
        Assert.Equal(draft["id"]!.GetValue<long>(), flow["id"]!.GetValue<long>());
        Assert.Equal(draft["slug"]!.GetValue<string>(), flow["slug"]!.GetValue<string>());
        Assert.Equal(1, flow["version"]!.GetValue<int>());
        Assert.Equal(draft["codeSnippet"]!.GetValue<string>(), flow["codeSnippet"]!.GetValue<string>());
        Assert.Contains("Checklist", flow["codeSnippet"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", flow["createdAt"]!.GetValue<string>());
        Assert.True(string.CompareOrdinal(flow["modifiedAt"]!.GetValue<string>(), draft["modifiedAt"]!.GetValue<string>()) >= 0);
    }

    [Fact]
    public async Task Put_WithAPublicKey_IsForbidden()
    {
        using var api = await FlowApi.OpenAsync(app);
        var id = (await api.CreateAsync())["id"];
        using var response = await api.Public.CallAsync("PUT", $"/v1/flows/{id}", """{"name":"Mine"}""");
        await response.IsProblemAsync(403, "forbidden");
        using var list = await api.Public.CallAsync("GET", "/v1/flows");
        await list.IsProblemAsync(403, "forbidden");
    }

    /// <summary>G3: omitted stays, null clears what can be cleared.</summary>
    [Fact]
    public async Task Put_WhenMembersAreOmittedOrNull_KeepsAndClears()
    {
        using var api = await FlowApi.OpenAsync(app);
        var before = await api.CreateAsync(targeting: "user.isGuest()", more: ""","description":"Text","type":"TOUR","completionBehavior":"ON_LAST_STEP_COMPLETED","triggerType":"MANUAL" """);
        var path = $"/v1/flows/{before["id"]}";
        var same = await api.OkAsync("PUT", path, "{}");
        Assert.True(JsonNode.DeepEquals(before, same));
        var cleared = await api.OkAsync("PUT", path, """{"description":null,"targetingLogic":null}""");
        Assert.Null(cleared["description"]);
        Assert.Equal("", cleared["targetingLogic"]!.GetValue<string>());
        Assert.Equal("ON_LAST_STEP_COMPLETED", cleared["completionBehavior"]!.GetValue<string>());
        Assert.Equal("MANUAL", cleared["triggerType"]!.GetValue<string>());
        using var refused = await api.SendAsync("PUT", path, """{"name":null,"data":null,"type":null,"active":null}""");
        Assert.Equal(["/active", "/data", "/name", "/type"], (await refused.IsProblemAsync(400, "invalid_body")).Pointers().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Put_WhenTheVersionIsNotTheOneAskedFor_IsRefused()
    {
        using var api = await FlowApi.OpenAsync(app);
        var id = (await api.CreateAsync())["id"]!.GetValue<long>();
        using var read = await api.SendAsync("GET", $"/v1/flows/{id}");
        var tag = read.Headers.ETag!.ToString();
        await api.ActivateAsync(id);
        using var stale = await api.SendAsync("PUT", $"/v1/flows/{id}", """{"name":"Late"}""", ("If-Match", tag));
        await stale.IsProblemAsync(412, "precondition_failed");
        using var again = await api.SendAsync("GET", $"/v1/flows/{id}");
        using var fresh = await api.SendAsync("PUT", $"/v1/flows/{id}", """{"name":"In time"}""", ("If-Match", again.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.OK, fresh.StatusCode);
        Assert.NotEqual(again.Headers.ETag, fresh.Headers.ETag);
    }

    /// <summary>E5, E6: what is wrong is refused with its place, all of it at once, and nothing is stored.</summary>
    [Theory]
    [InlineData("""{"targetingLogic":"user.property('plan') = 'pro'"}""", "/targetingLogic", "line 1, column 23: expected '=='")]
    [InlineData("""{"targetingLogic":"user.flow('x') == 'DONE'"}""", "/targetingLogic", "column 19")]
    [InlineData("""{"data":"a: 1\nb: ]"}""", "/data", "line 2")]
    [InlineData("""{"data":"a: &x [*x]"}""", "/data", "column 8")]
    [InlineData("""{"data":"{\"a\":1,\n\"a\":2}"}""", "/data", "line 2, column 1: the name 'a' occurs twice")]
    [InlineData("""{"data":"a: !!js/function x"}""", "/data", "tags are not taken")]
    [InlineData("""{"data":"steps: 5"}""", "/data", "'steps' that are no list")]
    [InlineData("""{"data":"steps:\n - id: a\n - id: a"}""", "/data", "twice, at steps[1]")]
    [InlineData("""{"data":"steps:\n - id: a\n   visibilityCriteria: user.x()"}""", "/data", "steps[0].visibilityCriteria")]
    [InlineData("""{"data":{"steps":[]}}""", "/data", "must be a string")]
    [InlineData("""{"type":"POPUP"}""", "/type", "ANNOUNCEMENT")]
    [InlineData("""{"active":"yes"}""", "/active", "true or false")]
    public async Task Put_WhenSomethingIsWrong_SaysWhere(string body, string place, string message)
    {
        using var api = await FlowApi.OpenAsync(app);
        var before = await api.CreateAsync();
        var path = $"/v1/flows/{before["id"]}";
        using var response = await api.SendAsync("PUT", path, body[..^1] + ""","name":"changed"}""");
        var problem = await response.IsProblemAsync(400, "invalid_body");
        Assert.Contains(message, problem.GetProperty("errors").GetProperty(place)[0].GetString(), StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(before, await api.OkAsync("GET", path)));
    }

    /// <summary>E6: what is too large or no text at all goes no further than the reading of the body.</summary>
    [Fact]
    public async Task Put_WhenTheBodyIsHostile_IsRefused()
    {
        using var api = await FlowApi.OpenAsync(app);
        var path = $"/v1/flows/{(await api.CreateAsync())["id"]}";
        using var huge = await api.SendAsync("PUT", path, $$"""{"data":"{{new string('x', 10 * 1024 * 1024)}}"}""");
        await huge.IsProblemAsync(413, "body_too_large");
        using var large = await api.SendAsync("PUT", path, $$"""{"data":"a: {{new string('x', 300_000)}}"}""");
        Assert.Contains("column 262145", (await large.IsProblemAsync(400, "invalid_body")).GetProperty("detail").GetString(), StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Put, path)
        {
            Content = new ByteArrayContent([.. "{\n \"data\":\""u8, 0xff, 0xfe, .. "\"}"u8]) { Headers = { ContentType = MediaTypeHeaderValue.Parse("application/json") } },
        };
        using var broken = await api.Secret.SendAsync(request, Cancellation);
        Assert.Contains("line 2, byte 10", (await broken.IsProblemAsync(400, "malformed_body")).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    /// <summary>E2, E3: each version has its own numeric id, all share the slug, and one is live at a time.</summary>
    [Fact]
    public async Task Versions_FromDraftToArchive_KeepSlugAndIds()
    {
        using var api = await FlowApi.OpenAsync(app);
        var first = await api.CreateAsync();
        var (slug, id) = (first["slug"]!.GetValue<string>(), first["id"]!.GetValue<long>());
        Assert.Matches("^flow_[A-Za-z0-9_-]{8}$", slug);
        Assert.Equal("DRAFT", first["status"]!.GetValue<string>());
        Assert.True(first["active"]!.GetValue<bool>());
        Assert.Equal("ACTIVE", (await api.ActivateAsync(id))["status"]!.GetValue<string>());

        var second = await api.OkAsync("POST", $"/v1/flows/{id}/versions", status: 201);
        var next = second["id"]!.GetValue<long>();
        Assert.True(next > id);
        Assert.Equal((slug, 2, "DRAFT"), (second["slug"]!.GetValue<string>(), second["version"]!.GetValue<int>(), second["status"]!.GetValue<string>()));
        Assert.Equal(first["codeSnippet"]!.GetValue<string>(), second["codeSnippet"]!.GetValue<string>());
        using var third = await api.SendAsync("POST", $"/v1/flows/{id}/versions");
        await third.IsProblemAsync(409, "draft_exists");

        await api.OkAsync("PUT", $"/v1/flows/{next}", """{"name":"Second"}""");
        Assert.Equal("Welcome", (await api.OkAsync("GET", $"/v1/flows/{slug}"))["name"]!.GetValue<string>());
        Assert.Equal("Second", (await api.OkAsync("GET", $"/v1/flows/{slug}?version=2"))["name"]!.GetValue<string>());
        Assert.Equal("Second", (await api.OkAsync("GET", $"/v1/flows/{next}"))["name"]!.GetValue<string>());
        await api.OkAsync("GET", $"/v1/flows/{slug}?version=3", status: 404);
        Assert.Contains("numeric id", (await api.OkAsync("PUT", $"/v1/flows/{slug}", "{}", status: 404))["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        await api.OkAsync("GET", $"/v1/flows/{slug}?version=x", status: 400);

        await api.ActivateAsync(next, "RESTART_ALL_USERS");
        var versions = (await api.OkAsync("GET", $"/v1/flows/{slug}/versions"))["data"]!.AsArray();
        Assert.Equal([(2, "ACTIVE"), (1, "ARCHIVED")], versions.Select(version => (version!["version"]!.GetValue<int>(), version["status"]!.GetValue<string>())));
        await api.OkAsync("PUT", $"/v1/flows/{next}/activate", """{"archiveBehavior":"NONE"}""", 400);

        using var live = await api.SendAsync("DELETE", $"/v1/flows/{next}");
        await live.IsProblemAsync(409, "flow_active");
        await api.OkAsync("DELETE", $"/v1/flows/{id}", status: 204);
        await api.OkAsync("GET", $"/v1/flows/{id}", status: 404);
        await api.OkAsync("DELETE", $"/v1/flows/{id}", status: 404);
        Assert.Single((await api.OkAsync("GET", $"/v1/flows/{slug}/versions"))["data"]!.AsArray());
    }

    /// <summary>E3: <c>active</c> and <c>status</c> say different things.</summary>
    [Fact]
    public async Task ActiveAndStatus_AreIndependent()
    {
        using var api = await FlowApi.OpenAsync(app);
        var (slug, id) = await api.ActiveAsync();
        Assert.Equal("ACTIVE", (await api.OkAsync("PUT", $"/v1/flows/{id}", """{"active":false}"""))["status"]!.GetValue<string>());
        var states = await api.StatesAsync("ada");
        Assert.Empty(states["eligibleFlows"]!.AsArray());
        Assert.Empty(states["ineligibleFlows"]!.AsArray());
        await api.OkAsync("PUT", $"/v1/flows/{id}", """{"active":true}""");
        FlowApi.Eligible(await api.StatesAsync("ada"), slug);
    }

    [Fact]
    public async Task Slug_WhenGiven_IsUniqueInTheOrganization()
    {
        using var api = await FlowApi.OpenAsync(app);
        using var other = await FlowApi.OpenAsync(app);
        await api.CreateAsync(more: ""","slug":"onboarding" """);
        using var taken = await api.SendAsync("POST", "/v1/flows", """{"name":"x","data":"{}","slug":"onboarding"}""");
        await taken.IsProblemAsync(409, "slug_taken");
        await other.CreateAsync(more: ""","slug":"onboarding" """);
        using var numeric = await api.SendAsync("POST", "/v1/flows", """{"name":"x","data":"{}","slug":"123"}""");
        Assert.Equal(["/slug"], (await numeric.IsProblemAsync(400, "invalid_body")).Pointers());
        var gone = await api.OkAsync("GET", "/v1/flows/onboarding");
        await api.OkAsync("DELETE", $"/v1/flows/{gone["id"]}", status: 204);
        await api.CreateAsync(more: ""","slug":"onboarding" """);
    }

    /// <summary>Numeric ids count within an organization, and say nothing in another.</summary>
    [Fact]
    public async Task Ids_OfAnotherOrganization_AreNotThere()
    {
        using var api = await FlowApi.OpenAsync(app);
        using var other = await FlowApi.OpenAsync(app);
        await api.CreateAsync();
        await api.CreateAsync();
        var id = (await api.CreateAsync())["id"]!.GetValue<long>();
        Assert.Equal(3, id);
        foreach (var (method, path, body) in ((string, string, string?)[])[("GET", "", null), ("PUT", "", "{}"), ("DELETE", "", null), ("POST", "/versions", null), ("PUT", "/activate", "{}")])
        {
            using var response = await other.SendAsync(method, $"/v1/flows/{id}{path}", body);
            await response.IsProblemAsync(404, "not_found");
        }
    }

    [Fact]
    public async Task List_IsInTheOrderOfCreationAndPaged()
    {
        using var api = await FlowApi.OpenAsync(app);
        for (var number = 0; number < 5; number++) await api.CreateAsync(more: $$""","slug":"flow-{{number}}" """);
        var page = await api.OkAsync("GET", "/v1/flows?offset=1&limit=3");
        Assert.Equal(["flow-1", "flow-2", "flow-3"], page["data"]!.AsArray().Select(flow => flow!["slug"]!.GetValue<string>()));
        Assert.Equal((1, 3), (page["offset"]!.GetValue<int>(), page["limit"]!.GetValue<int>()));
        foreach (var bad in (string[])["limit=0", "limit=101", "offset=-1", "offset=x"]) await api.OkAsync("GET", "/v1/flows?" + bad, status: 400);
    }

    /// <summary>G5: a repeat of a creation answers the same flow.</summary>
    [Fact]
    public async Task Post_WithAnIdempotencyKey_MakesOneFlow()
    {
        using var api = await FlowApi.OpenAsync(app);
        var ids = new List<long>();
        for (var attempt = 0; attempt < 2; attempt++)
        {
            using var response = await api.SendAsync("POST", "/v1/flows", """{"name":"x","data":"{}"}""", ("Idempotency-Key", "once"));
            ids.Add((await response.JsonAsync(201)).GetProperty("id").GetInt64());
        }

        Assert.Equal(ids[0], ids[1]);
        Assert.Single((await api.OkAsync("GET", "/v1/flows"))["data"]!.AsArray());
    }

    /// <summary>Two who activate, draft and change at once never leave two live versions or two drafts.</summary>
    [Fact]
    public async Task Edits_WhenManyAreMadeAtOnce_LeaveOneLiveVersionAndOneDraft()
    {
        using var api = await FlowApi.OpenAsync(app);
        var (slug, id) = await api.ActiveAsync();
        var copies = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            using var response = await api.SendAsync("POST", $"/v1/flows/{id}/versions");
            return (int)response.StatusCode;
        }));
        Assert.Equal(1, copies.Count(status => status == 201));
        Assert.Equal(7, copies.Count(status => status == 409));
        var draft = (await api.OkAsync("GET", $"/v1/flows/{slug}?version=2"))["id"]!.GetValue<long>();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => number % 2 == 0 ? api.ActivateAsync(draft) : api.ActivateAsync(id)));
        var versions = (await api.OkAsync("GET", $"/v1/flows/{slug}/versions"))["data"]!.AsArray();
        Assert.Single(versions, version => version!["status"]!.GetValue<string>() == "ACTIVE");
    }

    [Fact]
    public async Task Changes_AreInTheAuditLog()
    {
        using var api = await FlowApi.OpenAsync(app);
        var (slug, id) = await api.ActiveAsync();
        await api.OkAsync("PUT", $"/v1/flows/{id}", """{"name":"New"}""");
        await api.OkAsync("PUT", $"/v1/flows/{id}", """{"name":"New"}""");
        var log = await api.OkAsync("GET", $"/audit?resource=flows/{slug}");
        Assert.Equal(["updated", "activated", "created"], log["data"]!.AsArray().Select(entry => entry!["action"]!.GetValue<string>()));
    }
}

/// <summary>On embedded storage.</summary>
public sealed class FlowOnEmbeddedTests(AppFixture app) : FlowTests(app), IClassFixture<AppFixture>;

/// <summary>On Azurite.</summary>
public sealed class FlowOnAzuriteTests(TwoProcessAppFixture app) : FlowTests(app), IClassFixture<TwoProcessAppFixture>;
