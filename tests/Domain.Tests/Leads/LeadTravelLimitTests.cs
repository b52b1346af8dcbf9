using System.Text.Json;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Leads;
using Cadenza.Domain.Workflows;

namespace Cadenza.Domain.Tests.Leads;

/// <summary>C5 to C8: leads with more data than can be asked, and what is told of nodes that are gone.</summary>
public sealed class LeadTravelLimitTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Wall = Start.AddDays(1);

    private static readonly WorkflowStep Decision = Step("decide", StepTypes.IfElse, """{"condition":{"operatorName":"equals","left":"{{lead.city}}","right":"Paris"}}""");

    [Theory]
    [InlineData(null, LeadStatus.Failed, "decide", "expression_limit")]
    [InlineData("failure", LeadStatus.Completed, "end", "converted")]
    public void Settle_WhenALeadIsTooLargeForADecision_BreaksThere(string? label, LeadStatus status, string node, string outcome)
    {
        var travel = Travel([Decision, Step("end", StepTypes.Stop, "{}")], label is null ? [] : [new WorkflowEdge("decide", "end", label)]);
        var passages = new List<LeadPassage>();

        // Settings find the lead under two names.
        var lead = travel.Settle(Lead() with { Variables = new Dictionary<string, string> { ["city"] = "Paris", ["notes"] = new('n', (Value.MaxWeight / 2) + 1) } }, 0, passages);

        Assert.Equal((status, node, outcome), (lead.Status, lead.Node, lead.Outcome));
        Assert.Equal(("decide", "failed", "expression_limit"), (passages[0].Node, passages[0].Status, passages[0].Outcome));
    }

    [Fact]
    public void Remove_OfALeadWhoseNodeIsGone_TellsTheNodeWithoutNameAndType()
    {
        var passage = Removed(Lead() with { Node = "gone" });

        Assert.Equal(("gone", null, ""), (passage.Node, passage.Label, passage.Type));
    }

    [Fact]
    public void Remove_TellsWhenTheLeadCameAndWent()
    {
        Assert.Equal((Start, Wall), Times(Removed(Lead() with { Node = "decide", EnteredAt = Start })));
        // Leads of earlier versions do not say when they came.
        Assert.Equal((Wall, Wall), Times(Removed(Lead() with { Node = "decide" })));
    }

    private static (DateTimeOffset, DateTimeOffset) Times(LeadPassage passage) => (passage.EnteredAt, passage.ExitedAt);

    private static LeadPassage Removed(Lead lead)
    {
        var passages = new List<LeadPassage>();
        Travel([Decision]).Remove(lead, 0, passages);
        return Assert.Single(passages);
    }

    private static LeadTravel Travel(WorkflowStep[] steps, params WorkflowEdge[] edges) =>
        new(new CompiledLeadGraph(1, new WorkflowGraph(steps, edges, steps[0].Id)), new Dictionary<int, CompiledLeadGraph>(), Start, Wall);

    private static Lead Lead() => new(LeadId.Of(Start, 0, 0, "+14155550100"), "+14155550100", new Dictionary<string, string>(), Start) { DueAt = Start, Version = 1 };

    private static WorkflowStep Step(string id, string type, string config) => new(id, type, null, JsonElement.Parse(config));
}
