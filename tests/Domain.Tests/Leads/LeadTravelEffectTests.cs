using System.Text.Json;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Leads;
using Cadenza.Domain.Workflows;

namespace Cadenza.Domain.Tests.Leads;

/// <summary>C5 to C8: what becomes of a lead after what its node did, and where it cannot go on.</summary>
public sealed class LeadTravelEffectTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    /// <summary>The clock of a workflow that was paused for a day shows less than the clock on the wall.</summary>
    private static readonly DateTimeOffset Wall = Start.AddDays(1);

    [Fact]
    public void After_WhenDone_GoesOnAndRemembersTheOutput()
    {
        var travel = Travel([Hook, End("won")], new WorkflowEdge("hook", "won", "success"));
        var passages = new List<LeadPassage>();

        var lead = travel.After(Arrived(travel), 0, new LeadEffect.Done("success", Value.Parse("""{"body":"ok"}""")) { Warnings = ["slow"] }, passages);

        Assert.Equal(("won", LeadStage.Arrived, 2, 0, LeadStatus.InProgress), (lead.Node, lead.Stage, lead.Visits, lead.Attempts, lead.Status));
        Assert.Equal((Start, Wall, null, null), (lead.DueAt, lead.EnteredAt, lead.GiveUpAt, lead.Outcome));
        Assert.Equal(("hook", "completed", "success", Wall, Wall, null), Told(Assert.Single(passages)));
        Assert.Equal(["slow"], passages[0].Warnings);
        Assert.Equal("ok", Find(travel.ScopeOf(lead), "hook", "body"));
    }

    [Fact]
    public void After_WhenSkipped_GoesOnAsAfterASuccessWithTheReason()
    {
        var travel = Travel([Hook, End("lost"), End("won")], new WorkflowEdge("hook", "lost", "failure"), new WorkflowEdge("hook", "won", "success"));
        var passages = new List<LeadPassage>();

        var lead = travel.After(Arrived(travel), 0, new LeadEffect.Skipped("unsubscribed"), passages);

        Assert.Equal(("won", null), (lead.Node, lead.Outputs));
        Assert.Equal(("hook", "skipped", "unsubscribed", Wall, Wall, null), Told(Assert.Single(passages)));
        Assert.Null(passages[0].Warnings);
    }

    [Fact]
    public void After_WhenFailed_SaysTheCode()
    {
        var travel = Travel([Hook]);
        var passages = new List<LeadPassage>();

        var lead = travel.After(Arrived(travel), 3, new LeadEffect.Failed("failure", "http_500"), passages);

        Assert.Equal((LeadStatus.Failed, "http_500", null, Wall), (lead.Status, lead.Outcome, lead.DueAt, lead.EndedAt));
        Assert.Equal((3, "failed", "http_500"), (passages[0].Place, passages[0].Status, passages[0].Outcome));
    }

    [Theory]
    [InlineData("COMPLETED", LeadStatus.Completed, "completed", "ended")]
    [InlineData("FAILED", LeadStatus.Failed, "failed", "FAILED")]
    [InlineData("NO_ANSWER", LeadStatus.Completed, "completed", "ended")]
    public void After_WhenTheCallWasAnswered_EndsByItsResult(string result, LeadStatus status, string passed, string outcome)
    {
        var travel = Travel([Call]);
        var calling = travel.After(Arrived(travel), 0, new LeadEffect.Calling("call-1", TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(4)), []);
        Assert.Equal((LeadStage.Calling, "call-1", Start.AddMinutes(4), Start.AddMinutes(10)), (calling.Stage, calling.Outcome, calling.DueAt, calling.GiveUpAt));
        var passages = new List<LeadPassage>();

        var lead = travel.After(calling, 0, new LeadEffect.Answered(result, Value.Parse("""{"text":"hi"}""")), passages);

        Assert.Equal((status, outcome, "hi"), (lead.Status, lead.Outcome, Find(travel.ScopeOf(lead), "call", "text")));
        Assert.Equal(("call", passed, result, Wall, Wall, "call-1"), Told(Assert.Single(passages)));
    }

    [Fact]
    public void After_AnEffectThatThereIsNot_Throws()
    {
        var travel = Travel([Hook]);

        Assert.Equal("effect", Assert.Throws<ArgumentOutOfRangeException>(() => travel.After(Arrived(travel), 0, null!, [])).ParamName);
    }

    [Fact]
    public void Answered_WhenTheLeadIsNotBeingCalled_ChangesNothing()
    {
        var travel = Travel([Call]);
        var calling = travel.After(Arrived(travel), 0, new LeadEffect.Calling("call-1", TimeSpan.FromMinutes(10)), []);
        var removed = travel.Remove(calling, 0, []) with { Stage = LeadStage.Calling };

        Assert.All([Arrived(travel), removed], lead => Assert.Same(lead, travel.Answered(lead, 0, "COMPLETED", Value.Null, [])));
    }

    [Fact]
    public void Settle_WhereALeadCannotGoOn_FailsWithTheReason()
    {
        var badWait = Step("wait", StepTypes.Wait, "{}");
        var badDecision = Step("if", StepTypes.IfElse, """{"condition":7}""");
        var until = Step("wait", StepTypes.Wait, """{"until":"city"}""");

        AssertFails("no_entry", Travel([]), null);
        AssertFails("invalid_settings", Travel([badWait]), "invalid_settings");
        AssertFails("invalid_settings", Travel([badDecision]), "invalid_settings");
        AssertFails("invalid_settings", Travel([Step("hook", "webhook", """{"url":"{{trigger."}""")]), "invalid_settings");
        AssertFails("until_unreadable", Travel([until]), "until_unreadable");
        AssertFails("node_gone", Travel([Hook]), null, NewLead() with { Node = "gone", Version = 1, Status = LeadStatus.InProgress });
    }

    /// <summary>A node that cannot do its part leads on only by an edge that says so.</summary>
    [Theory]
    [InlineData(null, null)]
    [InlineData("success", null)]
    [InlineData("failure", "won")]
    public void Settle_AtABrokenNode_TakesTheEdgeOfFailureAlone(string? label, string? node)
    {
        var travel = Travel([Step("wait", StepTypes.Wait, "{}"), End("won")], new WorkflowEdge("wait", "won", label));

        var lead = travel.Settle(NewLead(), 0, []);

        Assert.Equal((node ?? "wait", node is null ? LeadStatus.Failed : LeadStatus.Completed), (lead.Node, lead.Status));
    }

    [Fact]
    public void Settle_IntoADelayUntilAMoment_EndsItByTheClockOfTheWorkflow()
    {
        var lead = NewLead() with { Variables = new Dictionary<string, string> { ["callback"] = "2026-03-03T09:00:00Z" } };

        var waiting = Travel([Step("wait", StepTypes.Wait, """{"until":"callback"}""")]).Settle(lead, 0, []);

        Assert.Equal((LeadStage.Waiting, Start.AddDays(1)), (waiting.Stage, waiting.DueAt));
    }

    /// <summary>From a node that is gone a lead comes back to the current version as soon as that has the next one.</summary>
    [Theory]
    [InlineData("won", 2)]
    [InlineData("old", 1)]
    public void After_AtANodeThatIsGone_ComesToTheVersionThatHasTheNextOne(string next, int version)
    {
        var old = new WorkflowGraph([Hook, End("won"), End("old")], [new("hook", next)], "hook");
        var travel = new LeadTravel(
            new CompiledLeadGraph(2, new WorkflowGraph([End("won")], [], "won")), new Dictionary<int, CompiledLeadGraph> { [1] = new(1, old) }, Start, Wall);

        var lead = travel.After(Arrived(Travel([Hook])), 0, new LeadEffect.Done("success", Value.Null), []);

        Assert.Equal((next, version, null), (lead.Node, lead.Version, lead.Outputs));
    }

    [Theory]
    [InlineData("Paris", "yes")]
    [InlineData("Rome", "no")]
    public void Settle_AtADecision_TakesTheWayOfItsResult(string city, string node)
    {
        var travel = Travel(
            [Step("if", StepTypes.IfElse, $$"""{"field":"city","operator":"equals","value":"{{city}}"}"""), End("yes"), End("no")], new WorkflowEdge("if", "yes", "true"), new WorkflowEdge("if", "no", "false"));

        Assert.Equal(node, travel.Settle(NewLead(), 0, []).Node);
    }

    /// <summary>Nodes that were passed before count for nothing.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(5000)]
    public void Settle_OnACircle_EndsAfterAThousandNodesOfOneMoment(int visits)
    {
        var circle = Travel([Step("if", StepTypes.IfElse, """{"field":"city","operator":"equals","value":"Paris"}""")], new WorkflowEdge("if", "if"));

        Assert.Equal(visits + 1001, circle.Settle(NewLead() with { Visits = visits }, 0, []).Visits);
        Assert.Equal("converted", Travel([End("won")]).Settle(NewLead() with { Visits = visits }, 0, []).Outcome);
    }

    [Fact]
    public void Settle_IntoADelay_EndsItByTheClockOfTheWorkflow()
    {
        var lead = Travel([Step("wait", StepTypes.Wait, """{"delay_hours":2}""")]).Settle(NewLead(), 0, []);

        Assert.Equal((LeadStage.Waiting, Start.AddHours(2), Wall), (lead.Stage, lead.DueAt, lead.EnteredAt));
    }

    [Theory]
    [InlineData("dropped", "dropped")]
    [InlineData("converted", "converted")]
    public void Settle_AtAnEnd_SaysHowItEnded(string outcome, string ends)
    {
        var passages = new List<LeadPassage>();

        var lead = Travel([End("end", outcome)]).Settle(NewLead(), 0, passages);

        Assert.Equal((LeadStatus.Completed, ends, Wall, null), (lead.Status, lead.Outcome, lead.EndedAt, lead.DueAt));
        Assert.Equal(("end", "completed", null, Wall, Wall, null), Told(Assert.Single(passages)));
    }

    /// <summary>A time past the end of the calendar stands for any fault of the app.</summary>
    [Fact]
    public void Settle_WhenANodeThrows_TellsHowFarTheLeadHadCome()
    {
        var graph = new WorkflowGraph([Step("wait", StepTypes.Wait, """{"delay_hours":2}""")], [], "wait");
        var travel = new LeadTravel(new CompiledLeadGraph(1, graph), new Dictionary<int, CompiledLeadGraph>(), Start, DateTimeOffset.MaxValue);

        var broken = Assert.Throws<BrokenLeadException>(() => travel.Settle(NewLead(), 0, []));

        Assert.Equal(("wait", LeadStage.Arrived), (broken.Lead.Node, broken.Lead.Stage));
        var passages = new List<LeadPassage>();
        var failed = travel.Broken(broken.Lead, 0, passages);
        Assert.Equal((LeadStatus.Failed, InternalFault.Code, null), (failed.Status, failed.Outcome, failed.DueAt));
        Assert.Equal(("failed", InternalFault.Code), (passages.Single().Status, passages.Single().Outcome));
        Assert.Equal(LeadStatus.Failed, travel.Broken(NewLead(), 0, passages).Status);
        Assert.Single(passages);
    }

    [Fact]
    public void Remove_TakesTheLeadOutWhereItIs()
    {
        var travel = Travel([Hook]);
        var passages = new List<LeadPassage>();

        var removed = travel.Remove(Arrived(travel), 0, passages);
        var never = travel.Remove(NewLead(), 1, passages);

        Assert.Equal((LeadStatus.Removed, "hook", null, Wall), (removed.Status, removed.Node, removed.DueAt, removed.EndedAt));
        Assert.Equal((LeadStatus.Removed, null), (never.Status, never.Node));
        Assert.Equal(("hook", "removed", null, Wall, Wall, null), Told(Assert.Single(passages)));
        Assert.Equal("WEBHOOK", passages[0].Type);
    }

    [Fact]
    public void MoveAll_MovesThoseWhoAreAtTheNodeAndOnTheirWay()
    {
        var travel = Travel([Hook, Call]);
        var here = Arrived(travel);
        var elsewhere = NewLead(1) with { Node = "call", Status = LeadStatus.InProgress, Version = 1 };
        var over = travel.Remove(here with { Id = NewLead(2).Id }, 2, []);
        var last = here with { Id = NewLead(3).Id };

        var (batch, passages) = travel.MoveAll(new LeadBatch(0, [here, elsewhere, over, last], 0), "hook", "call");

        Assert.Equal(["call", "call", "hook", "call"], batch.Leads.Select(lead => lead.Node));
        Assert.Same(elsewhere, batch.Leads[1]);
        Assert.Same(over, batch.Leads[2]);
        Assert.Equal([(0, "hook", "moved"), (3, "hook", "moved")], passages.Select(passage => (passage.Place, passage.Node, passage.Status)));
        Assert.Equal(2, batch.Leads[0].Visits);
    }

    [Fact]
    public void ScopeOf_HasTheLeadsVariablesItsNumberAndTheTime()
    {
        var lead = NewLead();
        var scope = Travel([Hook]).ScopeOf(lead);

        Assert.All(["trigger", "lead"], root => Assert.Equal(
            ("Paris", lead.Id.ToString(), lead.Phone), (Find(scope, root, "city"), Find(scope, root, "id"), Find(scope, root, "phone_number"))));
        Assert.True(scope.TryGetMember("now", out var now));
        Assert.Equal(IsoTime.Format(Wall), now.AsText);
    }

    [Fact]
    public void NodeOf_IsTheNodeAsTheLeadCameToIt()
    {
        var old = new WorkflowGraph([Step("hook", "webhook", """{"url":"old"}""")], [], "hook");
        var travel = new LeadTravel(
            new CompiledLeadGraph(2, new WorkflowGraph([Step("hook", "webhook", """{"url":"new"}"""), Call], [], "hook")),
            new Dictionary<int, CompiledLeadGraph> { [1] = new(1, old) },
            Start,
            Wall);
        string? Url(string node, int version) => travel.NodeOf(NewLead() with { Node = node, Version = version })?.Step.Config.GetRawText();

        Assert.Equal(("""{"url":"old"}""", """{"url":"new"}"""), (Url("hook", 1), Url("hook", 2)));
        Assert.Equal("""{"agent_id":"a"}""", Url("call", 1));
        Assert.Null(Url("gone", 1));
        Assert.Null(travel.NodeOf(NewLead()));
    }

    private static WorkflowStep Hook => Step("hook", "webhook", "{}");

    private static WorkflowStep Call => Step("call", "make_phone_call", """{"agent_id":"a"}""");

    private static void AssertFails(string code, LeadTravel travel, string? passed, Lead? lead = null)
    {
        var passages = new List<LeadPassage>();
        var failed = travel.Settle(lead ?? NewLead(), 0, passages);
        Assert.Equal((LeadStatus.Failed, code, null, Wall), (failed.Status, failed.Outcome, failed.DueAt, failed.EndedAt));
        Assert.Equal(passed is null ? [] : [("failed", (string?)passed)], passages.Select(passage => (passage.Status, passage.Outcome)));
    }

    private static (string, string, string?, DateTimeOffset, DateTimeOffset, string?) Told(LeadPassage passage) =>
        (passage.Node, passage.Status, passage.Outcome, passage.EnteredAt, passage.ExitedAt, passage.CallId);

    private static string? Find(Value scope, string root, string name) =>
        scope.TryGetMember(root, out var found) && found.TryGetMember(name, out var value) ? value.AsText : null;

    private static Lead Arrived(LeadTravel travel) => travel.Settle(NewLead(), 0, []);

    private static LeadTravel Travel(WorkflowStep[] steps, params WorkflowEdge[] edges) =>
        new(new CompiledLeadGraph(1, new WorkflowGraph(steps, edges, steps.FirstOrDefault()?.Id)), new Dictionary<int, CompiledLeadGraph>(), Start, Wall);

    private static Lead NewLead(int place = 0) =>
        new(LeadId.Of(Start, 0, place, "+1415555010" + place), "+1415555010" + place, new Dictionary<string, string> { ["city"] = "Paris" }, Start) { DueAt = Start };

    private static WorkflowStep End(string id, string outcome = "converted") => Step(id, StepTypes.Stop, $$"""{"outcome":"{{outcome}}"}""");

    private static WorkflowStep Step(string id, string type, string config) => new(id, type, null, JsonElement.Parse(config));
}
