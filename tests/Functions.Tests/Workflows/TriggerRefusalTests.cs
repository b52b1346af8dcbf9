using System.Text;
using Cadenza.Domain.Execution;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Events;
using Cadenza.Functions.Workflows;

namespace Cadenza.Functions.Tests.Workflows;

/// <summary>A9, D2, F2: constraints and filters hold for every trigger, and whoever starts a workflow in vain is told why.</summary>
public abstract class TriggerRefusalTests(AppFixture app)
{
    private const string Tell = """[{"id":"tell","type":"emit_event","config":{"type":"told"}}]""";
    private const string Rule = """{">":[{"var":"trigger.score"},50]}""";
    private const string Filter = """{"logic":"AND","conditions":[{"field":"source","operator":"equals","value":"website"}]}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("manual_trigger")]
    [InlineData("ai_trigger")]
    public async Task Execute_WhenTheTriggerRefuses_SaysWhyAndStartsNothing_A9(string trigger)
    {
        var world = await WorkflowWorld.CreateAsync(app);
        var workflow = await world.ActivateAsync(trigger, Tell, Rule, Filter);
        Assert.Contains("constraints: the rule gave false", await RefusedAsync(world, workflow, """{"input":{"score":1,"source":"website"}}"""), StringComparison.Ordinal);
        Assert.Contains("filters: source equals", await RefusedAsync(world, workflow, """{"input":{"score":51,"source":"ads"}}"""), StringComparison.Ordinal);
        Assert.Empty(await world.RunsAsync(workflow, 0));

        using var passes = await world.Client.CallAsync("POST", $"/workflows/{workflow.Id}/execute", """{"input":{"score":51,"source":"website"}}""");
        var run = (await passes.JsonAsync(202)).GetProperty("run_id").GetString();
        Assert.Equal(run, Assert.Single(await world.RunsAsync(workflow, 1)).Id.ToString());
    }

    [Fact]
    public async Task Execute_WhenItIsATest_RunsWhateverTheTriggerSays_A9()
    {
        var world = await WorkflowWorld.CreateAsync(app);
        var workflow = await world.ActivateAsync("lead_created", Tell, Rule, Filter);
        using var started = await world.Client.CallAsync("POST", $"/workflows/{workflow.Id}/execute", """{"is_test_run":true}""");
        await started.JsonAsync(202);
        Assert.True(Assert.Single(await world.RunsAsync(workflow, 1)).IsTest);
    }

    [Fact]
    public async Task Execute_WhenTheRuleLooksAtTheContact_ReadsIt_A9()
    {
        var world = await WorkflowWorld.CreateAsync(app);
        var workflow = await world.ActivateAsync("manual_trigger", Tell, """{"==":[{"var":"contact.name"},"Ada"]}""");
        using var made = await world.Client.CallAsync("POST", "/contacts", """{"email":"ada@example.com","name":"Ada"}""");
        var contact = (await made.JsonAsync(201)).GetProperty("id").GetString();
        await RefusedAsync(world, workflow, "{}");
        using var passes = await world.Client.CallAsync("POST", $"/workflows/{workflow.Id}/execute", $$"""{"contact_id":"{{contact}}"}""");
        await passes.JsonAsync(202);
    }

    [Fact]
    public async Task Execute_WhenItIsRepeatedUnderOneKey_RefusesAgain_G5()
    {
        var world = await WorkflowWorld.CreateAsync(app);
        var workflow = await world.ActivateAsync("manual_trigger", Tell, Rule);
        for (var time = 0; time < 2; time++)
        {
            using var refused = await world.Client.CallAsync("POST", $"/workflows/{workflow.Id}/execute", "{}", ("Idempotency-Key", "again"));
            await refused.IsProblemAsync(422, "trigger_refused");
        }
    }

    [Theory]
    [InlineData("webhook", "application/json", """{"score":1,"source":"website"}""", "constraints: the rule gave false")]
    [InlineData("webhook", "application/json", """{"score":51,"source":"ads"}""", "filters: source equals")]
    [InlineData("form_trigger", "application/x-www-form-urlencoded", "score=1&source=website", "constraints: the rule gave false")]
    [InlineData("form_trigger", "application/x-www-form-urlencoded", "score=51&source=ads", "filters: source equals")]
    public async Task Hook_WhenTheTriggerRefuses_KeepsTheReasonAndStartsNothing_A9F2(string trigger, string type, string body, string reason)
    {
        var world = await WorkflowWorld.CreateAsync(app);
        var workflow = await world.ActivateAsync(trigger, Tell, Rule, Filter);
        for (var time = 0; time < 2; time++)
        {
            var answer = await PostAsync(workflow, type, body, "call-1");
            Assert.False(answer.GetProperty("started").GetBoolean());
            var outcome = Assert.Single((await world.DecidedAsync(answer.GetProperty("event_id").GetString()!)).GetProperty("outcomes").EnumerateArray());
            Assert.Equal((false, JsonValueKind.Null), (outcome.GetProperty("started").GetBoolean(), outcome.GetProperty("run_id").ValueKind));
            Assert.StartsWith(reason, outcome.GetProperty("reason").GetString(), StringComparison.Ordinal);
        }

        Assert.Empty(await world.RunsAsync(workflow, 0));
        Assert.True((await PostAsync(workflow, "application/json", """{"score":51,"source":"website"}""", "call-2")).GetProperty("started").GetBoolean());
        Assert.Single(await world.RunsAsync(workflow, 1));
    }

    private static async Task<string> RefusedAsync(WorkflowWorld world, Workflow workflow, string body)
    {
        using var refused = await world.Client.CallAsync("POST", $"/workflows/{workflow.Id}/execute", body);
        return (await refused.IsProblemAsync(422, "trigger_refused")).GetProperty("detail").GetString()!;
    }

    private async Task<JsonElement> PostAsync(Workflow workflow, string type, string body, string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/hooks/{workflow.Organization}/{workflow.Id}/{workflow.HookSecret}");
        request.Content = new StringContent(body, Encoding.UTF8, type);
        request.Headers.Add("webhook-id", id);
        using var response = await app.Stranger.SendAsync(request, Cancellation);
        return await response.JsonAsync(202);
    }
}

/// <summary>In process, on embedded storage.</summary>
public sealed class TriggerRefusalOnEmbeddedTests(AppFixture app) : TriggerRefusalTests(app), IClassFixture<AppFixture>
{
    [Fact]
    public async Task Schedule_WhenTheTriggerRefuses_KeepsTheReasonOfEachMinute_A9F2()
    {
        await using var clocked = new AppFixture { Clock = new ManualTimeProvider() };
        await clocked.InitializeAsync();
        var world = await WorkflowWorld.CreateAsync(clocked);
        var workflow = await world.ActivateAsync(
            "cron_trigger",
            """[{"id":"tell","type":"emit_event","config":{"type":"told"}}]""",
            """{"==":[{"substr":[{"var":"trigger.scheduled_at"},14,2]},"10"]}""",
            configuration: """{"cron":"*/5 * * * *","catch_up":"all"}""");
        clocked.Clock!.Leap(TimeSpan.FromMinutes(11));
        for (var sweep = 0; sweep < 4; sweep++) await clocked.Services.GetRequiredService<Schedules>().FireAsync(TestContext.Current.CancellationToken);

        var run = Assert.Single(await world.RunsAsync(workflow, 1));
        Assert.Equal(RunCause.Scheduled, run.Cause);
        var refused = await world.DecidedAsync(EventKey.Of($"/workflows/{workflow.Id}", "2026-01-01T00:05:00Z/1"));
        var outcome = Assert.Single(refused.GetProperty("outcomes").EnumerateArray());
        Assert.Equal("constraints: the rule gave false", outcome.GetProperty("reason").GetString());
        var fired = await world.DecidedAsync(run.Trigger.Event);
        Assert.True(Assert.Single(fired.GetProperty("outcomes").EnumerateArray()).GetProperty("started").GetBoolean());
    }
}

/// <summary>In two processes, on Azurite.</summary>
public sealed class TriggerRefusalOnAzuriteTests(TwoProcessAppFixture app) : TriggerRefusalTests(app.OrSkip()), IClassFixture<TwoProcessAppFixture>;
