using Cadenza.Domain.Execution;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Values;
using Cadenza.Domain.Workflows;
using static Cadenza.Domain.Tests.Execution.GivenRun;

namespace Cadenza.Domain.Tests.Execution;

/// <summary>A7: which events end a wait, and what becomes of a wait that none ends.</summary>
public sealed class InterpreterEventTests
{
    private const string Settings = """{"event_type":"Email-Opened","timeout":{"hours":2}}""";

    [Fact]
    public void Deliver_WhenTheAwaitedEventComes_GoesOnWithItByTheWayOfTheEvent()
    {
        var program = Waiting(Settings);
        var idle = Advance(program, Begin(program)).Run;
        Assert.Equal((RunStatus.Idle, "email_opened", Start.AddHours(2), true, Start), (idle.Status, idle.Wait!.EventType, idle.Wait.Until, idle.Wait.IsActiveTime, idle.Wait.Since));

        var run = Interpreter.Deliver(program, idle, Happening("email_opened", "e2", "lead-1", """{"link":"x"}"""), Start.AddHours(1));

        Assert.Equal((RunStatus.InProgress, null, "came"), (run.Status, run.Wait, run.Position));
        var entry = Assert.Single(run.Journal);
        Assert.Equal(("w", StepTypes.WaitForEvent, StepStatus.Completed, "event", "e2"), (entry.StepId, entry.Type, entry.Status, entry.Label, entry.Event));
        Assert.Equal((Start, Start.AddHours(1)), (entry.StartedAt, entry.EndedAt));
        Assert.Equal(Value.Parse("""{"outcome":"event","event":{"link":"x"},"event_id":"e2"}"""), entry.Output);
        Assert.Equal(Value.Parse(Settings), entry.Input);
    }

    [Fact]
    public void Advance_WhenTheAwaitedEventStaysAway_GoesOnByTheWayOfTheTimeout()
    {
        var program = Waiting(Settings);
        var idle = Advance(program, Begin(program)).Run;

        Assert.Null(Advance(program, idle, Start.AddHours(2).AddTicks(-1)).Action);
        var turn = Advance(program, idle, Start.AddHours(2));

        Assert.Equal("late", turn.Action?.Step.Step.Id);
        var entry = Assert.Single(turn.Run.Journal);
        Assert.Equal(("timeout", null), (entry.Label, entry.Event));
        Assert.Equal(Value.Parse("""{"outcome":"timeout","event":null}"""), entry.Output);
    }

    [Theory]
    [InlineData("email_opened", "e2", "lead-1", true)]
    [InlineData("email_clicked", "e2", "lead-1", false)]
    [InlineData("email_opened", "e", "lead-1", false)] // it started the run
    [InlineData("email_opened", "e2", "lead-2", false)]
    [InlineData("email_opened", "e2", null, false)]
    public void Deliver_WithoutConditions_IsForAnotherEventAboutTheSameThing(string type, string key, string? about, bool ends)
    {
        var program = Waiting(Settings);
        var idle = Advance(program, Begin(program)).Run;

        var run = Interpreter.Deliver(program, idle, Happening(type, key, about), Start);

        Assert.Equal(ends, run.Wait is null);
        if (!ends) Assert.Same(idle, run);
    }

    [Fact]
    public void Deliver_WhenTheRunIsAboutNothing_TakesAnEventAboutAnything()
    {
        var program = Waiting(Settings);
        var idle = Advance(program, Begin(program, about: null)).Run;

        Assert.Equal("came", Interpreter.Deliver(program, idle, Happening("email_opened", "e2", "lead-2"), Start).Position);
    }

    /// <summary>The step's own conditions are asked instead of whom the event is about.</summary>
    [Theory]
    [InlineData("""{"link":"x"}""", true)]
    [InlineData("""{"link":"y"}""", false)]
    public void Deliver_WithConditions_AsksThemOfTheEvent(string data, bool ends)
    {
        var program = Waiting("""{"event_type":"email_opened","match":{"field":"event.link","operator":"equals","value":"x"}}""");
        var idle = Advance(program, Begin(program)).Run;

        Assert.Equal(ends, Interpreter.Deliver(program, idle, Happening("email_opened", "e2", "lead-2", data), Start).Wait is null);
    }

    [Fact]
    public void Deliver_OfAnEventThatEndedAWaitBefore_EndsNoOther()
    {
        var program = Program(Step("w", StepTypes.WaitForEvent, Settings), Step("again", StepTypes.WaitForEvent, Settings));
        var opened = Happening("email_opened", "e2", "lead-1");
        var second = Advance(program, Interpreter.Deliver(program, Advance(program, Begin(program)).Run, opened, Start)).Run;
        Assert.Equal("again", second.Wait?.StepId);

        Assert.Same(second, Interpreter.Deliver(program, second, opened, Start));
        Assert.Equal(2, Interpreter.Deliver(program, second, opened with { Event = "e3" }, Start).Journal.Count);
    }

