using System.Text.Json;
using Cadenza.Domain.Workflows;
using Cadenza.Domain.Workflows.Notations;

namespace Cadenza.Domain.Tests.Workflows.Notations;

public sealed class ActionNotationTests
{
    /// <summary>D2, word for word.</summary>
    private const string Documented =
        """[{"id":"uuid","actionType":"assign_owner","config":{"algorithm":"round_robin","userIds":["uuid1","uuid2"]},"sortOrder":1}]""";

    [Fact]
    public void Write_WhenReadFromTheDocumentedActions_GivesTheSame_D2() =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(Documented), ActionNotation.Write(Graphs.ReadActions(JsonElement.Parse(Documented)))));

    [Fact]
    public void Read_WhenActionsAreNotInTheirOrder_SortsThemAndKeepsTheirNumbers_D2()
    {
        var graph = Graphs.ReadActions(JsonElement.Parse(
            """[{"id":"b","actionType":"add_tag","sortOrder":20},{"id":"a","actionType":"add_tag","sortOrder":10},{"id":"c","actionType":"add_tag","sortOrder":20}]"""));
        Assert.Equal(["a", "b", "c"], graph.Steps.Select(step => step.Id));
        Assert.Equal([new("a", "b"), new("b", "c")], graph.Edges);
        Assert.Equal([10, 20, 20], ActionNotation.Write(graph).EnumerateArray().Select(action => action.GetProperty("sortOrder").GetInt32()));
    }

    [Fact]
    public void Read_WhenActionsHaveNoId_TakesNewOnes()
    {
        var graph = Graphs.ReadActions(JsonElement.Parse("""[{"actionType":"add_tag"},{"id":null,"actionType":"add_tag"},{"id":"c","actionType":"add_tag"}]"""));
        Assert.Equal(["new-0", "new-1", "c"], graph.Steps.Select(step => step.Id));
    }

    /// <summary>D4: then and else nest in the config of a branch, whose condition has the form of the trigger's filters.</summary>
    [Theory]
    [InlineData("""{"condition":{"logic":"AND","conditions":[]},"then":[{"id":"b","actionType":"add_tag"}],"else":[{"id":"c","actionType":"add_tag"}]}""")]
    [InlineData("""{"logic":"AND","conditions":[],"then":[{"id":"b","actionType":"add_tag"}],"else":[{"id":"c","actionType":"add_tag"}]}""")]
    public void Read_WhenABranchNests_IsADecision_D4(string config)
    {
        var graph = Graphs.ReadActions(JsonElement.Parse($$"""[{"id":"a","actionType":"branch","config":{{config}}},{"id":"d","actionType":"add_tag"}]"""));
        Assert.Equal([new("a", "b", "true"), new("a", "c", "false"), new("b", "d"), new("c", "d")], graph.Edges);
        Assert.Equal(StepTypes.IfElse, graph.Steps[0].Type);
        Assert.Equal("""{"condition":{"logic":"AND","conditions":[]}}""", graph.Steps[0].Config.GetRawText());
        Assert.Equal("branch", ActionNotation.Write(graph)[0].GetProperty("actionType").GetString());
    }

    [Fact]
    public void Read_WhenConditionsStandInTheConfigItself_FaultsArePointedAtThere()
    {
        var flat = ActionNotation.Read(JsonElement.Parse("""[{"id":"a","actionType":"branch","config":{"conditions":[]}}]"""), "/actions", index => $"n{index}");
        Assert.Equal("/actions/0/config/conditions/0", flat.Places["a"].InConfig("/condition/conditions/0"));
        var nested = ActionNotation.Read(JsonElement.Parse("""[{"id":"a","actionType":"branch","config":{"condition":{}}}]"""), "/actions", index => $"n{index}");
        Assert.Equal("/actions/0/config/condition/conditions/0", nested.Places["a"].InConfig("/condition/conditions/0"));
    }

    [Theory]
    [InlineData("""7""", "/actions")]
    [InlineData("""[null]""", "/actions/0")]
    [InlineData("""[{"id":1,"actionType":"add_tag"},{"id":"b"}]""", "/actions/0/id,/actions/1/actionType")]
    [InlineData("""[{"id":"a","actionType":"add_tag","sortOrder":1.5,"config":"x"}]""", "/actions/0/config,/actions/0/sortOrder")]
    [InlineData("""[{"id":"a","actionType":"branch","config":{"then":{}}},{"id":"a","actionType":"add_tag"}]""", "/actions/0/config/then,/actions/1/id")]
    [InlineData("""[{"id":"a","actionType":"add_tag","then":[]}]""", "/actions/0/then")]
    [InlineData("""[{"id":"b","actionType":"add_tag","sortOrder":2},{"id":"contact","actionType":"add_tag","sortOrder":1}]""", "/actions/1/id")]
    public void Read_WhenActionsAreFaulty_PointsAtEachFault(string actions, string places) =>
        Assert.Equal(
            places.Split(','),
            ActionNotation.Read(JsonElement.Parse(actions), "/actions", index => $"n{index}").Faults.Select(fault => fault.At).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Write_WhenTheGraphDoesNotNest_ShowsNodesAndEdges()
    {
        var graph = new WorkflowGraph(
            [new("a", "wait", null, JsonElement.Parse("{}")), new("b", "add_tag", null, JsonElement.Parse("{}"))], [new("a", "b"), new("b", "a")], "a");
        var action = Assert.Single(ActionNotation.Write(graph).EnumerateArray());
        Assert.Equal("graph", action.GetProperty("actionType").GetString());
        Assert.Equal(2, action.GetProperty("config").GetProperty("edges").GetArrayLength());
    }
}
