using System.Text.Json;
using Cadenza.Domain.Catalog;
using Cadenza.Domain.Workflows;
using Cadenza.Domain.Workflows.Notations;
using Cadenza.Domain.Workflows.Validation;

namespace Cadenza.Domain.Tests.Workflows.Validation;

/// <summary>A5: what is wrong with steps, each at its pointer, and what only stands in the way of activating.</summary>
public sealed class StepCheckTests
{
    [Theory]
    [InlineData("""[{"id":"a","type":"fly"}]""", "/0/type")]
    [InlineData("""[{"id":"a","type":"send_email","input":{"subject":"Hi"}}]""", "/0/input/body")]
    [InlineData("""[{"id":"a","type":"create_task","input":{"title":"{{b.x}}"}},{"id":"b","type":"stop"}]""", "/0/input/title")]
    [InlineData("""[{"id":"a","type":"create_task","input":{"title":"x","fields":["{{nobody.x}}"]}}]""", "/0/input/fields/0")]
    [InlineData("""[{"id":"a","type":"create_task","input":{"title":"{{a.x}}"}}]""", "/0/input/title")]
    [InlineData("""[{"id":"a","type":"create_task","input":{"title":"{{trigger.x | shout}}"}}]""", "/0/input/title")]
    [InlineData("""[{"id":"a","type":"if-else","inputs":{"condition":{"field":"b.size","operator":"equals","value":1}}},{"id":"b","type":"stop"}]""", "/0/inputs/condition")]
    [InlineData("""[{"id":"a","type":"if-else","inputs":{"condition":{"field":"x","operator":"almost","value":1}}}]""", "/0/inputs/condition/operator")]
    [InlineData("""[{"id":"a","type":"wait-for-event","inputs":{"event_type":"x","match":{"field":"x","operator":"almost","value":1}}}]""", "/0/inputs/match/operator")]
    [InlineData("""[{"id":"a","type":"wait","inputs":{"until":"2027-03-04","days":2}}]""", "/0/inputs")]
    [InlineData("""[{"id":"a","type":"wait","inputs":{"until":"04/03/2027"}}]""", "/0/inputs/until")]
    [InlineData("""[{"id":"a","type":"wait","inputs":{"until":"0001-01-01","timezone":"Asia/Tokyo"}}]""", "/0/inputs/until")]
    [InlineData("""[{"id":"a","type":"wait-for-event","inputs":{"event_type":"x","timeout":{"until":"Dec 5"}}}]""", "/0/inputs/timeout/until")]
    [InlineData("""[{"id":"a","type":"emit_event","input":{"type":"a\nb"}}]""", "/0/input/type")]
    [InlineData("""[{"id":"a","type":"emit_event","input":{"type":"a","subject":"x\u0000{{trigger.id}}"}}]""", "/0/input/subject")]
    [InlineData("""[{"id":"a","type":"emit_event","input":{"type":"a","subject":"\u007f"}}]""", "/0/input/subject")]
    [InlineData("""[{"id":"a","type":"wait-for-event","inputs":{"event_type":"a\tb"}}]""", "/0/inputs/event_type")]
    public void Run_WhenAStepIsFaulty_PointsAtIt(string blocks, string place)
    {
        var issue = Assert.Single(Check(blocks));
        Assert.Equal((place, "a", IssueKind.Content), (issue.At, issue.StepId, issue.Kind));
    }

    /// <summary>A7: what an earlier step left is there on every path that it lies on, in either spelling.</summary>
    [Theory]
    [InlineData("""[{"id":"look_up","type":"create_task","input":{"title":"x"}},{"id":"b","type":"create_task","input":{"title":"{{look_up.id}} {{lookUp.id}}"}}]""")]
    [InlineData("""[{"id":"a","type":"if-else","inputs":{"condition":{"field":"x","operator":"is_empty"}},"branches":{"then":[{"id":"b","type":"create_task","input":{"title":"x"}}]}},{"id":"c","type":"create_task","input":{"title":"{{b.id}}"}}]""")]
    [InlineData("""[{"id":"a","type":"create_task","input":{"title":"{{firstName}} {{trigger.address.city}} {{contact.name}} {{before.x}} {{now}}"}}]""")]
    [InlineData("""[{"id":"a","type":"wait","inputs":{"until":"{{trigger.day}}","timezone":"Asia/Tokyo"}}]""")]
    [InlineData("""[{"id":"a","type":"wait","inputs":{"until":"2027-03-04T09:30"}}]""")]
    [InlineData("""[{"id":"before","type":"create_task","input":{"title":"{{now}} {{after.name}}"}},{"id":"now","type":"stop"}]""")]
    [InlineData("""[{"id":"a","type":"if-else","inputs":{"condition":{"field":"after.name","operator":"equals","value":"x"}}},{"id":"after","type":"stop"}]""")]
    [InlineData("""[{"id":"a","type":"if-else","inputs":{"condition":{"field":"address.city","operator":"equals","value":"Paris"}}}]""")]
    public void Run_WhenVariablesHaveValues_FindsNothing(string blocks) => Assert.Empty(Check(blocks));

