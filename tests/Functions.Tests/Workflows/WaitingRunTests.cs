using Cadenza.Domain.Execution;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Timing;
using Cadenza.Functions.Workflows;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Tests.Workflows;

/// <summary>A7, A8: runs that wait, for a time or an event, and workflows that run by the clock; on a clock that the test moves.</summary>
public sealed class WaitingRunTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_WhenItWaitsNinetyDays_GoesOnThen()
    {
        await using var app = new AppFixture { Clock = new ManualTimeProvider() };
        await app.InitializeAsync();
        var world = await WorkflowWorld.CreateAsync(app);
        var workflow = await world.ActivateAsync("lead_created", """[{"id":"pause","type":"wait","config":{"days":90}},{"id":"tell","type":"emit_event","config":{"type":"told"}}]""");
        await world.SendAsync("lead_created", """{"module":"leads","entity":{"id":"l1"}}""");
        var run = Assert.Single(await world.RunsAsync(workflow, 1, run => run.Status == RunStatus.Idle));
        await LeapAsync(app, TimeSpan.FromMinutes(2));
        await LeapAsync(app, TimeSpan.FromDays(90) - TimeSpan.FromMinutes(30));
        Assert.Equal(RunStatus.Idle, (await world.Runs.GetAsync(world.Organization, workflow.Id, run.Id, Cancellation))!.Run.Status);
        await LeapAsync(app, TimeSpan.FromMinutes(30));
        // Whatever is tried again meanwhile waits by this clock too.
        await Eventually.True(
            async () =>
            {
                await LeapAsync(app, TimeSpan.FromSeconds(1));
                return (await world.Runs.GetAsync(world.Organization, workflow.Id, run.Id, Cancellation))!.Run.IsOver;
            },
            "the run is over");
        run = Assert.Single(await world.RunsAsync(workflow, 1));
        Assert.Equal((RunStatus.Completed, 2), (run.Status, run.Journal.Count));
        Assert.InRange(run.Journal[0].EndedAt - run.Journal[0].StartedAt, TimeSpan.FromDays(90), TimeSpan.FromDays(90) + TimeSpan.FromHours(1));
    }

    [Theory]
    [InlineData("""{"id":"l1"}""", "event")]
    [InlineData("""{"id":"l2"}""", "timeout")]
    public async Task Run_WhenItWaitsForAnEvent_GoesOnWithItOrAfterTheTimeout(string entity, string outcome)
    {
        await using var app = new AppFixture { Clock = new ManualTimeProvider() };
        await app.InitializeAsync();
        var world = await WorkflowWorld.CreateAsync(app);
        var workflow = await world.ActivateAsync(
            "lead_created",
            """[{"id":"w","type":"wait_for_event","config":{"event_type":"lead-updated","timeout":{"hours":2},"match":{"field":"id","operator":"equals","value":"{{trigger.id}}"}}},{"id":"a","type":"emit_event","config":{"type":"came"}},{"id":"b","type":"emit_event","config":{"type":"late"}}]""",
            edges: [("w", "a", StepLabels.Event), ("w", "b", StepLabels.Timeout)]);
        await world.SendAsync("lead_created", """{"module":"leads","entity":{"id":"l1"}}""");
        await world.RunsAsync(workflow, 1, run => run.Status == RunStatus.Idle);
        var sent = await world.SendAsync("lead_updated", $$"""{"module":"leads","entity":{{entity}}}""");
        await world.DecidedAsync(sent.GetProperty("data")[0].GetProperty("id").GetString()!);
        if (outcome == "timeout")
        {
            Assert.Equal(RunStatus.Idle, Assert.Single(await world.RunsAsync(workflow, 1, _ => true)).Status);
            await LeapAsync(app, TimeSpan.FromHours(2));
        }

        var run = Assert.Single(await world.RunsAsync(workflow, 1));
        Assert.Equal((RunStatus.Completed, outcome), (run.Status, run.Journal[0].Label));
        Assert.Equal(outcome == "event" ? "a" : "b", run.Journal[1].StepId);
    }

    [Theory]
    [InlineData("""{"cron":"0 * * * *"}""", "02:00", "03:00")]
    [InlineData("""{"cron":"0 * * * *","catch_up":"skip"}""", "03:00")]
    public async Task Schedule_WhenTimesPassed_MakesUpForTheLastOrNone(string configuration, params string[] fired)
    {
        await using var app = new AppFixture { Clock = new ManualTimeProvider() };
        await app.InitializeAsync();
        var world = await WorkflowWorld.CreateAsync(app);
        var workflow = await world.ActivateAsync("cron_trigger", """[{"id":"tell","type":"emit_event","config":{"type":"told"}}]""", configuration: configuration);
        var schedules = app.Services.GetRequiredService<Schedules>();
        await schedules.FireAsync(Cancellation);
        using var response = await world.Client.CallAsync("GET", $"/workflows/{workflow.Id}");
        Assert.Equal("2026-01-01T01:00:00.000Z", (await response.JsonAsync(200)).GetProperty("next_run_at").GetString());
        app.Clock!.Leap(new TimeSpan(2, 30, 0));
        for (var sweep = 0; sweep < 3; sweep++) await schedules.FireAsync(Cancellation);
        app.Clock.Leap(TimeSpan.FromMinutes(31));
        await schedules.FireAsync(Cancellation);

        var runs = await world.RunsAsync(workflow, fired.Length);
        Assert.Equal(fired, runs.Select(run => run.Trigger.Data.Trigger.TryGetMember("scheduled_at", out var at) ? at.AsText[11..16] : "").Order());
    }

    [Fact]
    public async Task Schedule_WhenItsWorkflowIsChanged_IsToldWithTheAnswer()
    {
        await using var app = new AppFixture { Clock = new ManualTimeProvider() };
        await app.InitializeAsync();
        using var created = await app.Client.CallAsync(
            "POST", "/workflows", """{"name":"x","trigger_type":"cron-trigger","trigger_configuration":{"cron":"0 * * * *"},"workflow_blocks":[{"id":"tell","type":"emit_event","input":{"type":"told"}}]}""");
        var path = "/workflows/" + (await created.JsonAsync(201)).GetProperty("workflow_id").GetString();
        foreach (var (method, to, body, isLive) in new[]
        {
            ("PATCH", path, """{"name":"y"}""", false),
            ("POST", path + "/activate", null, true),
            ("PATCH", path, """{"name":"z"}""", true),
            ("POST", path + "/deactivate", null, false),
        })
        {
            using var response = await app.Client.CallAsync(method, to, body);
            var next = (await response.JsonAsync(200)).TryGetProperty("next_run_at", out var at) ? at.GetString() : null;
            Assert.Equal(isLive ? "2026-01-01T01:00:00.000Z" : null, next);
        }
    }

    [Fact]
    public async Task Schedule_WhenSeveralMinutesPassed_FiresEachOnce()
    {
        await using var app = new AppFixture { Clock = new ManualTimeProvider() };
        await app.InitializeAsync();
        var world = await WorkflowWorld.CreateAsync(app);
        var workflow = await world.ActivateAsync("cron_trigger", """[{"id":"tell","type":"emit_event","config":{"type":"told"}}]""", configuration: """{"cron":"*/5 * * * *","catch_up":"all"}""");
        // As after a stop of an hour; and two sweeps at once, as two instances would.
        app.Clock!.Leap(TimeSpan.FromHours(1));
        for (var sweep = 0; sweep < 14; sweep++)
        {
            var schedules = app.Services.GetRequiredService<Schedules>();
            await Task.WhenAll(schedules.FireAsync(Cancellation), schedules.FireAsync(Cancellation));
        }

        var runs = await world.RunsAsync(workflow, 12);
        Assert.Equal(12, runs.Count);
        Assert.All(runs, run => Assert.Equal((RunStatus.Completed, RunCause.Scheduled), (run.Status, run.Cause)));
        var minutes = runs.Select(run => run.Trigger.Data.Trigger.TryGetMember("scheduled_at", out var at) ? at.AsText : "").Order().ToList();
        Assert.Equal(Enumerable.Range(1, 12).Select(n => $"2026-01-01T{n * 5 / 60:D2}:{n * 5 % 60:D2}:00Z"), minutes);
    }

    [Fact]
    public async Task Run_WhenItsRingWasLost_IsFoundByTheSweep()
    {
        await using var app = new AppFixture { Clock = new ManualTimeProvider() };
        await app.InitializeAsync();
        var world = await WorkflowWorld.CreateAsync(app);
        var workflow = await world.ActivateAsync("lead_created", """[{"id":"pause","type":"wait","config":{"minutes":1}}]""");
        await world.SendAsync("lead_created", """{"module":"leads","entity":{"id":"l1"}}""");
        var run = Assert.Single(await world.RunsAsync(workflow, 1, run => run.Status == RunStatus.Idle));
        var due = new List<Due<RunKey>>();
        await foreach (var entry in app.Services.GetRequiredService<DueIndex<RunKey>>().ListAsync(app.Clock!.GetUtcNow().AddHours(1), int.MaxValue, Cancellation)) due.Add(entry);
        Assert.Contains(due, entry => entry.Key.Run == run.Id.ToString());
    }

    private static async Task LeapAsync(AppFixture app, TimeSpan by)
    {
        app.Clock!.Leap(by);
        await app.Engine.IdleAsync();
    }
}
