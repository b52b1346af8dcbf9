using System.Text.Json;
using Cadenza.Domain.Workflows;
using Cadenza.Domain.Workflows.Notations;

namespace Cadenza.Domain.Tests.Workflows.Notations;

public sealed class BlockNotationTests
{
    private const string Documented =
        """
        [
          {"$kind":"Action","id":"look_up","type":"webhook","name":"Look up","input":{"url":"https://example.com"}},
          {"$kind":"Block","type":"if-else","id":"is_big","inputs":{"condition":{"operatorName":"equals","left":"{{look_up.size}}","right":"big"}},
           "branches":{"then":[{"$kind":"Action","id":"call","type":"make_phone_call","name":"Call","input":{"aiPhoneAgentId":"7"}}],"else":[]}},
          {"$kind":"Block","type":"wait","id":"rest","inputs":{"minutes":5}},
          {"$kind":"Action","id":"note","type":"add_tag","name":"Tag","input":{"tag":"done"},"position":{"x":1,"y":2}}
        ]
        """;

    /// <summary>A7: the documented blocks are edges with the outcomes that they are taken for.</summary>
    [Fact]
    public void Read_WhenBlocksBranch_GivesEdgesThatJoinBehind_A7()
    {
        var graph = Graphs.ReadBlocks(JsonElement.Parse(Documented));
        Assert.Equal("look_up", graph.Entry);
        Assert.Equal(["look_up", "is_big", "call", "rest", "note"], graph.Steps.Select(step => step.Id));
        Assert.Equal(
            [
                new("look_up", "is_big"), new("is_big", "call", "true"), new("is_big", "rest", "false"),
                new("call", "rest"), new("rest", "note"),
            ],
            graph.Edges);
        Assert.Equal(StepTypes.IfElse, graph.Steps[1].Type);
        Assert.Equal(new BranchPlace("is_big", "then"), graph.Steps[2].Place);
    }

    /// <summary>A7: what was sent is what is shown, word for word.</summary>
    [Fact]
    public void Write_WhenReadFromBlocks_GivesTheSameBlocks_A7() =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(Documented), BlockNotation.Write(Graphs.ReadBlocks(JsonElement.Parse(Documented)))));

    [Fact]
    public void Write_WhenAStepStops_NothingFollowsIt()
    {
        var graph = Graphs.ReadBlocks(JsonElement.Parse(
            """[{"id":"a","type":"if_else","inputs":{"condition":{}},"branches":{"then":[{"id":"b","type":"stop"}]}},{"id":"c","type":"add_tag"}]"""));
        Assert.Equal([new("a", "b", "true"), new("a", "c", "false")], graph.Edges);
    }

    [Fact]
    public void Read_WhenAStepHasABranchForFailure_GoesOnUnlabeledAndFailsLabeled()
    {
        var graph = Graphs.ReadBlocks(JsonElement.Parse(
            """[{"id":"a","type":"webhook","branches":{"failure":[{"id":"b","type":"add_tag"}]}},{"id":"c","type":"add_tag"}]"""));
        Assert.Equal([new("a", "b", "failure"), new("a", "c"), new("b", "c")], graph.Edges);
    }

    [Fact]
    public void Read_WhenAStepWaitsForAnEvent_HasAWayForEachEnd()
    {
        var graph = Graphs.ReadBlocks(JsonElement.Parse(
            """[{"id":"a","type":"wait-for-event","inputs":{"event_type":"x"},"branches":{"timeout":[{"id":"b","type":"add_tag"}]}},{"id":"c","type":"add_tag"}]"""));
        Assert.Equal([new("a", "c", "event"), new("a", "b", "timeout"), new("b", "c")], graph.Edges);
    }

    /// <summary>G2: every fault of the blocks is told at once, each at its pointer.</summary>
    [Theory]
    [InlineData("""{}""", "/b")]
    [InlineData("""["<unknown>"]""", "/b/0")]
    [InlineData("""[{"type":"add_tag"},{"id":"a b","type":"add_tag"},{"id":"trigger","type":"add_tag"}]""", "/b/0/id,/b/1/id,/b/2/id")]
    [InlineData("""[{"id":"a","type":"add_tag"},{"id":"a","type":"add_tag"}]""", "/b/1/id")]
    [InlineData("""[{"id":"a"},{"id":"b","type":5}]""", "/b/0/type,/b/1/type")]
    [InlineData("""[{"id":"a","type":"add_tag","input":[],"name":7}]""", "/b/0/input,/b/0/name")]
    [InlineData("""[{"id":"a","type":"add_tag","input":{},"inputs":{}}]""", "/b/0/input")]
    [InlineData("""[{"id":"a","type":"wait","$kind":"Action"},{"id":"b","type":"add_tag","$kind":"Widget"}]""", "/b/0/$kind,/b/1/$kind")]
    [InlineData("""[{"id":"a","type":"if-else","branches":{"then":{},"otherwise":[]}}]""", "/b/0/branches/otherwise,/b/0/branches/then")]
    [InlineData("""[{"id":"a","type":"stop","branches":{"then":[]}}]""", "/b/0/branches/then")]
    [InlineData("""[{"id":"a","type":"if-else","branches":{"then":[{"id":"trigger","type":"add_tag"}],"else":[{"id":"c"}]}}]""", "/b/0/branches/else/0/type,/b/0/branches/then/0/id")]
    [InlineData("""[{"$kind":"Graph","nodes":[{"id":"a","type":"wait"}],"edges":[{"from":"a","to":"z"}],"entry":"q"}]""", "/b/0/edges/0/to,/b/0/entry")]
    [InlineData("""[{"$kind":"Graph","id":"g","type":"x"},{"id":"a","type":"wait"}]""", "/b/0")]
    public void Read_WhenBlocksAreFaulty_PointsAtEachFault(string blocks, string places) =>
        Assert.Equal(
            places.Split(','),
            BlockNotation.Read(JsonElement.Parse(blocks), "/b").Faults.Select(fault => fault.At).Distinct().Order(StringComparer.Ordinal));

    /// <summary>G6: 500 steps and no more, wherever they stand.</summary>
    [Theory]
    [InlineData(500, 0)]
    [InlineData(501, 1)]
    [InlineData(5000, 1)]
    public void Read_WhenThereAreManyBlocks_TakesFiveHundred_G6(int count, int faults)
    {
        var blocks = string.Join(',', Enumerable.Range(0, count).Select(index => $$"""{"id":"s{{index}}","type":"add_tag"}"""));
        Assert.Equal(faults, BlockNotation.Read(JsonElement.Parse($"[{blocks}]"), "/b").Faults.Count);
    }

    [Fact]
    public void Read_WhenBranchesNestTooDeep_RefusesThem()
    {
        var blocks = """{"id":"x","type":"stop"}""";
        for (var depth = 0; depth <= 20; depth++) blocks = $$$"""{"id":"s{{{depth}}}","type":"if-else","branches":{"then":[{{{blocks}}}]}}""";
        var read = BlockNotation.Read(JsonElement.Parse($"[{blocks}]", new JsonDocumentOptions { MaxDepth = 200 }), "/b");
        Assert.Contains("nest", Assert.Single(read.Faults).Message, StringComparison.Ordinal);
    }
}