    [Fact]
    public void Run_WhenAStepIsInTheOtherBranch_IsNoEarlierStep() =>
        Assert.Equal(
            ["/0/branches/else/0/input/title"],
            Check("""
                [{"id":"a","type":"if-else","inputs":{"condition":{"field":"x","operator":"is_empty"}},"branches":{
                  "then":[{"id":"b","type":"create_task","input":{"title":"x"}}],
                  "else":[{"id":"c","type":"create_task","input":{"title":"{{b.id}}"}}]}}]
                """).Select(issue => issue.At));

    [Fact]
    public void Run_WhenAStepIsNeverReached_IsAnIssueOfStructure()
    {
        var issue = Assert.Single(Check("""[{"id":"a","type":"stop"},{"id":"b","type":"add_tag","input":{"tag":"x"}}]"""));
        Assert.Equal(("/1", "b", IssueKind.Structure), (issue.At, issue.StepId, issue.Kind));
    }

    [Theory]
    [InlineData("add_tag", 1)]
    [InlineData("wait", 0)]
    public void Run_WhenStepsGoInACircle_NeedsAWaitInIt(string type, int issues)
    {
        var graph = new WorkflowGraph(
            [Step("a", "add_tag", """{"tag":"x"}"""), Step("b", type, type == "wait" ? """{"minutes":1}""" : """{"tag":"x"}"""), Step("c", "stop", "{}")],
            [new("a", "b"), new("b", "a", "success"), new("b", "c")],
            "a");
        Assert.Equal(issues, StepCheck.Run(graph, new Dictionary<string, StepLocation>(), "/blocks").Count(issue => issue.Kind == IssueKind.Structure));
    }

    [Fact]
    public void Run_WhenAChainIsAsLongAsAllowed_EndsAndFindsNothing()
    {
        var steps = Enumerable.Range(0, WorkflowGraph.MaxSteps)
            .Select(index => Step($"s{index}", "create_task", index == 0 ? """{"title":"x"}""" : """{"title":"{{s0.id}} {{PREVIOUS.id}}"}""".Replace("PREVIOUS", $"s{index - 1}", StringComparison.Ordinal)))
            .ToList();
        var edges = steps.Zip(steps.Skip(1), (from, to) => new WorkflowEdge(from.Id, to.Id)).ToList();
        Assert.Empty(StepCheck.Run(new WorkflowGraph(steps, edges, "s0"), new Dictionary<string, StepLocation>(), ""));
    }

    [Theory]
    [InlineData("cron-trigger", """{"cron":"0 9 * * MON","timezone":"Europe/Paris"}""", null)]
    [InlineData("cron-trigger", """{"cron":"0 9 * *"}""", "/t/cron")]
    [InlineData("cron-trigger", """{"cron":"0 9 * * *","timezone":"Mars/Olympus"}""", "/t/timezone")]
    [InlineData("cron-trigger", "null", "/t/cron")]
    [InlineData("webhook", "null", null)]
    [InlineData("webhook", """{"secret":"short"}""", "/t/secret")]
    [InlineData("manual-trigger", """{"input_schema":{"type":"object","properties":{"a":{"type":"thing"}}}}""", "/t/input_schema/properties/a/type")]
    public void Configuration_IsCheckedByTheTriggersSchema_A8(string type, string configuration, string? place)
    {
        Assert.True(TriggerCatalog.TryFind(type, out var trigger));
        Assert.Equal(place, TriggerCheck.Configuration(trigger, JsonElement.Parse(configuration), "/t").SingleOrDefault()?.At);
    }

    private static IReadOnlyList<WorkflowIssue> Check(string blocks)
    {
        var reading = BlockNotation.Read(JsonElement.Parse(blocks), "");
        Assert.Empty(reading.Faults);
        return StepCheck.Run(reading.Graph, reading.Places, "");
    }

    private static WorkflowStep Step(string id, string type, string config) => new(id, type, null, JsonElement.Parse(config));
}