    [Fact]
    public void Deliver_WhenTheRunDoesNotWaitForAnEvent_ChangesNothing()
    {
        var program = Program(Step("w", StepTypes.Wait, """{"hours":2}"""));
        var opened = Happening("email_opened", "e2", "lead-1");
        var begun = Begin(program);
        var idle = Advance(program, begun).Run;
        var over = idle with { Status = RunStatus.Canceled, Wait = idle.Wait! with { EventType = "email_opened" } };

        Assert.All([begun, idle, over], run => Assert.Same(run, Interpreter.Deliver(program, run, opened, Start)));
    }

    [Theory]
    [InlineData("""{"event_type":"x","timeout_hours":3}""", 3)]
    [InlineData("""{"event_type":"x","timeoutHours":3}""", 3)]
    [InlineData("""{"event_type":"x","timeout":{"hours":3},"timeout_days":9}""", 3)]
    [InlineData("""{"event_type":"x","hours":3}""", 24 * 5 * 366)]
    [InlineData("""{"event_type":"x"}""", 24 * 5 * 366)]
    public void Wait_ForAnEvent_EndsAtItsTimeoutOrAfterFiveYears(string config, int hours)
    {
        var program = Waiting(config);
        var wait = Advance(program, Begin(program)).Run.Wait!;

        Assert.Equal((Start.AddHours(hours), true), (wait.Until, wait.IsActiveTime));
    }

    [Fact]
    public void Wait_ForALengthOfTime_IsNotShortenedByEarlierPauses()
    {
        var program = Program(Step("w", StepTypes.Wait, """{"hours":2}"""), Step("a"));
        var clock = new ActiveClock(TimeSpan.FromHours(4), null);
        var idle = Advance(program, Begin(program), clock: clock).Run;

        Assert.Equal(Start.AddHours(-2), idle.Wait!.Until);
        Assert.Null(Advance(program, idle, Start.AddHours(2).AddTicks(-1), clock).Action);
        Assert.NotNull(Advance(program, idle, Start.AddHours(2), clock).Action);
    }

    [Fact]
    public void Wait_UntilADate_IsNotPutOffByPauses()
    {
        var program = Program(Step("w", StepTypes.Wait, """{"until":"2026-03-01T10:00:00Z"}"""), Step("a"));
        var clock = new ActiveClock(TimeSpan.FromHours(4), null);
        var idle = Advance(program, Begin(program), clock: clock).Run;

        Assert.Null(Advance(program, idle, Start.AddHours(2).AddTicks(-1), clock).Action);
        Assert.NotNull(Advance(program, idle, Start.AddHours(2), clock).Action);
    }

    [Fact]
    public void Wait_WhenOver_LeavesItsSettingsAndTimesInTheJournal()
    {
        var program = Program([Step("w", StepTypes.Wait, """{"hours":2}"""), Step("a")], new WorkflowEdge("w", "a", "success"));
        var turn = Advance(program, Advance(program, Begin(program)).Run, Start.AddHours(3));

        Assert.Equal("a", turn.Action?.Step.Step.Id);
        var entry = Assert.Single(turn.Run.Journal);
        Assert.Equal((StepTypes.Wait, "success", Start, Start.AddHours(3), null), (entry.Type, entry.Label, entry.StartedAt, entry.EndedAt, entry.Event));
        Assert.True(entry.Output.IsNull);
        Assert.Equal(Value.Parse("""{"hours":2}"""), entry.Input);
    }

    [Theory]
    [InlineData("100", true)]
    [InlineData("101", false)]
    [InlineData("line", false)]
    public void Wait_ForAnEvent_NeedsATypeThatAnEventCanHave(string what, bool waits)
    {
        var type = what == "line" ? "a\\nb" : new string('x', int.Parse(what, System.Globalization.CultureInfo.InvariantCulture));
        var program = Waiting($$"""{"event_type":"{{type}}"}""");
        var run = Advance(program, Begin(program)).Run;

        Assert.Equal(waits ? RunStatus.Idle : RunStatus.Failed, run.Status);
        if (!waits) Assert.Equal("wait_invalid: step 'w': 'event_type' must have 1 to 100 characters and no control characters", run.Reason);
    }

    [Fact]
    public void Wait_WhoseSettingsSayNoTime_FailsWithTheReason()
    {
        var program = Program(Step("w", StepTypes.Wait, """{"hours":"{{trigger.name}}"}"""));
        var run = Advance(program, Begin(program)).Run;

        Assert.Equal((RunStatus.Failed, "wait_invalid: step 'w': 'hours' must be a number from 0 up to five years", Start), (run.Status, run.Reason, run.EndedAt));
    }

    private static WorkflowProgram Waiting(string config) => Program(
        [Step("w", StepTypes.WaitForEvent, config), Step("came"), Step("late")], new WorkflowEdge("w", "came", "event"), new WorkflowEdge("w", "late", "timeout"));
}
