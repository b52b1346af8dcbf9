using Cadenza.Domain.Execution;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.App;
using Cadenza.Functions.Platform.Retention;
using Cadenza.Functions.Timing;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Tests.Workflows;

/// <summary>Runs and events go after thirty days; what still waits stays.</summary>
public sealed class RetentionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunsAndEvents_AfterThirtyDays_AreGoneUnlessTheyWait()
    {
        await using var app = new AppFixture { Clock = new ManualTimeProvider() };
        await app.InitializeAsync();
        var engine = app.Engine;
        var world = await WorkflowWorld.CreateAsync(app);
        var brief = await world.ActivateAsync("lead_created", """[{"id":"w","type":"wait","config":{"minutes":1}}]""");
        var lasting = await world.ActivateAsync("lead_created", """[{"id":"w","type":"wait","config":{"days":60}}]""");
        var sent = await world.SendAsync("lead_created", """{"module":"leads","entity":{"id":"l1"}}""");
        var key = sent.GetProperty("data")[0].GetProperty("id").GetString()!;
        await world.RunsAsync(brief, 1, run => run.Status == RunStatus.Idle);
        await world.RunsAsync(lasting, 1, run => run.Status == RunStatus.Idle);
        app.Clock!.Leap(TimeSpan.FromMinutes(2));
        await engine.IdleAsync();
        await world.RunsAsync(brief, 1);

        app.Clock.Leap(TimeSpan.FromDays(29));
        await engine.IdleAsync();
        Assert.Single(await world.RunsAsync(brief, 1));

        app.Clock.Leap(TimeSpan.FromDays(3));
        await GoneAsync(app, world, brief);
        Assert.Equal(0, (await world.Runs.CountAsync(world.Organization, brief.Id, RunFilter.All, Cancellation)).Total);
        await Eventually.True(
            async () =>
            {
                app.Clock.Leap(TimeSpan.FromSeconds(1));
                using var answer = await world.Client.CallAsync("GET", $"/events/{key}");
                return (int)answer.StatusCode == 404;
            },
            "the event is gone");
        Assert.Equal(RunStatus.Idle, Assert.Single(await world.RunsAsync(lasting, 1, _ => true)).Status);
        app.Clock.Leap(TimeSpan.FromDays(30));
        await engine.IdleAsync();
        Assert.Equal(RunStatus.Completed, Assert.Single(await world.RunsAsync(lasting, 1)).Status);
    }

    [Fact]
    public async Task Run_WhenItWaitedLongerThanRunsAreKept_IsKeptFromItsEnd()
    {
        await using var app = new AppFixture { Clock = new ManualTimeProvider() };
        await app.InitializeAsync();
        var engine = app.Engine;
        var (world, began) = (await WorkflowWorld.CreateAsync(app), app.Clock!.GetUtcNow());
        var workflow = await world.ActivateAsync("lead_created", """[{"id":"w","type":"wait","config":{"days":60}}]""");
        await world.SendAsync("lead_created", """{"module":"leads","entity":{"id":"l1"}}""");
        await world.RunsAsync(workflow, 1, run => run.Status == RunStatus.Idle);
        app.Clock.Leap(TimeSpan.FromDays(60));
        await engine.IdleAsync();
        await world.RunsAsync(workflow, 1);

        // As when no sweep came between the thirtieth day and the end of the wait.
        var note = new RetentionNote(DateOnly.FromDateTime(began.UtcDateTime), world.Organization.ToString(), workflow.Id.ToString());
        await app.Services.GetRequiredService<RetentionStore>().PutAsync(note, Cancellation);
        await app.Services.GetRequiredService<RetentionSweep>().SweepAsync(new Doorbells(app.DurableClient), Cancellation);

        Assert.Single(await world.RunsAsync(workflow, 1));
        app.Clock.Leap(TimeSpan.FromDays(32));
        await GoneAsync(app, world, workflow);
    }

    // The clock goes on meanwhile: a sweep that was under way at the leap is not the one that removes it.
    private static Task GoneAsync(AppFixture app, WorkflowWorld world, Workflow workflow) => Eventually.True(
        async () =>
        {
            app.Clock!.Leap(TimeSpan.FromSeconds(1));
            return (await world.Runs.ListAsync(world.Organization, workflow.Id, RunFilter.All, 0, 10, Cancellation)).Count == 0;
        },
        "the run is gone");
}
