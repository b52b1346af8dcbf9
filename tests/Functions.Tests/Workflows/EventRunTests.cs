using Azure.Storage.Queues;
using Cadenza.Domain.Execution;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Tests.Workflows;

/// <summary>F1, F2, A9, D2, D6: from an event over HTTP to the runs that it starts, and why it starts no others.</summary>
public abstract class EventRunTests(AppFixture app)
{
    private const string Emit = """[{"id":"tell","type":"emit_event","config":{"type":"lead_told","data":{"name":"{{trigger.full_name}}","score":"{{trigger.score}}"}}}]""";

    [Fact]
    public async Task Event_WhenAWorkflowListens_RunsItToItsEnd()
    {
        var world = await WorkflowWorld.CreateAsync(app);
        var workflow = await world.ActivateAsync("lead_created", Emit);
        var sent = await world.SendAsync("lead-created", """{"module":"leads","entity":{"id":"l1","fullName":"Ada","score":42}}""");
        var run = Assert.Single(await world.RunsAsync(workflow, 1));
        Assert.Equal((RunStatus.Completed, RunCause.Automatic, 1), (run.Status, run.Cause, run.Version));
        var step = Assert.Single(run.Journal);
        Assert.Equal("""{"type":"lead_told","data":{"name":"Ada","score":42}}""", step.Input.ToString());

        var key = sent.GetProperty("data")[0].GetProperty("id").GetString()!;
        var answer = await world.DecidedAsync(key);
        var outcome = Assert.Single(answer.GetProperty("outcomes").EnumerateArray());
        Assert.Equal((true, run.Id.ToString()), (outcome.GetProperty("started").GetBoolean(), outcome.GetProperty("run_id").GetString()));

        // What the step told is an event of its own, and says which workflow it came from.
        var told = step.Output.TryGetMember("event_id", out var id) ? id.AsText : null;
        await Eventually.True(async () => (await world.Client.GetAsync($"/events/{told}")).IsSuccessStatusCode, "the told event is there");
    }

    [Fact]
    public async Task Event_WhenItDoesNotPass_SaysWhichConditionFailed()
    {
        var world = await WorkflowWorld.CreateAsync(app);
        var byRule = await world.ActivateAsync("lead_created", Emit, constraints: """{">":[{"var":"trigger.score"},50]}""");
        var byFilter = await world.ActivateAsync("lead_created", Emit, filters: """{"logic":"AND","conditions":[{"field":"source","operator":"equals","value":"website"}]}""");
        var fires = await world.ActivateAsync("lead_created", Emit);
        var sent = await world.SendAsync("lead_created", """{"module":"leads","entity":{"id":"l1","source":"ads","score":42}}""");
        await world.RunsAsync(fires, 1);
        var outcomes = (await world.DecidedAsync(sent.GetProperty("data")[0].GetProperty("id").GetString()!)).GetProperty("outcomes").EnumerateArray()
            .ToDictionary(outcome => outcome.GetProperty("workflow_id").GetString()!, outcome => outcome.GetProperty("reason").GetString());
        Assert.Equal(3, outcomes.Count);
        Assert.StartsWith("constraints: ", outcomes[byRule.Id.ToString()], StringComparison.Ordinal);
        Assert.Contains("source equals", outcomes[byFilter.Id.ToString()], StringComparison.Ordinal);
        Assert.Null(outcomes[fires.Id.ToString()]);
        Assert.Empty(await world.RunsAsync(byRule, 0));
    }

    [Fact]
    public async Task Event_WhenItIsSentBy32PublishersManyTimes_StartsOneRunEach()
    {
        var world = await WorkflowWorld.CreateAsync(app);
        var workflow = await world.ActivateAsync("lead_created", Emit);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 32),
            TestContext.Current.CancellationToken,
            async (publisher, _) => await world.SendAsync([.. Enumerable.Range(0, 20).Select(n => ("lead_created", """{"module":"leads","entity":{"id":"x"}}""", (string?)$"e{(n + publisher) % 20}", (string?)null))]));
        var runs = await world.RunsAsync(workflow, 20);
        Assert.Equal(20, runs.Count);
        Assert.All(runs, run => Assert.Equal(RunStatus.Completed, run.Status));
        Assert.Equal(20, (await world.Runs.CountAsync(world.Organization, workflow.Id, RunFilter.All, TestContext.Current.CancellationToken)).Total);
    }

    [Fact]
    public async Task Workflow_WhenItSetsItselfOff_IsCutWithTheReasonInTheRun()
    {
        var world = await WorkflowWorld.CreateAsync(app);
        var workflow = await world.ActivateAsync("lead_updated", """[{"id":"again","type":"emit_event","config":{"type":"lead_updated"}}]""");
        await world.SendAsync("lead_updated", """{"module":"leads","entity":{"id":"l1"}}""");
        var runs = await world.RunsAsync(workflow, 2);
        Assert.Equal([RunStatus.Canceled, RunStatus.Completed], runs.Select(run => run.Status).Order().Reverse());
        Assert.StartsWith("loop: ", runs.Single(run => run.Status == RunStatus.Canceled).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_WhenSomeAreBad_AreAllRefusedWithPointers()
    {
        var world = await WorkflowWorld.CreateAsync(app);
        using var response = await world.Client.CallAsync(
            "POST", "/events", """[{"specversion":"1.0","id":"1","source":"/x","type":"a","data":{}},{"specversion":"0.3","id":"","type":"cron-trigger","data":1}]""");
        var errors = (await response.JsonAsync(400)).GetProperty("errors").EnumerateObject().Select(error => error.Name).Order();
        Assert.Equal(["/1/data", "/1/id", "/1/source", "/1/specversion", "/1/type"], errors);
    }

    [Fact]
    public async Task Message_WhenItIsNoEvent_IsSetAsideAndBlocksNobody()
    {
        var world = await WorkflowWorld.CreateAsync(app);
        var workflow = await world.ActivateAsync("lead_created", Emit);
        var queue = Queue("events");
        await queue.SendMessageAsync("not json at all", TestContext.Current.CancellationToken);
        const string Good = """{"specversion":"1.0","id":"q1","source":"/q","type":"lead_created","organization":"ORG","data":{"module":"leads","entity":{"id":"l1"}}}""";
        await queue.SendMessageAsync("""[{"specversion":"1.0"},""" + Good.Replace("ORG", world.Organization.ToString(), StringComparison.Ordinal) + "]", TestContext.Current.CancellationToken);
        Assert.Single(await world.RunsAsync(workflow, 1));
        var poison = Queue("events-poison");
        List<string> aside = [];
        await Eventually.True(
            async () =>
            {
                aside.AddRange((await poison.ReceiveMessagesAsync(32)).Value.Select(message => message.Body.ToString()));
                return aside.Count >= 2;
            },
            "both are set aside");
        Assert.Contains(aside, message => JsonElement.Parse(message).GetProperty("reason").GetString()!.Contains("not JSON", StringComparison.Ordinal));
    }

    private QueueClient Queue(string name) => app.Services.GetRequiredService<QueueServiceClient>().GetQueueClient(name);
}

/// <summary>In process, on embedded storage.</summary>
public sealed class EventRunOnEmbeddedTests(AppFixture app) : EventRunTests(app), IClassFixture<AppFixture>;

/// <summary>In two processes, on Azurite.</summary>
public sealed class EventRunOnAzuriteTests(TwoProcessAppFixture app) : EventRunTests(app.OrSkip()), IClassFixture<TwoProcessAppFixture>;
