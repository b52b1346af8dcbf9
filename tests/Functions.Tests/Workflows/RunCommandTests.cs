using Cadenza.Domain.Execution;
using Cadenza.Domain.Expressions;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Tests.Workflows;

/// <summary>A6: runs are canceled, and failed ones go on from the step they failed at.</summary>
public abstract class RunCommandTests(AppFixture app)
{
    [Fact]
    public async Task Cancel_WhenTheRunWaits_EndsItForGood()
    {
        var world = await WorkflowWorld.CreateAsync(app);
        var workflow = await world.ActivateAsync("lead_created", """[{"id":"pause","type":"wait","config":{"days":1}}]""");
        await world.SendAsync("lead_created", """{"module":"leads","entity":{"id":"l1"}}""");
        var run = Assert.Single(await world.RunsAsync(workflow, 1, run => run.Status == RunStatus.Idle));
        using var canceled = await world.Client.CallAsync("POST", $"/workflows/{workflow.Id}/runs/{run.Id}/cancel");
        Assert.Equal("canceled", (await canceled.JsonAsync(200)).GetProperty("status").GetString());
        using var again = await world.Client.CallAsync("POST", $"/workflows/{workflow.Id}/runs/{run.Id}/cancel");
        Assert.Equal("run_over", (await again.JsonAsync(409)).GetProperty("code").GetString());
        Assert.Equal("canceled_by_user", Assert.Single(await world.RunsAsync(workflow, 1)).Reason);
    }

    [Fact]
    public async Task Retry_WhenTheRunIsStoredInOutline_HasTheEventsDataAgain()
    {
        var world = await WorkflowWorld.CreateAsync(app);
        var workflow = await world.ActivateAsync("lead_created", """[{"id":"bad","type":"emit_event","config":{"type":""}}]""");
        await world.SendAsync("lead_created", """{"module":"leads","entity":{"id":"l1","name":"Ada"}}""");
        var failed = Assert.Single(await world.RunsAsync(workflow, 1));
        // As a run is stored whose data cannot be.
        var stored = await world.Runs.GetAsync(world.Organization, workflow.Id, failed.Id, TestContext.Current.CancellationToken);
        var outline = failed with { Trigger = failed.Trigger with { Data = new TriggerData(Value.Null, Value.Null, Value.Null) } };
        await world.Runs.SaveAsync(world.Organization, workflow.Id, [new RunToSave(stored, outline)], TestContext.Current.CancellationToken);

        using var retried = await world.Client.CallAsync("POST", $"/workflows/{workflow.Id}/runs/{failed.Id}/retry");
        await retried.JsonAsync(200);

        var run = Assert.Single(await world.RunsAsync(workflow, 1, run => run is { IsOver: true, Journal.Count: 2 }));
        Assert.Equal(failed.Trigger.Data.Trigger, run.Trigger.Data.Trigger);
    }

    [Fact]
    public async Task Retry_WhenTheRunFailed_GoesOnFromThatStep()
    {
        var world = await WorkflowWorld.CreateAsync(app);
        var workflow = await world.ActivateAsync(
            "lead_created", """[{"id":"tell","type":"emit_event","config":{"type":"told"}},{"id":"bad","type":"emit_event","config":{"type":""}}]""");
        await world.SendAsync("lead_created", """{"module":"leads","entity":{"id":"l1"}}""");
        var failed = Assert.Single(await world.RunsAsync(workflow, 1));
        Assert.StartsWith("invalid_event: ", failed.Reason, StringComparison.Ordinal);
        using var retried = await world.Client.CallAsync("POST", $"/workflows/{workflow.Id}/runs/{failed.Id}/retry");
        await retried.JsonAsync(200);
        var run = Assert.Single(await world.RunsAsync(workflow, 1, run => run is { IsOver: true, Journal.Count: 3 }));
        Assert.Equal(["tell", "bad", "bad"], run.Journal.Select(entry => entry.StepId));
        using var missing = await world.Client.CallAsync("POST", $"/workflows/{workflow.Id}/runs/{Guid.CreateVersion7()}/retry");
        Assert.Equal(404, (int)missing.StatusCode);
    }
}

/// <summary>In process, on embedded storage.</summary>
public sealed class RunCommandOnEmbeddedTests(AppFixture app) : RunCommandTests(app), IClassFixture<AppFixture>;

/// <summary>In two processes, on Azurite.</summary>
public sealed class RunCommandOnAzuriteTests(TwoProcessAppFixture app) : RunCommandTests(app.OrSkip()), IClassFixture<TwoProcessAppFixture>;
