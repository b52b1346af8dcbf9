using System.Globalization;
using System.Text.Json;
using Cadenza.Domain.Execution;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Values;
using Cadenza.Domain.Workflows;

namespace Cadenza.Domain.Tests.Execution;

/// <summary>A7, D8: what a run does next, from its journal alone.</summary>
public sealed class InterpreterTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 200)];

    [Fact]
    public void Run_WhenStepsFollowOneAnother_HandsOutputsOn()
    {
        var run = Play(Graph(Step("a", "act"), Step("d", "act", """{"from":"{{a.value}}","who":"{{trigger.name}}"}""")), out _);
        Assert.Equal((RunStatus.Completed, 2), (run.Status, run.Journal.Count));
        Assert.Equal("""{"from":"out-a","who":"Ada"}""", run.Journal[1].Input.ToString());
    }

    [Theory]
    [InlineData(5, "yes")]
    [InlineData(15, "no")]
    public void Decision_TakesTheWayOfItsOutcome(int limit, string next)
    {
        var graph = new WorkflowGraph(
            [Step("if", "if_else", $$$"""{"condition":{"operatorName":"greater_than","left":"{{trigger.score}}","right":{{{limit}}}}}"""), Step("yes", "act"), Step("no", "act")],
            [new("if", "yes", "TRUE"), new("if", "no", "false")],
            "if");
        Assert.Equal(["if", next], Play(graph, out _).Journal.Select(entry => entry.StepId));
    }

    [Fact]
    public void Wait_KeepsItsRestOverAPause()
    {
        var program = Program(Graph(Step("w", "wait", """{"hours":2}"""), Step("a", "act")));
        var clock = default(ActiveClock);
        var run = Interpreter.Advance(program, Begin(program), At(Start, clock)).Run;
        Assert.Equal(RunStatus.Idle, run.Status);
        clock = clock.Pause(Start.AddHours(1)).Resume(Start.AddHours(11));
        Assert.Equal(RunStatus.Idle, Interpreter.Advance(program, run, At(Start.AddHours(11.9), clock)).Run.Status);
        Assert.NotNull(Interpreter.Advance(program, run, At(Start.AddHours(12), clock)).Action);
    }

    [Fact]
    public void Wait_WhenTheRunIsATest_PassesAtOnce()
    {
        var program = Program(Graph(Step("w", "wait", """{"days":90}"""), Step("a", "act")));
        Assert.Equal("a", Interpreter.Advance(program, Begin(program, isTest: true), At(Start)).Action?.Step.Step.Id);
    }

    [Theory]
    [InlineData("""{"until":"2026-03-05T09:00:00Z"}""", "2026-03-05T09:00:00Z")]
    [InlineData("""{"until":"2026-03-05T09:00:00","timezone":"America/New_York"}""", "2026-03-05T14:00:00Z")]
    [InlineData("""{"weekdays":["monday"],"time":"09:30","timezone":"Europe/Paris"}""", "2026-03-02T08:30:00Z")]
    [InlineData("""{"time":"07:00"}""", "2026-03-02T07:00:00Z")]
    [InlineData("""{"until":"2026-03-05","timezone":"Asia/Tokyo"}""", "2026-03-04T15:00:00Z")]
    [InlineData("""{"until":" 2026-03-05 09:00 "}""", "2026-03-05T09:00:00Z")]
    [InlineData("""{"until":"2026-03-05T09:00:00.25+05:30","timezone":"Asia/Tokyo"}""", "2026-03-05T03:30:00.25Z")]
    [InlineData("""{"until":"2026-03-29T02:30","timezone":"Europe/Berlin"}""", "2026-03-29T01:30:00Z")] // skipped: an hour later
    [InlineData("""{"until":"2026-10-25T02:30","timezone":"Europe/Berlin"}""", "2026-10-25T00:30:00Z")] // shown twice: the first
    [InlineData("""{"until":"2026-10-04T02:15","timezone":"Australia/Lord_Howe"}""", "2026-10-03T15:45:00Z")] // half an hour is skipped
    [InlineData("""{"until":"1601-01-01"}""", "1601-01-01T00:00:00Z")]
    [InlineData("""{"duration":3,"unit":"days"}""", "2026-03-04T08:00:00Z")]
    [InlineData("""{"hours":1,"minutes":30}""", "2026-03-01T09:30:00Z")]
    [InlineData("""{"delay_in_minutes":"0.5"}""", "2026-03-01T08:00:30Z")]
    [InlineData("""{"weekdays":["sun"],"time":"02:30","timezone":"Europe/Berlin","x":1}""", "2026-03-08T01:30:00Z")]
    public void WaitTime_IsReadFromEverySetting(string settings, string until) =>
        Assert.Equal(DateTimeOffset.Parse(until, CultureInfo.InvariantCulture), WaitTime.Read(Value.Parse(settings), Start, out _)?.Until);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"minutes":-1}""")]
    [InlineData("""{"minutes":"soon"}""")]
    [InlineData("""{"days":4000}""")]
    [InlineData("""{"until":"next week"}""")]
    [InlineData("""{"until":"2099-01-01T00:00:00Z"}""")]
    [InlineData("""{"until":"04/03/2027"}""")]
    [InlineData("""{"until":"23:59"}""")]
    [InlineData("""{"until":"Dec 5"}""")]
    [InlineData("""{"until":"2026-02-30"}""")]
    [InlineData("""{"until":"2026-03-05T24:00"}""")]
    [InlineData("""{"until":"2026-03-05T09"}""")]
    [InlineData("""{"until":"2026-03-05T09:00+15:00"}""")]
    [InlineData("""{"time":"9 PM"}""")]
    [InlineData("""{"weekdays":["someday"]}""")]
    [InlineData("""{"time":"25:00"}""")]
    [InlineData("""{"time":"09:00","timezone":"Mars/Olympus"}""")]
    public void WaitTime_WhenItSaysNoTime_IsAFault(string settings)
    {
        Assert.Null(WaitTime.Read(Value.Parse(settings), Start, out var fault));
        Assert.NotNull(fault);
    }

    [Fact]
    public void Advance_WhenAWaitIsForNoTypeOfEvent_FailsWithTheReason()
    {
        var program = Program(Graph(Step("w", StepTypes.WaitForEvent, """{"event_type":"{{trigger.nothing}}"}""")));
        var turn = Interpreter.Advance(program, Begin(program), At(Start));
        Assert.Equal(RunStatus.Failed, turn.Run.Status);
        Assert.StartsWith("wait_invalid: step 'w': 'event_type'", turn.Run.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0001-01-01", "Europe/Berlin")]
    [InlineData("0001-01-01", "Asia/Tokyo")]
    [InlineData("1601-01-01T00:00", "Asia/Tokyo")]
    [InlineData("1600-12-31T23:59:59Z", "UTC")]
    [InlineData("0001-01-01T00:00:00+14:00", "UTC")]
    [InlineData("9999-12-31T23:59:59-00:01", "UTC")]
    [InlineData("9999-12-31T23:59", "America/New_York")]
    public void WaitTime_WhenUntilCannotBeStored_SaysTheRange(string until, string zone)
    {
        var settings = Value.Object([KeyValuePair.Create("until", Value.Of(until)), KeyValuePair.Create("timezone", Value.Of(zone))]);

        Assert.Null(WaitTime.Read(settings, Start, out var fault));
        Assert.Equal("'until' must be from 1601-01-01 to 9999-12-31 in UTC", fault);
    }

    [Theory]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("9999-12-31")]
    [InlineData("9999-12-27T12:00")]
    public void WaitTime_WhenUntilIsFarAhead_SaysSo(string until)
    {
        var settings = Value.Object([KeyValuePair.Create("until", Value.Of(until)), KeyValuePair.Create("timezone", Value.Of("Asia/Tokyo"))]);

        Assert.Null(WaitTime.Read(settings, Start, out var fault));
        Assert.Equal("'until' is more than five years ahead", fault);
    }

    [Theory]
    [InlineData("""{"until":"2026-03-05","days":2}""", "'until' and 'days' contradict each other: say one of them")]
    [InlineData("""{"until":"2026-03-05","delayInMinutes":2}""", "'until' and 'delay_in_minutes' contradict each other: say one of them")]
    [InlineData("""{"until":"2026-03-05","time":"09:00"}""", "'until' and 'time' contradict each other: say one of them")]
    [InlineData("""{"weekdays":["mon"],"duration":2}""", "'weekdays' and 'duration' contradict each other: say one of them")]
    public void WaitTime_WhenSettingsContradictEachOther_IsAFault(string settings, string expected)
    {
        Assert.Null(WaitTime.Read(Value.Parse(settings), Start, out var fault));
        Assert.Equal(expected, fault);
    }

    [Fact]
    public void Failure_WhenTemporary_IsTriedAgainWithTheSameEffectKey()
    {
        var program = Program(Graph(Step("a", "act")));
        var (run, keys, now) = (Begin(program), new List<string>(), Start);
        while (Interpreter.Advance(program, run, At(now)) is { Action: { } action } turn)
        {
            keys.Add(action.EffectKey);
            run = Interpreter.Failed(turn.Run, action, new StepFailure("busy", "later", IsTemporary: true, null), now);
            now = now.AddHours(1);
        }

        Assert.Equal((5, 1), (keys.Count, keys.Distinct().Count()));
        Assert.Equal((RunStatus.Failed, "busy: later"), (run.Status, run.Reason));
        Assert.Equal(5, Assert.Single(run.Journal).Attempts);
        var retried = Interpreter.Advance(program, run.Retry(now)!, At(now));
        Assert.Equal("a", retried.Action?.Step.Step.Id);
        Assert.DoesNotContain(retried.Action!.EffectKey, keys);
    }

    [Theory]
    [InlineData("""{"on_error":"continue"}""", null, new[] { "a", "b" }, RunStatus.Completed)]
    [InlineData("{}", "failure", new[] { "a", "c" }, RunStatus.Completed)]
    [InlineData("{}", null, new[] { "a" }, RunStatus.Failed)]
    public void Failure_WhenForGood_FollowsTheStepsWord(string config, string? label, string[] path, RunStatus status)
    {
        var edges = new List<WorkflowEdge> { new("a", "b", label is null ? null : "success") };
        if (label is not null) edges.Add(new WorkflowEdge("a", "c", label));
        var program = Program(new WorkflowGraph([Step("a", "act", config), Step("b", "act"), Step("c", "act")], edges, "a"));
        var turn = Interpreter.Advance(program, Begin(program), At(Start));
        var run = Interpreter.Failed(turn.Run, turn.Action!, new StepFailure("gone", "no such thing", IsTemporary: false, null), Start);
        while (Interpreter.Advance(program, run, At(Start)) is { Action: { } action } next) run = Interpreter.Done(next.Run, action, Value.Null, [], Start);
        run = Interpreter.Advance(program, run, At(Start)).Run;
        Assert.Equal((status, string.Join(' ', path)), (run.Status, string.Join(' ', run.Journal.Select(entry => entry.StepId))));
    }

    [Fact]
    public void Circle_WithoutAnEnd_FailsAfterAThousandSteps()
    {
        var program = Program(new WorkflowGraph([Step("a", "if_else", """{"condition":{"operatorName":"equals","left":"1","right":"1"}}""")], [new("a", "a")], "a"));
        var run = Interpreter.Advance(program, Begin(program), At(Start)).Run;
        Assert.Equal((RunStatus.Failed, Run.MaxSteps), (run.Status, run.Journal.Count));
        Assert.StartsWith("too_many_steps", run.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_WhenTooLarge_IsLeftOutWithAWarning()
    {
        var program = Program(Graph(Step("a", "act")));
        var turn = Interpreter.Advance(program, Begin(program), At(Start));
        var run = Interpreter.Done(turn.Run, turn.Action!, Value.Of(new string('x', Interpreter.MaxOutput)), [], Start);
        Assert.True(run.Journal[0].Output.IsNull);
        Assert.Single(run.Journal[0].Warnings);
    }

    /// <summary>Proof: "any journal prefix resumes to the same end".</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Run_FromAnyPointOfItsJournal_ComesToTheSameEnd(int seed)
    {
        var graph = RandomGraph(new Random(seed));
        var end = Play(graph, out var states);
        foreach (var state in states)
        {
            // As from storage: only what is in the run itself is left.
            var again = Play(graph, out _, state);
            Assert.Equal(end.Journal.Select(Told), again.Journal.Select(Told));
            Assert.Equal((end.Status, end.Reason), (again.Status, again.Reason));
        }
    }

    private static string Told(JournalEntry entry) => $"{entry.StepId} {entry.Status} {entry.Label} {entry.Input} {entry.Output} {entry.Attempts}";

    private static WorkflowGraph RandomGraph(Random random)
    {
        var count = random.Next(1, 12);
        var steps = new List<WorkflowStep>();
        var edges = new List<WorkflowEdge>();
        for (var index = 0; index < count; index++)
        {
            var id = $"s{index}";
            var later = Enumerable.Range(index + 1, count - index - 1).Select(next => $"s{next}").ToArray();
            var earlier = index == 0 ? "trigger.name" : $"s{random.Next(index)}.value";
            switch (random.Next(4))
            {
                case 0 when later.Length > 0:
                    steps.Add(Step(id, "if_else", $$$"""{"condition":{"operatorName":"{{{(random.Next(2) == 0 ? "equals" : "is_empty")}}}","left":"{{ {{{earlier}}} }}","right":"out-s0"}}"""));
                    edges.Add(new(id, random.GetItems(later, 1)[0], "true"));
                    edges.Add(new(id, random.GetItems(later, 1)[0], "false"));
                    break;
                case 1:
                    steps.Add(Step(id, "wait", """{"minutes":10}"""));
                    if (later.Length > 0) edges.Add(new(id, later[0]));
                    break;
                default:
                    steps.Add(Step(id, "act", $$$"""{"on_error":"continue","v":"{{ {{{earlier}}} }}"}"""));
                    if (later.Length > 0) edges.Add(new(id, later[0]));
                    break;
            }
        }

        return new WorkflowGraph(steps, edges, "s0");
    }

    // Plays a run to its end; every third action fails for now once, and one in seven for good.
    private static Run Play(WorkflowGraph graph, out List<Run> states, Run? from = null)
    {
        var program = Program(graph);
        var run = from ?? Begin(program);
        states = [run];
        while (true)
        {
            // The clock follows from the run, so that it shows the same to whoever resumes.
            var now = run.Wait is { } wait ? wait.Until.AddMinutes(1) : Start;
            var turn = Interpreter.Advance(program, run, At(now));
            run = turn.Run;
            states.Add(run);
            if (turn.Action is { } action) run = Act(run, action, now);
            else if (run.IsOver) return run;
            states.Add(run);
        }
    }

    private static Run Act(Run run, NextAction action, DateTimeOffset now)
    {
        var lot = action.Step.Step.Id.Sum(letter => letter);
        if (lot % 3 == 0 && action.Attempt == 1) return Interpreter.Failed(run, action, new StepFailure("busy", "later", IsTemporary: true, null), now);
        if (lot % 7 == 0) return Interpreter.Failed(run, action, new StepFailure("gone", "no", IsTemporary: false, null), now);
        var output = Value.Object([KeyValuePair.Create("value", Value.Of("out-" + action.Step.Step.Id))]);
        return Interpreter.Done(run, action, output, [], now);
    }

    private static InterpreterContext At(DateTimeOffset now, ActiveClock clock = default) => new(Value.Null, now, clock);

    private static Run Begin(WorkflowProgram program, bool isTest = false)
    {
        var trigger = new TriggerData(Value.Parse("""{"name":"Ada","score":10}"""), Value.Null, Value.Null);
        return Interpreter.Begin(
            new Run(RunId.Of(Start, 1, "e"), WorkflowId.Create(Guid.Empty), 1, 1, RunCause.Automatic, isTest, new RunTrigger("e", "lead_created", trigger, null, EventChain.None), Start),
            program);
    }

    private static WorkflowProgram Program(WorkflowGraph graph) =>
        WorkflowProgram.Compile(new WorkflowContent("Test", null, new WorkflowTrigger("lead_created", null), null, null, graph, null));

    private static WorkflowGraph Graph(params WorkflowStep[] steps) =>
        new(steps, [.. steps.Zip(steps.Skip(1), (from, to) => new WorkflowEdge(from.Id, to.Id))], steps[0].Id);

    private static WorkflowStep Step(string id, string type, string config = "{}") => new(id, type, null, JsonElement.Parse(config));
}
