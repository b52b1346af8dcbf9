using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Organizations;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Platform.Tables;
using Cadenza.Functions.Workflows.Actions;
using Cadenza.Functions.Workflows.Actions.Flows;

namespace Cadenza.Functions.Tests.Flows.Http;

/// <summary>E3 to E5: which flows users get, and how far they are.</summary>
public abstract class FlowStateTests(AppFixture app)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>E4: targeting is evaluated on the server; a public key learns the reason, a secret one which part it was.</summary>
    [Fact]
    public async Task States_WhenTargeted_TellEligibleFromIneligible()
    {
        using var api = await FlowApi.OpenAsync(app);
        var (forAll, _) = await api.ActiveAsync("title: Hi\nsteps:\n  - id: one\n");
        var (forPros, _) = await api.ActiveAsync(targeting: "user.property('plan') == 'pro' && group.property('tier') isIn ['gold'] && user.event('login').count >= 2");
        var (forGuests, _) = await api.ActiveAsync(targeting: "user.isGuest() || user.currentUrl() contains '/guest'");
        await api.CreateAsync();

        var nobody = await api.StatesAsync("guest_7");
        Assert.Equal([forAll, forGuests], nobody["eligibleFlows"]!.AsArray().Select(flow => flow!["flowSlug"]!.GetValue<string>()));
        Assert.Equal("""{"title":"Hi","steps":[{"id":"one"}]}""", FlowApi.Eligible(nobody, forAll)["data"]!.ToJsonString());
        var reason = FlowApi.Ineligible(nobody, forPros);
        Assert.Equal("targeting_not_met", reason["reason"]!.GetValue<string>());
        Assert.Null(reason["expression"]);
        using var secret = await api.Secret.CallAsync("GET", "/v1/public/flowStates?userId=guest_7");
        var told = JsonNode.Parse((await secret.JsonAsync(200)).GetRawText())!;
        Assert.Equal("user.property('plan') == 'pro'", FlowApi.Ineligible(told, forPros)["expression"]!.GetValue<string>());

        await api.OkAsync("POST", "/v1/public/users", """{"userId":"ada","properties":{"plan":"pro","seats":3},"events":[{"event":"login"},{"event":"login"}]}""");
        await api.OkAsync("POST", "/v1/public/groups", """{"groupId":"acme","userId":"ada","properties":{"tier":"gold"}}""");
        FlowApi.Ineligible(await api.StatesAsync("ada"), forPros);
        FlowApi.Eligible(await api.StatesAsync("ada", "&groupId=acme"), forPros);
        FlowApi.Ineligible(await api.StatesAsync("ada"), forGuests);
        FlowApi.Eligible(await api.StatesAsync("ada", "&url=https%3A%2F%2Fx.example%2Fguest"), forGuests);

        await api.OkAsync("POST", "/v1/public/users", """{"userId":"ada","properties":{"plan":null}}""");
        FlowApi.Ineligible(await api.StatesAsync("ada", "&groupId=acme"), forPros);
        var user = await api.OkAsync("GET", "/v1/users?userId=ada");
        Assert.Equal("""{"seats":3}""", user["properties"]!.ToJsonString());
        Assert.Equal(2, user["events"]!["login"]!["count"]!.GetValue<int>());
        Assert.Equal(["acme"], user["groups"]!.AsArray().Select(group => group!.GetValue<string>()));
        await api.OkAsync("DELETE", "/v1/users?userId=ada", status: 204);
        await api.OkAsync("GET", "/v1/users?userId=ada", status: 404);
        await api.OkAsync("DELETE", "/v1/users?userId=ada", status: 404);
    }

    [Fact]
    public async Task Reports_FromBeginningToEnd_AreSeen()
    {
        using var api = await FlowApi.OpenAsync(app);
        var (slug, _) = await api.ActiveAsync("steps:\n  - id: one\n  - id: two\n");
        var state = FlowApi.Eligible(await api.ReportAsync("ada", slug, "STARTED_STEP", "one"), slug)["$state"]!;
        Assert.Equal(("STARTED_FLOW", "one", 0, true), (state["status"]!.GetValue<string>(), state["currentStepId"]!.GetValue<string>(), state["currentStepIndex"]!.GetValue<int>(), state["visible"]!.GetValue<bool>()));
        await api.ReportAsync("ada", slug, "COMPLETED_STEP", "one");
        await api.ReportAsync("ada", slug, "STARTED_STEP", "one");
        state = await api.StateAsync("ada", slug);
        Assert.Equal(["COMPLETED_STEP", "NOT_STARTED_STEP"], state["steps"]!.AsArray().Select(step => step!["status"]!.GetValue<string>()));
        Assert.Equal("two", state["currentStepId"]!.GetValue<string>());
        await api.ReportAsync("ada", slug, "COMPLETED_STEP", "two");
        await api.ReportAsync("ada", slug, "STARTED_FLOW");
        state = await api.StateAsync("ada", slug);
        Assert.Equal(("COMPLETED_FLOW", true, false), (state["status"]!.GetValue<string>(), state["completed"]!.GetValue<bool>(), state["visible"]!.GetValue<bool>()));
        Assert.Equal("NOT_STARTED_FLOW", (await api.StateAsync("bob", slug))["status"]!.GetValue<string>());

        await api.ReportAsync("ada", slug, "NOT_STARTED_FLOW");
        Assert.Equal("NOT_STARTED_FLOW", (await api.StateAsync("ada", slug))["status"]!.GetValue<string>());
        await api.ReportAsync("ada", slug, "SKIPPED_FLOW");
        var one = await api.OkAsync("GET", $"/v1/userFlowStates/{slug}/ada");
        Assert.Equal("SKIPPED_FLOW", one["state"]!["status"]!.GetValue<string>());
        await api.OkAsync("DELETE", $"/v1/userFlowStates/{slug}/ada", status: 204);
        await api.OkAsync("DELETE", $"/v1/userFlowStates/{slug}/ada", status: 204);
        Assert.Equal("NOT_STARTED_FLOW", (await api.OkAsync("GET", $"/v1/userFlowStates/{slug}/ada"))["state"]!["status"]!.GetValue<string>());
    }

    /// <summary>E4: what a user entered, what a user finished, and what the steps themselves ask for.</summary>
    [Fact]
    public async Task Targeting_WhenItLooksAtFlows_SeesProgressAndData()
    {
        using var api = await FlowApi.OpenAsync(app);
        var (first, _) = await api.ActiveAsync("""
            steps:
              - id: survey
              - id: hidden
                visibilityCriteria: user.property('plan') == 'pro'
              - id: auto
                completionCriteria: user.event('upgraded').count > 0
              - id: locked
                startCriteria: user.event('upgraded').count > 0
            """);
        var (second, _) = await api.ActiveAsync(targeting: $"user.flowStepData('{first}', 'survey', 'rating') >= 9 && user.flowStep('{first}', 'survey') == 'COMPLETED_STEP'");
        var (third, _) = await api.ActiveAsync(targeting: $"user.flow('{first}') == 'COMPLETED_FLOW'");
        await api.ReportAsync("ada", first, "COMPLETED_STEP", "survey", ""","data":{"rating":10}""");
        var states = await api.StatesAsync("ada");
        FlowApi.Eligible(states, second);
        FlowApi.Ineligible(states, third);
        var steps = FlowApi.Eligible(states, first)["$state"]!["steps"]!.AsArray();
        Assert.Equal([true, false, true, true], steps.Select(step => step!["visible"]!.GetValue<bool>()));
        Assert.Equal([false, false, false, true], steps.Select(step => step!["blocked"]!.GetValue<bool>()));

        await api.OkAsync("POST", "/v1/public/users", """{"userId":"ada","events":[{"event":"upgraded"}]}""");
        Assert.True((await api.StateAsync("ada", first))["steps"]![2]!["completed"]!.GetValue<bool>());
        FlowApi.Eligible(await api.ReportAsync("ada", first, "COMPLETED_STEP", "locked"), third);
    }

    [Theory]
    [InlineData("""{"flowSlug":"{slug}","actionType":"STARTED_FLOW"}""", 400, "/userId")]
    [InlineData("""{"userId":"ada","flowSlug":"{slug}"}""", 400, "/actionType")]
    [InlineData("""{"userId":"ada","flowSlug":"{slug}","actionType":"DONE"}""", 400, "/actionType")]
    [InlineData("""{"userId":"ada","flowSlug":"{slug}","actionType":"STARTED_STEP"}""", 400, "/stepId")]
    [InlineData("""{"userId":"ada","flowSlug":"{slug}","actionType":"STARTED_STEP","stepId":"nowhere"}""", 400, "/stepId")]
    [InlineData("""{"userId":"ada","flowSlug":"{slug}","actionType":"STARTED_FLOW","data":[]}""", 400, "/data")]
    [InlineData("""{"userId":"ada","flowSlug":"flow_unknown","actionType":"STARTED_FLOW"}""", 404, null)]
    [InlineData("""{"userId":"ada","flowSlug":"{draft}","actionType":"STARTED_FLOW"}""", 404, null)]
    public async Task Report_WhenItIsWrong_IsRefused(string body, int status, string? place)
    {
        using var api = await FlowApi.OpenAsync(app);
        var (slug, _) = await api.ActiveAsync();
        var draft = (await api.CreateAsync())["slug"]!.GetValue<string>();
        using var response = await api.SendAsync(
            "POST", "/v1/public/flowStates", body.Replace("{slug}", slug, StringComparison.Ordinal).Replace("{draft}", draft, StringComparison.Ordinal));
        var problem = await response.IsProblemAsync(status, status == 400 ? "invalid_body" : "not_found");
        if (place is not null) Assert.Equal([place], problem.Pointers());
        Assert.Equal("NOT_STARTED_FLOW", (await api.StateAsync("ada", slug))["status"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("""{"properties":{}}""", "/userId")]
    [InlineData("""{"userId":"u","properties":{"a":{"b":1}}}""", "/properties/a")]
    [InlineData("""{"userId":"u","properties":{"a":[[1]]}}""", "/properties/a")]
    [InlineData("""{"userId":"u","properties":{"":1}}""", "/properties")]
    [InlineData("""{"userId":"u","events":[{}]}""", "/events/0/event")]
    [InlineData("""{"userId":"a/b"}""", "/userId")]
    [InlineData("""{"userId":"a%2Fb"}""", "/userId")]
    [InlineData("""{"userId":".."}""", "/userId")]
    public async Task User_WhenItIsWrong_IsRefused(string body, string place)
    {
        using var api = await FlowApi.OpenAsync(app);
        using var response = await api.SendAsync("POST", "/v1/public/users", body);
        Assert.Equal([place], (await response.IsProblemAsync(400, "invalid_body")).Pointers());
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task State_WhenThePathCannotSayTheUser_IsRefusedAndNobodyElses(string method)
    {
        using var api = await FlowApi.OpenAsync(app);
        var (slug, _) = await api.ActiveAsync();
        using var response = await api.SendAsync(method, $"/v1/userFlowStates/{slug}/a%2Fb", null);
        await response.IsProblemAsync(400, "invalid_parameter");
    }

    [Fact]
    public async Task User_WhenItWouldGrowWithoutEnd_IsRefused()
    {
        using var api = await FlowApi.OpenAsync(app);
        var some = string.Join(',', Enumerable.Range(0, 100).Select(number => $"\"p{number}\":1"));
        var more = string.Join(',', Enumerable.Range(100, 100).Select(number => $"\"p{number}\":1"));
        await api.OkAsync("POST", "/v1/public/users", "{\"userId\":\"u\",\"properties\":{" + some + "}}");
        await api.OkAsync("POST", "/v1/public/users", "{\"userId\":\"u\",\"properties\":{" + more + "}}");
        using var full = await api.SendAsync("POST", "/v1/public/users", """{"userId":"u","properties":{"one-more":1}}""");
        await full.IsProblemAsync(409, "profile_full");
    }

    /// <summary>G5: a repeated request counts its events once.</summary>
    [Fact]
    public async Task User_WhenARequestIsRepeated_CountsItsEventsOnce()
    {
        using var api = await FlowApi.OpenAsync(app);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            using var response = await api.SendAsync("POST", "/v1/public/users", """{"userId":"u","events":[{"event":"login"}]}""", ("Idempotency-Key", "one"));
            await response.JsonAsync(200);
        }

        Assert.Equal(1, (await api.OkAsync("GET", "/v1/users?userId=u"))["events"]!["login"]!["count"]!.GetValue<int>());
    }

    /// <summary>E3: what an activation does to those who are in the middle, done, or not begun.</summary>
    [Theory]
    [InlineData("EXIT_EXISTING_USERS", null, "COMPLETED_FLOW")]
    [InlineData("RESTART_EXISTING_USERS", "NOT_STARTED_FLOW", "COMPLETED_FLOW")]
    [InlineData("RESTART_ALL_USERS", "NOT_STARTED_FLOW", "NOT_STARTED_FLOW")]
    public async Task Activate_TreatsExistingUsersAsAsked(string behavior, string? begun, string done)
    {
        using var api = await FlowApi.OpenAsync(app);
        var (slug, id) = await api.ActiveAsync();
        await api.ReportAsync("begun", slug, "STARTED_FLOW");
        await api.ReportAsync("done", slug, "COMPLETED_FLOW");
        var next = (await api.OkAsync("POST", $"/v1/flows/{id}/versions", status: 201))["id"]!.GetValue<long>();
        await api.OkAsync("PUT", $"/v1/flows/{next}", """{"data":"steps:\n  - id: new\n"}""");
        var rows = await RowsAsync(api);
        await api.ActivateAsync(next, behavior);
        Assert.Equal(rows, await RowsAsync(api));

        var states = await api.StatesAsync("begun");
        if (begun is null) Assert.Equal("exited", FlowApi.Ineligible(states, slug)["reason"]!.GetValue<string>());
        else Assert.Equal(begun, FlowApi.Eligible(states, slug)["$state"]!["status"]!.GetValue<string>());
        Assert.Equal(done, (await api.StateAsync("done", slug))["status"]!.GetValue<string>());
        var fresh = await api.StateAsync("fresh", slug);
        Assert.Equal(("NOT_STARTED_FLOW", "new"), (fresh["status"]!.GetValue<string>(), fresh["currentStepId"]!.GetValue<string>()));
        // Who begins again ends again.
        if (begun is null) return;
        await api.ReportAsync("begun", slug, "COMPLETED_STEP", "new");
        Assert.Equal("COMPLETED_FLOW", (await api.StateAsync("begun", slug))["status"]!.GetValue<string>());
    }

    /// <summary>32 reports for one user at once, in any order: no update is lost, nothing completed is undone.</summary>
    [Fact]
    public async Task Reports_When32ComeAtOnce_EndInALegalState()
    {
        using var api = await FlowApi.OpenAsync(app);
        var names = Enumerable.Range(0, 10).Select(number => $"s{number}").ToArray();
        var (slug, _) = await api.ActiveAsync("steps: [" + string.Join(',', names.Select(name => $"{{id: {name}}}")) + "]");
        var reports = names.SelectMany(name => new[] { ("STARTED_STEP", name), ("COMPLETED_STEP", name), ("SKIPPED_STEP", name) })
            .Append(("STARTED_FLOW", "")).Append(("SKIPPED_FLOW", "")).ToArray();
        Assert.Equal(32, reports.Length);
        Random.Shared.Shuffle(reports);
        await Task.WhenAll(reports.Select(report => api.ReportAsync("ada", slug, report.Item1, report.Item2.Length == 0 ? null : report.Item2)));
        var state = await api.StateAsync("ada", slug);
        Assert.Equal("COMPLETED_FLOW", state["status"]!.GetValue<string>());
        Assert.All(state["steps"]!.AsArray(), step => Assert.Equal("COMPLETED_STEP", step!["status"]!.GetValue<string>()));

        var completed = await EventsAsync(api, "flow-completed", 1);
        Assert.Equal("ada", Assert.Single(completed).GetProperty("subject").GetString());
        Assert.Equal(10, (await EventsAsync(api, "flow-step-completed", 10)).Count);
    }

    /// <summary>F1: what users do is told to workflows, each happening once, whatever is repeated.</summary>
    [Fact]
    public async Task Reports_AreTold_EachHappeningOnce()
    {
        using var api = await FlowApi.OpenAsync(app);
        var (slug, id) = await api.ActiveAsync("steps: [{id: one}]");
        for (var attempt = 0; attempt < 3; attempt++) await api.ReportAsync("ada", slug, "COMPLETED_STEP", "one", ""","groupId":"acme","data":{"rating":10}""");
        await api.ReportAsync("ada", slug, "NOT_STARTED_FLOW");
        await api.ReportAsync("ada", slug, "COMPLETED_FLOW");
        var completed = await EventsAsync(api, "flow-completed", 2);
        Assert.All(completed, one => Assert.Equal($"/v1/flows/{slug}", one.GetProperty("source").GetString()));
        var step = Assert.Single(await EventsAsync(api, "flow-step-completed", 1)).GetProperty("data");
        Assert.Equal("flows", step.GetProperty("module").GetString());
        var entity = step.GetProperty("entity");
        Assert.Equal(("ada", "acme", slug, "one", id), (entity.GetProperty("user_id").GetString(), entity.GetProperty("group_id").GetString(), entity.GetProperty("flow_slug").GetString(), entity.GetProperty("step_id").GetString(), entity.GetProperty("flow_id").GetInt64()));
        Assert.Equal(10, entity.GetProperty("data").GetProperty("rating").GetInt32());
        Assert.Single(await EventsAsync(api, "flow-reset", 1));
        Assert.Equal(2, (await EventsAsync(api, "flow-started", 2)).Count);
    }

    /// <summary>A workflow sets a property of a user, once in effect however often the step is tried, and targeting sees it.</summary>
    [Fact]
    public async Task SetUserProperty_WhenCarriedOutTwice_HasItsEffectOnce()
    {
        using var api = await FlowApi.OpenAsync(app);
        var (slug, _) = await api.ActiveAsync(targeting: "user.property('onboarded') == true");
        var action = app.Services.GetServices<IStepAction>().OfType<SetUserProperty>().Single();
        Assert.Equal(["set_user_property"], action.Types);
        var call = Call(api, "effect-1", """{"properties":{"onboarded":true,"plan":"pro"}}""");
        var first = Assert.IsType<StepResult.Done>(await action.PerformAsync(call, Cancellation));
        FlowApi.Eligible(await api.StatesAsync("ada"), slug);
        await api.OkAsync("POST", "/v1/public/users", """{"userId":"ada","properties":{"plan":"free"}}""");
        var second = Assert.IsType<StepResult.Done>(await action.PerformAsync(call, Cancellation));
        Assert.Equal(first.Output, second.Output);
        Assert.Equal("free", (await api.OkAsync("GET", "/v1/users?userId=ada"))["properties"]!["plan"]!.GetValue<string>());

        Assert.IsType<StepResult.Done>(await action.PerformAsync(Call(api, "e1", """{"userId":"bob","property":"plan","value":"pro"}"""), Cancellation));
        Assert.Equal("pro", (await api.OkAsync("GET", "/v1/users?userId=bob"))["properties"]!["plan"]!.GetValue<string>());
        Assert.Equal("properties_missing", Assert.IsType<StepResult.Failed>(await action.PerformAsync(Call(api, "e2", "{}"), Cancellation)).Code);
        Assert.Equal("property_invalid", Assert.IsType<StepResult.Failed>(await action.PerformAsync(Call(api, "e3", """{"properties":{"a":{}}}"""), Cancellation)).Code);
    }

    /// <summary>E5: explain says what every part comes to for a user.</summary>
    [Fact]
    public async Task Explain_SaysWhatEveryPartComesTo()
    {
        using var api = await FlowApi.OpenAsync(app);
        await api.OkAsync("POST", "/v1/public/users", """{"userId":"ada","properties":{"plan":"pro","seats":3}}""");
        var told = await api.OkAsync("POST", "/v1/flows/targeting/explain", """{"targetingLogic":"user.property('plan')=='pro' && user.property('seats')>5","userId":"ada"}""");
        Assert.False(told["eligible"]!.GetValue<bool>());
        Assert.Equal("user.property('plan') == 'pro' && user.property('seats') > 5", told["targetingLogic"]!.GetValue<string>());
        Assert.Equal("user.property('seats') > 5", told["firstFailure"]!.GetValue<string>());
        var parts = told["parts"]!.AsArray().Select(part => (part!["depth"]!.GetValue<int>(), part["expression"]!.GetValue<string>(), part["value"]!.ToJsonString()));
        Assert.Equal(
            [
                (0, "user.property('plan') == 'pro' && user.property('seats') > 5", "false"),
                (1, "user.property('plan') == 'pro'", "true"),
                (2, "user.property('plan')", "\"pro\""),
                (1, "user.property('seats') > 5", "false"),
                (2, "user.property('seats')", "3"),
            ],
            parts);
        using var wrong = await api.SendAsync("POST", "/v1/flows/targeting/explain", """{"targetingLogic":"user.property("}""");
        Assert.Equal(["/targetingLogic"], (await wrong.IsProblemAsync(400, "invalid_body")).Pointers());
    }

    private static StepCall Call(FlowApi api, string effect, string input) => new(
        OrganizationId.Parse(api.Organization),
        new RunRef(default, 1, default),
        "step",
        "set_user_property",
        effect,
        1,
        Value.Parse(input),
        null,
        Value.Parse("""{"user_id":"ada"}"""),
        false,
        DateTimeOffset.UnixEpoch);

    // Every row of the users of an organization, with its version.
    private async Task<List<string>> RowsAsync(FlowApi api)
    {
        var rows = new List<string>();
        await foreach (var row in app.Services.GetRequiredService<StorageTables>().FlowUsers.QueryAsync<TableEntity>(cancellationToken: Cancellation))
        {
            if (row.PartitionKey.StartsWith(api.Organization, StringComparison.Ordinal)) rows.Add($"{row.PartitionKey} {row.RowKey} {row.ETag}");
        }

        return rows;
    }

    // What the inbox of events holds of an organization, once it holds as many as expected.
    private async Task<List<JsonElement>> EventsAsync(FlowApi api, string type, int expected)
    {
        var found = new List<JsonElement>();
        await Eventually.True(async () =>
        {
            found.Clear();
            await foreach (var row in app.Services.GetRequiredService<StorageTables>().Events.QueryAsync<TableEntity>(cancellationToken: Cancellation))
            {
                if (!row.PartitionKey.StartsWith(api.Organization, StringComparison.Ordinal) || row.GetString("Event") is not { } text) continue;
                var one = JsonDocument.Parse(text).RootElement;
                if (one.GetProperty("type").GetString() == type) found.Add(one);
            }

            return found.Count >= expected;
        }, $"{expected} events {type}");
        return found;
    }
}

/// <summary>On embedded storage.</summary>
public sealed class FlowStateOnEmbeddedTests(AppFixture app) : FlowStateTests(app), IClassFixture<AppFixture>;

/// <summary>On Azurite.</summary>
public sealed class FlowStateOnAzuriteTests(TwoProcessAppFixture app) : FlowStateTests(app), IClassFixture<TwoProcessAppFixture>;
