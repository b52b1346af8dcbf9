using Cadenza.Domain.Execution;

namespace Cadenza.Functions.Tests.Workflows;

/// <summary>E4, F1: what users do in flows starts workflows, and workflows set properties of users.</summary>
public abstract class FlowReactionTests(AppFixture app)
{
    [Fact]
    public async Task Workflow_WhenAUserCompletesAFlow_IsStartedAndSetsAProperty()
    {
        var world = await WorkflowWorld.CreateAsync(app);
        var workflow = await world.ActivateAsync(
            "flow_completed", """[{"id":"set","type":"set_user_property","config":{"userId":"{{trigger.user_id}}","property":"onboarded","value":true}}]""");
        var slug = await CreateFlowAsync(world, "user.property('onboarded') isNotSet");
        var after = await CreateFlowAsync(world, "user.property('onboarded') == true");
        Assert.DoesNotContain(after, await EligibleAsync(world), StringComparison.Ordinal);
        for (var time = 0; time < 2; time++)
        {
            using var report = await world.Client.CallAsync("POST", "/v1/public/flowStates", $$"""{"userId":"u1","flowSlug":"{{slug}}","actionType":"COMPLETED_FLOW"}""");
            Assert.True(report.IsSuccessStatusCode, await report.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        var run = Assert.Single(await world.RunsAsync(workflow, 1));
        Assert.Equal((RunStatus.Completed, "flow_completed"), (run.Status, run.Trigger.Type));
        Assert.Contains(after, await EligibleAsync(world), StringComparison.Ordinal);
    }

    private static async Task<string> EligibleAsync(WorkflowWorld world)
    {
        using var states = await world.Client.CallAsync("GET", "/v1/public/flowStates?userId=u1");
        return (await states.JsonAsync(200)).GetProperty("eligibleFlows").ToString();
    }

    private static async Task<string> CreateFlowAsync(WorkflowWorld world, string targeting)
    {
        using var created = await world.Client.CallAsync("POST", "/v1/flows", $$"""{"name":"Tour","type":"TOUR","data":"steps:\n- id: one\n","targetingLogic":"{{targeting}}"}""");
        var flow = await created.JsonAsync(201);
        using var active = await world.Client.CallAsync("PUT", $"/v1/flows/{flow.GetProperty("id")}/activate", "{}");
        await active.JsonAsync(200);
        return flow.GetProperty("slug").GetString()!;
    }
}

/// <summary>In process, on embedded storage.</summary>
public sealed class FlowReactionOnEmbeddedTests(AppFixture app) : FlowReactionTests(app), IClassFixture<AppFixture>;

/// <summary>In two processes, on Azurite.</summary>
public sealed class FlowReactionOnAzuriteTests(TwoProcessAppFixture app) : FlowReactionTests(app.OrSkip()), IClassFixture<TwoProcessAppFixture>;
