using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Execution;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Platform.Tables;
using Cadenza.Functions.Tests.Workflows;
using Microsoft.DurableTask.Client;

namespace Cadenza.Functions.Tests.Timing;

/// <summary>What the sweep does for drivers that are overdue, with a row among them that cannot be read.</summary>
public sealed class OverdueDriverTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sweep_WhenOneRowCannotBeRead_WakesTheOthers()
    {
        await using var app = new AppFixture { Clock = new ManualTimeProvider() };
        await app.InitializeAsync();
        var world = await WorkflowWorld.CreateAsync(app);
        await DamageAsync(app, world, await IdleRunAsync(world, minutes: 1));
        var healthy = await IdleRunAsync(world, minutes: 1);
        var run = Assert.Single(await world.RunsAsync(healthy, 1, _ => true));
        await Eventually.True(async () => await app.DurableClient.GetInstanceAsync($"run-{run.Id}", Cancellation) is not null, "its driver is there");
        // As if its timer was lost.
        await app.DurableClient.TerminateInstanceAsync($"run-{run.Id}", cancellation: Cancellation);
        await app.Engine.IdleAsync();
        app.Clock!.Leap(TimeSpan.FromMinutes(3));

        await Eventually.True(
            async () =>
            {
                await LeapAsync(app, TimeSpan.FromSeconds(30));
                return (await world.Runs.GetAsync(world.Organization, healthy.Id, run.Id, Cancellation))!.Run.Status == RunStatus.Completed;
            },
            "the sweep has woken it");
    }

    [Fact]
    public async Task Driver_WhenItsRowCannotBeRead_FailsAtOnceAndGoesOnOnceItIsMended()
    {
        await using var app = new AppFixture { Clock = new ManualTimeProvider() };
        await app.InitializeAsync();
        var world = await WorkflowWorld.CreateAsync(app);
        var workflow = await IdleRunAsync(world, minutes: 1);
        var run = Assert.Single(await world.RunsAsync(workflow, 1, _ => true));
        await Eventually.True(async () => await app.DurableClient.GetInstanceAsync($"run-{run.Id}", Cancellation) is not null, "its driver is there");
        await app.Engine.IdleAsync();
        var row = await DamageAsync(app, world, workflow);
        // Less than the second after which what may pass is tried again.
        await LeapAsync(app, TimeSpan.FromMinutes(1));
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await app.DurableClient.GetInstanceAsync($"run-{run.Id}", Cancellation))!.RuntimeStatus);

        // Nobody else writes this row.
        await app.Services.GetRequiredService<StorageTables>().Runs.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace, Cancellation);
        await Eventually.True(
            async () =>
            {
                await LeapAsync(app, TimeSpan.FromSeconds(30));
                return (await world.Runs.GetAsync(world.Organization, workflow.Id, run.Id, Cancellation))!.Run.Status == RunStatus.Completed;
            },
            "the sweep has woken it");
    }

    private static async Task<Workflow> IdleRunAsync(WorkflowWorld world, int minutes)
    {
        var workflow = await world.ActivateAsync("lead_created", """[{"id":"pause","type":"wait","config":{"minutes":N}}]""".Replace("N", $"{minutes}", StringComparison.Ordinal));
        await world.SendAsync("lead_created", """{"module":"leads","entity":{"id":"l1"}}""");
        await world.RunsAsync(workflow, 1, run => run.Status == RunStatus.Idle);
        return workflow;
    }

    // The row as it was.
    private static async Task<TableEntity> DamageAsync(AppFixture app, WorkflowWorld world, Workflow workflow)
    {
        var runs = app.Services.GetRequiredService<StorageTables>().Runs;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {world.Organization + "|" + workflow.Id} and RowKey gt {"r|"} and RowKey lt {"s"}");
        var row = await runs.QueryAsync<TableEntity>(filter, cancellationToken: Cancellation).SingleAsync(Cancellation);
        // Nobody else writes this row.
        await runs.UpdateEntityAsync(new TableEntity(row.PartitionKey, row.RowKey) { ["V"] = 1, ["Run"] = "{" }, ETag.All, TableUpdateMode.Replace, Cancellation);
        return row;
    }

    private static async Task LeapAsync(AppFixture app, TimeSpan by)
    {
        app.Clock!.Leap(by);
        await app.Engine.IdleAsync();
    }
}
