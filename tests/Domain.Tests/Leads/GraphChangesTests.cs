using System.Text.Json;
using Cadenza.Domain.Leads;
using Cadenza.Domain.Workflows;

namespace Cadenza.Domain.Tests.Leads;

/// <summary>C5, C6: which changes of a graph are taken, and why the others are not.</summary>
public sealed class GraphChangesTests
{
    private static readonly WorkflowStep Hook = Step("hook", "webhook", """{"url":"https://x.example"}""");
    private static readonly WorkflowStep Won = Step("won", StepTypes.Stop, "{}");
    private static readonly WorkflowEdge ToWon = new("hook", "won");
    private static readonly WorkflowGraph Graph = new([Hook, Won], [ToWon], "hook");

    [Fact]
    public void Add_OfANode_TakesItOnce()
    {
        var added = GraphChanges.Add(Graph, Step("more", StepTypes.Stop, "{}"), isLive: true);

        Assert.Equal(["hook", "won", "more"], added.Graph!.Steps.Select(step => step.Id));
        Assert.Equal(GraphDecision.Nothing, GraphChanges.Add(added.Graph, Step("more", StepTypes.Stop, "{}"), isLive: true));
    }

    [Fact]
    public void Add_OfANodeTooMany_IsRefused()
    {
        var full = new WorkflowGraph([.. Enumerable.Range(0, WorkflowGraph.MaxSteps).Select(number => Step("n" + number, StepTypes.Stop, "{}"))], [], "n0");

        Assert.Equal(GraphRefusal.TooManyNodes, GraphChanges.Add(full, Won, isLive: false).Refusal);
    }

    [Theory]
    [InlineData("{}", false, null)]
    [InlineData("{}", true, GraphRefusal.Unfinished)]
    public void Add_OfAnUnfinishedNode_IsForDraftsAlone(string config, bool isLive, GraphRefusal? refusal) =>
        Assert.Equal(refusal, GraphChanges.Add(Graph, Step("more", StepTypes.Wait, config), isLive).Refusal);

    [Fact]
    public void Change_KeepsTheType()
    {
        WorkflowStep Renamed(WorkflowStep step) => step with { Name = "new" };

        Assert.Equal("new", GraphChanges.Change(Graph, "won", NodeTypes.Converted, Renamed, isLive: false).Graph!.Node("won")!.Name);
        var kept = GraphChanges.Change(Graph, "won", NodeTypes.Dropped, Renamed, isLive: false);
        Assert.Equal((GraphRefusal.TypeStays, NodeTypes.Converted, null), (kept.Refusal, kept.Detail, kept.Graph));
        Assert.Equal(GraphRefusal.NoNode, GraphChanges.Change(Graph, "gone", null, Renamed, isLive: false).Refusal);
    }

    [Theory]
    [InlineData("gone", null, GraphRefusal.NoNode)]
    [InlineData("hook", null, GraphRefusal.Entry)]
    [InlineData("won", "won", GraphRefusal.NoTarget)]
    [InlineData("won", "gone", GraphRefusal.NoTarget)]
    [InlineData("won", "hook", null)]
    public void Remove_OfANode_NeedsAnotherWhereLeadsGoOn(string node, string? target, GraphRefusal? refusal) =>
        Assert.Equal(refusal, GraphChanges.Remove(Graph, node, target).Knowing(hasLeads: true).Refusal);

    [Fact]
    public void Remove_WithoutATarget_IsForNodesWithoutLeads()
    {
        var decision = GraphChanges.Remove(Graph, "won", null);

        Assert.Equal("won", decision.LeftNode);
        Assert.Equal(GraphRefusal.HasLeads, decision.Knowing(hasLeads: true).Refusal);
        Assert.Equal(["hook"], decision.Knowing(hasLeads: false).Graph!.Steps.Select(step => step.Id));
    }

    [Fact]
    public void Add_OfAnEdge_ChecksBothEndsAndTakesItOnce()
    {
        var wrong = GraphChanges.Add(Graph, new WorkflowEdge("won", "gone"), isRepeat: false);
        Assert.Equal((GraphRefusal.WrongEnds, "from_node_id to_node_id"), (wrong.Refusal, string.Join(' ', wrong.Faults.Keys)));
        Assert.Equal(GraphRefusal.EdgeExists, GraphChanges.Add(Graph, ToWon, isRepeat: false).Refusal);
        Assert.Equal(GraphDecision.Nothing, GraphChanges.Add(Graph, ToWon, isRepeat: true));
        Assert.Equal(2, GraphChanges.Add(Graph, ToWon with { Label = "failure" }, isRepeat: false).Graph!.Edges.Count);
    }

    [Fact]
    public void RemoveEdge_OfTheLastWayOn_IsForNodesWithoutLeads()
    {
        var last = GraphChanges.RemoveEdge(Graph, NodeGraph.IdOf(ToWon));
        Assert.Equal((GraphRefusal.StrandsLeads, 0), (last.Knowing(hasLeads: true).Refusal, last.Knowing(hasLeads: false).Graph!.Edges.Count));

        var two = Graph.With(ToWon with { Label = "failure" });
        Assert.Null(GraphChanges.RemoveEdge(two, NodeGraph.IdOf(ToWon)).LeftNode);
        Assert.Equal(GraphRefusal.NoEdge, GraphChanges.RemoveEdge(Graph, "gone").Refusal);
    }

    private static WorkflowStep Step(string id, string type, string config) => new(id, type, null, JsonElement.Parse(config));
}
