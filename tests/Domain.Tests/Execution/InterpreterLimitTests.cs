using Cadenza.Domain.Execution;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Workflows;
using static Cadenza.Domain.Tests.Execution.GivenRun;

namespace Cadenza.Domain.Tests.Execution;

/// <summary>A7: ways on after a failure, a full journal and data too large to be asked; whom a wait is about.</summary>
public sealed class InterpreterLimitTests
{
    [Fact]
    public void Failed_WhenTheStepContinues_GoesTheWayOfSuccess()
    {
        var program = Program([Step("a", config: """{"on_error":"continue"}"""), Step("other"), Step("b")], new WorkflowEdge("a", "other", "timeout"), new WorkflowEdge("a", "b", "success"));
        var (run, action) = AtAction(program);

        var failed = Interpreter.Failed(run, action, new StepFailure("gone", "no such thing", IsTemporary: false, null), Start);

        Assert.Equal((RunStatus.InProgress, "b"), (failed.Status, failed.Position));
        Assert.Equal(("success", "gone"), (failed.Journal[0].Label, failed.Journal[0].Code));
    }

    [Fact]
    public void Advance_WhenTheEntryOfAWaitFillsTheJournal_DoesNoFurtherStep()
    {
        var program = Program(Step("w", StepTypes.Wait, """{"hours":2}"""), Step("next"));
        var idle = Advance(program, Begin(program)).Run with { Weight = Interpreter.MaxWeight };

        var turn = Advance(program, idle, Start.AddHours(2));

        Assert.Null(turn.Action);
        Assert.Equal(RunStatus.Failed, turn.Run.Status);
        Assert.StartsWith("journal_full:", turn.Run.Reason, StringComparison.Ordinal);
    }

    /// <summary>What cannot be decided within bounds is not what was waited for.</summary>
    [Fact]
    public void Deliver_WhenTheEventIsTooLargeForItsConditions_LeavesTheRunWaiting()
    {
        var program = Program(Step("w", StepTypes.WaitForEvent, """{"event_type":"email_opened","match":{"field":"event.link","operator":"equals","value":"x"}}"""), Step("came"));
        var idle = Advance(program, Begin(program)).Run;
        RunTrigger Opened(int length) => Happening("email_opened", "e2", "lead-1", $$"""{"link":"x","text":"{{new string('t', length)}}"}""");

        // Conditions find the event under two names.
        Assert.Same(idle, Interpreter.Deliver(program, idle, Opened((Value.MaxWeight / 2) + 1), Start));
        Assert.Null(Interpreter.Deliver(program, idle, Opened(10), Start).Wait);
    }

    [Theory]
    [InlineData("""{"event_type":"email_opened"}""", "lead-1", "lead-1")]
    [InlineData("""{"event_type":"email_opened"}""", null, null)]
    [InlineData("""{"event_type":"email_opened","match":{"field":"event.link","operator":"equals","value":"x"}}""", "lead-1", null)]
    public void AwaitedSubject_IsWhomTheRunIsAbout_UnlessTheWaitHasConditions(string config, string? about, string? awaited)
    {
        var program = Program(Step("w", StepTypes.WaitForEvent, config));
        var begun = Begin(program, about);

        Assert.Null(begun.AwaitedSubject);
        Assert.Equal(awaited, Advance(program, begun).Run.AwaitedSubject);
    }
}
