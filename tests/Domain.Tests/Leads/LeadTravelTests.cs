using System.Text.Json;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Leads;
using Cadenza.Domain.Workflows;

namespace Cadenza.Domain.Tests.Leads;

/// <summary>C5 to C10: how leads travel along a graph.</summary>
public sealed class LeadTravelTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Settle_FromTheEntry_GoesOnUntilItHasToWait()
    {
        var (lead, passages) = Settle(Graph("decide", Decide(), Wait(), End("won", "converted")));

        Assert.Equal((LeadStatus.InProgress, "wait", LeadStage.Waiting, Start.AddHours(2)), (lead.Status, lead.Node, lead.Stage, lead.DueAt));
        Assert.Equal(("decide", "true"), (passages.Single().Node, passages.Single().Outcome));
    }

    [Fact]
    public void Settle_WhenTheDelayIsOver_ComesToTheEnd()
    {
        var graph = Graph("wait", Wait(), End("won", "dropped"));
        var (waiting, _) = Settle(graph);

        var (lead, passages) = Settle(graph, waiting, Start.AddHours(2));

        Assert.Equal((LeadStatus.Completed, "dropped"), (lead.Status, lead.Outcome));
        Assert.Equal(["wait", "won"], passages.Select(passage => passage.Node));
        Assert.Null(lead.DueAt);
    }

    [Fact]
    public void Settle_OnACircleInWhichNoTimePasses_EndsInsteadOfSpinning()
    {
        var graph = new WorkflowGraph([Decide()], [new("decide", "decide")], "decide");

        var (lead, _) = Settle(graph);

        Assert.Equal((LeadStatus.Failed, "circle"), (lead.Status, lead.Outcome));
    }

    [Fact]
    public void Settle_WhenNoEdgeFits_EndsThere()
    {
        var graph = new WorkflowGraph([Decide(), End("won", "converted")], [new("decide", "won", "false")], "decide");

        var (lead, _) = Settle(graph);

        Assert.Equal((LeadStatus.Completed, "ended"), (lead.Status, lead.Outcome));
    }

    [Fact]
    public void Settle_TakesTheFirstEdgeThatFits_AndAnUnlabeledOneFitsAlways()
    {
        var graph = new WorkflowGraph(
            [Decide(), End("a", "converted"), End("b", "converted"), End("c", "converted")],
            [new("decide", "a", "false"), new("decide", "b"), new("decide", "c", "true")],
            "decide");

        Assert.Equal("b", Settle(graph).Lead.Node);
    }

    [Fact]
    public void Settle_OnANewVersion_FinishesTheNodeAsItWasAndGoesOnAlongTheNewGraph()
    {
        var old = Graph("wait", Wait(), End("won", "converted"));
        var (waiting, _) = Settle(old);
        var edited = new WorkflowGraph([Step("wait", StepTypes.Wait, """{"delay_days":9}"""), End("lost", "dropped")], [new("wait", "lost")], "wait");

        var travel = new LeadTravel(new CompiledLeadGraph(2, edited), new Dictionary<int, CompiledLeadGraph> { [1] = new(1, old) }, Start.AddHours(2), Start.AddHours(2));
        var lead = travel.Settle(waiting, 0, []);

        Assert.Equal((LeadStatus.Completed, "dropped"), (lead.Status, lead.Outcome));
    }

    [Fact]
    public void Settle_WhenTheNodeIsGone_GoesOnAlongTheVersionItCameWith()
    {
        var old = Graph("wait", Wait(), End("won", "converted"));
        var (waiting, _) = Settle(old);
        var edited = new WorkflowGraph([End("other", "dropped")], [], "other");

        var travel = new LeadTravel(new CompiledLeadGraph(2, edited), new Dictionary<int, CompiledLeadGraph> { [1] = new(1, old) }, Start.AddHours(2), Start.AddHours(2));

        Assert.Equal("converted", travel.Settle(waiting, 0, []).Outcome);
    }

    [Theory]
    [InlineData("COMPLETED", "yes")]
    [InlineData("NO_ANSWER", "no")]
    public void Answered_TakesTheWayOfTheResult_AndOnlyOnce(string result, string node)
    {
        var graph = new WorkflowGraph(
            [Step("call", "make_phone_call", """{"agent_id":"a"}"""), End("yes", "converted"), End("no", "dropped")],
            [new("call", "yes", "completed"), new("call", "no", "DNP")],
            "call");
        var travel = Travel(graph, Start);
        var arrived = travel.Settle(NewLead(), 0, []);
        Assert.True(travel.NeedsEffect(arrived));
        var calling = travel.After(arrived, 0, new LeadEffect.Calling("call-1", TimeSpan.FromMinutes(10)), []);
        Assert.False(travel.IsDue(calling));

        var passages = new List<LeadPassage>();
        var answered = travel.Answered(calling, 0, result, Value.Of("x"), passages);

        Assert.Equal(node, answered.Node);
        Assert.Equal("call-1", passages.Single().CallId);
        Assert.Equal(answered, travel.Answered(answered, 0, result, Value.Null, passages));
    }

    [Fact]
    public void Unanswered_IsLookedForAgain_UntilTheCallIsGivenUp()
    {
        var calling = Calling(out var graph) with { DueAt = Start.AddMinutes(4) };
        var look = new LeadEffect.Unanswered(TimeSpan.FromMinutes(4));
        Assert.False(Travel(graph, Start.AddMinutes(3)).NeedsEffect(calling));
        Assert.True(Travel(graph, Start.AddMinutes(4)).NeedsEffect(calling));

        var first = Travel(graph, Start.AddMinutes(4)).After(calling, 0, look, []);
        var second = Travel(graph, Start.AddMinutes(8)).After(first, 0, look, []);
        var third = Travel(graph, Start.AddMinutes(10)).After(second, 0, look, []);

        Assert.Equal((Start.AddMinutes(8), Start.AddMinutes(10)), (first.DueAt, second.DueAt));
        Assert.Equal((LeadStage.Calling, "no", null), (second.Stage, third.Node, third.GiveUpAt));
    }

    [Fact]
    public void Unanswered_OfACallStoredWithoutItsTimeOut_IsGivenUpWhenItIsDue()
    {
        var calling = Calling(out var graph) with { GiveUpAt = null };

        var after = Travel(graph, Start.AddMinutes(10)).After(calling, 0, new LeadEffect.Unanswered(TimeSpan.FromMinutes(4)), []);

        Assert.Equal("no", after.Node);
    }

    private static Lead Calling(out WorkflowGraph graph)
    {
        graph = new WorkflowGraph([Step("call", "make_phone_call", """{"agent_id":"a"}"""), End("no", "dropped")], [new("call", "no", "DNP")], "call");
        var travel = Travel(graph, Start);
        return travel.After(travel.Settle(NewLead(), 0, []), 0, new LeadEffect.Calling("call-1", TimeSpan.FromMinutes(10)), []);
    }

    [Fact]
    public void After_AFailureThatMayPass_TriesTheSameVisitAgain()
    {
        var travel = Travel(new WorkflowGraph([Step("hook", "webhook", "{}")], [], "hook"), Start);
        var arrived = travel.Settle(NewLead(), 0, []);

        var later = travel.After(arrived, 0, new LeadEffect.Retry(TimeSpan.FromMinutes(1)), []);

        Assert.Equal((1, arrived.Visits, Start.AddMinutes(1)), (later.Attempts, later.Visits, later.DueAt));
    }

    [Fact]
    public void After_AFailure_TakesItsEdgeOrFails()
    {
        var hook = Step("hook", "webhook", "{}");
        var failure = new LeadEffect.Failed(StepLabels.Failure, "http_500");
        var ends = Travel(new WorkflowGraph([hook], [], "hook"), Start);
        var failed = ends.After(ends.Settle(NewLead(), 0, []), 0, failure, []);
        Assert.Equal((LeadStatus.Failed, "http_500"), (failed.Status, failed.Outcome));

        var rescued = Travel(new WorkflowGraph([hook, End("lost", "dropped")], [new("hook", "lost", "failure")], "hook"), Start);
        Assert.Equal("lost", rescued.After(rescued.Settle(NewLead(), 0, []), 0, failure, []).Node);
    }

    [Fact]
    public void Merge_LeavesWhatOthersDidMeanwhile()
    {
        var travel = Travel(Graph("wait", Wait(), End("won", "converted")), Start);
        var read = new LeadBatch(0, [NewLead(0), NewLead(1)], 0);
        var passages = new List<LeadPassage>();
        var changed = read with { Leads = [travel.Settle(read.Leads[0], 0, passages), travel.Settle(read.Leads[1], 1, passages)] };
        var removed = read.With(travel.Remove(read.Leads[1], 1, []));
        var stored = removed with { Leads = [.. removed.Leads, NewLead(2)] };

        var (merged, _) = LeadBatchMerge.Onto(read, changed, passages, stored);

        Assert.Equal([LeadStatus.InProgress, LeadStatus.Removed, LeadStatus.Pending], merged.Leads.Select(lead => lead.Status));
    }

    [Fact]
    public void Id_TellsWhereTheLeadIs()
    {
        var id = LeadId.Of(Start, 123_456, 97, "+14155550100");

        Assert.Equal((123_456, 97, id), (id.Batch, id.Place, LeadId.Parse(id.ToString().ToUpperInvariant())));
        Assert.False(LeadId.TryParse("123", out _));
    }

    [Theory]
    [InlineData("""{"until":"{{trigger.callback}}"}""", "2026-03-01T12:00:00Z", "2026-03-01T12:00:00Z")]
    [InlineData("""{"until":"callback","timezone":"Europe/Paris"}""", "2026-03-02 09:30", "2026-03-02T08:30:00Z")]
    [InlineData("""{"until":"callback","timezone":"Europe/Paris"}""", "2026-03-29 02:30", "2026-03-29T01:30:00Z")]
    [InlineData("""{"until":"callback","timezone":"Europe/Paris"}""", "2026-10-25T02:30", "2026-10-25T00:30:00Z")] // shown twice: the first
    [InlineData("""{"until":"callback","timezone":"Australia/Lord_Howe"}""", "2026-10-04 02:15", "2026-10-03T15:45:00Z")] // half an hour is skipped
    [InlineData("""{"until":"callback","timezone":"Asia/Tokyo"}""", "2026-03-05", "2026-03-04T15:00:00Z")]
    [InlineData("""{"until":"callback"}""", "1601-01-01", "2026-03-01T09:00:00Z")] // past: over at once
    [InlineData("""{"delay_days":1,"delay_hours":2,"delay_minutes":3}""", "", "2026-03-02T11:03:00Z")]
    public void Delay_EndsWhenItsSettingsSay(string config, string callback, string expected)
    {
        Assert.True(LeadDelay.TryRead(JsonElement.Parse(config), out var delay, out _));

        var lead = NewLead() with { Variables = new Dictionary<string, string> { ["callback"] = callback } };
        var scope = Travel(new WorkflowGraph([], [], null), Start).ScopeOf(lead);

        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), delay!.EndsAt(Start, scope));
    }

    [Theory]
    [InlineData("04/03/2027")]
    [InlineData("23:59")]
    [InlineData("Dec 5 2026 09:00Z")]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    public void Delay_UntilWhatIsNoTime_HasNoEnd(string callback)
    {
        Assert.True(LeadDelay.TryRead(JsonElement.Parse("""{"until":"callback","timezone":"Asia/Tokyo"}"""), out var delay, out _));
        var lead = NewLead() with { Variables = new Dictionary<string, string> { ["callback"] = callback } };

        Assert.Null(delay!.EndsAt(Start, Travel(new WorkflowGraph([], [], null), Start).ScopeOf(lead)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"delay_hours":-1}""")]
    [InlineData("""{"delay_hours":"soon"}""")]
    [InlineData("""{"delay_days":99999}""")]
    [InlineData("""{"delay_hours":1,"until":"x"}""")]
    [InlineData("""{"until":"x","timezone":"Mars/Olympus"}""")]
    public void Delay_ThatMakesNoSense_IsRefused(string config)
    {
        Assert.False(LeadDelay.TryRead(JsonElement.Parse(config), out _, out var fault));
        Assert.NotNull(fault);
    }

    [Fact]
    public void Check_FindsAVariableThatNoLeadHas_AndKnowsOutputsOfNodes()
    {
        var graph = new WorkflowGraph(
            [Step("hook", "webhook", """{"url":"https://example.com/{{city}}/{{plan}}/{{phone_number}}"}"""), Step("next", "webhook", """{"url":"{{hook.body}}"}"""), End("won", "converted")],
            [new("hook", "next"), new("next", "won")],
            "hook");

        var fault = Assert.Single(GraphCheck.Find(graph, new HashSet<string> { "city" }));

        Assert.Equal("hook", fault.NodeId);
        Assert.Contains("'plan'", fault.Message, StringComparison.Ordinal);
        Assert.Empty(GraphCheck.Find(graph, null));
    }

    [Theory]
    [InlineData("{{ postal_code }} {{ postalCode }} {{ lead.postal_code }} {{ trigger.PostalCode }} {{ phoneNumber }}")]
    [InlineData("{{ plan | default: 'free' }}")]
    [InlineData("{% if plan %}a{% elsif lead.vip == 'yes' %}b{% endif %}")]
    [InlineData("{% assign plan = postalCode %}{{ plan }}")]
    public void Find_OfAMessageThatCanDoWithoutAVariable_HasNoFault(string message) => Assert.Empty(GraphCheck.Find(Messaging(message), new HashSet<string> { "postalCode" }));

    [Theory]
    [InlineData("{{ plan }}")]
    [InlineData("{% if plan %}{{ plan }}{% endif %}")]
    public void Find_OfAMessageThatShowsAVariableWhichNoLeadHas_NamesIt(string message) =>
        Assert.Contains("'plan'", Assert.Single(GraphCheck.Find(Messaging(message), new HashSet<string> { "postalCode" })).Message, StringComparison.Ordinal);

    private static WorkflowGraph Messaging(string message) =>
        new([Step("text", "send_sms", JsonSerializer.Serialize(new { message })), End("won", "converted")], [new("text", "won", StepLabels.Success), new("text", "won", StepLabels.Failure)], "text");

    private static (Lead Lead, List<LeadPassage> Passages) Settle(WorkflowGraph graph, Lead? lead = null, DateTimeOffset? at = null)
    {
        var passages = new List<LeadPassage>();
        return (Travel(graph, at ?? Start).Settle(lead ?? NewLead(), 0, passages), passages);
    }

    private static LeadTravel Travel(WorkflowGraph graph, DateTimeOffset at) => new(new CompiledLeadGraph(1, graph), new Dictionary<int, CompiledLeadGraph>(), at, at);

    private static Lead NewLead(int place = 0) =>
        new(LeadId.Of(Start, 0, place, "+1415555010" + place), "+1415555010" + place, new Dictionary<string, string> { ["city"] = "Paris" }, Start) { DueAt = Start };

    private static WorkflowGraph Graph(string entry, params WorkflowStep[] steps) =>
        new(steps, [.. steps.Zip(steps.Skip(1), (from, to) => new WorkflowEdge(from.Id, to.Id))], entry);

    private static WorkflowStep Decide() =>
        Step("decide", StepTypes.IfElse, """{"logic":"AND","conditions":[{"field":"city","operator":"equals","value":"Paris"}]}""");

    private static WorkflowStep Wait() => Step("wait", StepTypes.Wait, """{"delay_hours":2}""");

    private static WorkflowStep End(string id, string outcome) => Step(id, StepTypes.Stop, $$"""{"outcome":"{{outcome}}"}""");

    private static WorkflowStep Step(string id, string type, string config) => new(id, type, null, JsonElement.Parse(config));
}
