using Cadenza.Domain.Execution;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Workflows;
using static Cadenza.Domain.Tests.Execution.GivenRun;

namespace Cadenza.Domain.Tests.Execution;

/// <summary>A7, D8: what the journal says of a step, and how a run ends.</summary>
public sealed class InterpreterJournalTests
{
    [Fact]
    public void Done_SaysInTheJournalWhatWasDone()
    {
        var program = Program(Step("a", "webhook", """{"url":"https://x.example","secret":"s","v":"{{trigger.nothing}}"}"""), Step("b"));
        var (run, action) = AtAction(program);
        Assert.Equal((RunStatus.InProgress, Start, "a", 1), (run.Status, run.StepStartedAt, run.Position, action.Attempt));
        var missing = Assert.Single(action.Warnings);

        var done = Interpreter.Done(run, action, Value.Of("out"), ["slow"], Start.AddSeconds(5));

        Assert.Equal(("b", 0, null), (done.Position, done.FailedAttempts, done.StepStartedAt));
        var entry = Assert.Single(done.Journal);
        Assert.Equal(("a", "webhook", StepStatus.Completed, Start, Start.AddSeconds(5), 1), (entry.StepId, entry.Type, entry.Status, entry.StartedAt, entry.EndedAt, entry.Attempts));
        Assert.Equal(("***", Value.Of("out")), (SecretOf(entry.Input), entry.Output));
        Assert.Equal([missing, "slow"], entry.Warnings);
        Assert.Equal((null, null, null), (entry.Code, entry.Message, entry.Label));
        Assert.Equal(entry.Input.ToString().Length + entry.Output.ToString().Length, done.Weight);
    }

    [Fact]
    public void Skipped_GoesOnWithTheReasonAndWithoutAnOutput()
    {
        var program = Program([Step("a"), Step("b"), Step("c")], new WorkflowEdge("a", "c", "failure"), new WorkflowEdge("a", "b", "success"), new WorkflowEdge("a", "c"));
        var (run, action) = AtAction(program);

        var skipped = Interpreter.Skipped(run, action, "unsubscribed", Start.AddSeconds(1));

        Assert.Equal((RunStatus.InProgress, "b"), (skipped.Status, skipped.Position));
        var entry = Assert.Single(skipped.Journal);
        Assert.Equal((StepStatus.Skipped, "unsubscribed", null, "success"), (entry.Status, entry.Code, entry.Message, entry.Label));
        Assert.True(entry.Output.IsNull);
    }

    [Fact]
    public void Failed_ForGood_SaysWhyAndStaysAtTheStep()
    {
        var (run, action) = AtAction(Program(Step("a"), Step("b")));

        var failed = Interpreter.Failed(run, action, new StepFailure("gone", "no such thing", IsTemporary: false, null), Start.AddSeconds(1));

        Assert.Equal((RunStatus.Failed, "gone: no such thing", "a", Start.AddSeconds(1)), (failed.Status, failed.Reason, failed.Position, failed.EndedAt));
        var entry = Assert.Single(failed.Journal);
        Assert.Equal((StepStatus.Failed, "gone", "no such thing", null), (entry.Status, entry.Code, entry.Message, entry.Label));
    }

    [Fact]
    public void Failed_WithAWayForIt_NamesTheWay()
    {
        var (run, action) = AtAction(Program([Step("a"), Step("b")], new WorkflowEdge("a", "b", "FAILURE")));

        var failed = Interpreter.Failed(run, action, new StepFailure("gone", "no", IsTemporary: false, null), Start);

        Assert.Equal((RunStatus.InProgress, "b", "failure"), (failed.Status, failed.Position, failed.Journal[0].Label));
    }

    [Theory]
    [InlineData(null, 2)]
    [InlineData(1, 2)]
    [InlineData(60, 60)]
    public void Failed_ForNow_WaitsAsLongAsTheScheduleOrTheOtherSideSays(int? wish, int seconds)
    {
        var program = Program(Step("a"));
        var (run, action) = AtAction(program);
        var now = Start.AddSeconds(1);

        var idle = Interpreter.Failed(run, action, new StepFailure("busy", "later", IsTemporary: true, wish is { } some ? TimeSpan.FromSeconds(some) : null), now);

        Assert.Equal((RunStatus.Idle, 1, Start), (idle.Status, idle.FailedAttempts, idle.StepStartedAt));
        Assert.Equal(new RunWait("a", now.AddSeconds(seconds), IsActiveTime: false) { IsRetry = true, Since = now }, idle.Wait);
        Assert.Empty(idle.Journal);
        var again = Advance(program, idle, now.AddSeconds(seconds));
        Assert.Equal((2, action.EffectKey, RunStatus.InProgress, Start), (again.Action!.Attempt, again.Action.EffectKey, again.Run.Status, again.Run.StepStartedAt));
    }

    [Theory]
    [InlineData("""{"retry":{"max_attempts":1}}""", RunStatus.Failed)]
    [InlineData("""{"retry":{"max_attempts":2}}""", RunStatus.Idle)]
    public void Failed_ForNow_IsTriedAsOftenAsTheStepSays(string config, RunStatus status)
    {
        var (run, action) = AtAction(Program(Step("a", "act", config)));

        Assert.Equal(status, Interpreter.Failed(run, action, new StepFailure("busy", "later", IsTemporary: true, null), Start).Status);
    }

    [Fact]
    public void Action_WhenTheRunComesToAStepAgain_HasAnotherEffectKey()
    {
        var program = Program([Step("a"), Step("b")], new WorkflowEdge("a", "b"), new WorkflowEdge("b", "a"));
        var (run, first) = AtAction(program);
        run = Interpreter.Done(run, first, Value.Null, [], Start);
        var second = Advance(program, run);
        run = Interpreter.Done(second.Run, second.Action!, Value.Null, [], Start);

        var again = Advance(program, run).Action!;

        Assert.Equal([$"{run.Id}/a", $"{run.Id}/b", $"{run.Id}/a/1"], [first.EffectKey, second.Action!.EffectKey, again.EffectKey]);
    }

    [Theory]
    [InlineData("""{"status":"FAILED","reason":"no {{trigger.name}}"}""", RunStatus.Failed, "stopped: no Ada")]
    [InlineData("""{"status":"completed","reason":"enough"}""", RunStatus.Completed, null)]
    [InlineData("{}", RunStatus.Completed, null)]
    public void Stop_EndsTheRunAsItSays(string config, RunStatus status, string? reason)
    {
        var program = Program(Step("s", StepTypes.Stop, config), Step("never"));

        var turn = Advance(program, Begin(program));

        Assert.Null(turn.Action);
        Assert.Equal((status, reason, Start, null), (turn.Run.Status, turn.Run.Reason, turn.Run.EndedAt, turn.Run.Position));
        var entry = Assert.Single(turn.Run.Journal);
        Assert.Equal(("s", StepTypes.Stop, StepStatus.Completed, Start), (entry.StepId, entry.Type, entry.Status, entry.StartedAt));
        Assert.Equal(config.Contains("reason", StringComparison.Ordinal), entry.Input.TryGetMember("reason", out _));
    }

    [Theory]
    [InlineData("10", "true", true)]
    [InlineData("11", "false", false)]
    public void Decision_SaysItsResultAndWay(string score, string label, bool result)
    {
        var program = Program([Step("if", StepTypes.Branch, $$$"""{"operatorName":"equals","left":"{{trigger.score}}","right":{{{score}}}}"""), Step("a")], new WorkflowEdge("if", "a", label));

        var turn = Advance(program, Begin(program));

        var entry = Assert.Single(turn.Run.Journal);
        Assert.Equal((StepTypes.Branch, StepStatus.Completed, label, "a"), (entry.Type, entry.Status, entry.Label, turn.Action?.Step.Step.Id));
        Assert.Equal(Value.Object([KeyValuePair.Create("result", Value.Of(result))]), entry.Output);
        Assert.Equal(result, string.IsNullOrEmpty(entry.Message));
    }

    [Fact]
    public void Output_IsKeptUpToItsLimitAndNotBeyond()
    {
        var (run, action) = AtAction(Program(Step("a")));
        var kept = Value.Of(new string('x', Interpreter.MaxOutput - Value.Of("").ToString().Length));

        Assert.Equal(kept, Interpreter.Done(run, action, kept, [], Start).Journal[0].Output);
        var entry = Interpreter.Done(run, action, Value.Of(kept.AsText + "x"), ["first"], Start);

        Assert.True(entry.Journal[0].Output.IsNull);
        Assert.Equal(["first", "The output of 32769 characters is not kept; 32768 are the most."], entry.Journal[0].Warnings);
        Assert.Equal(entry.Journal[0].Input.ToString().Length, entry.Weight);
    }

    [Fact]
    public void Journal_WhenFull_EndsTheRun()
    {
        var (run, action) = AtAction(Program(Step("a"), Step("b")));
        var entry = action.Input.ToString().Length + Value.Null.ToString().Length;

        var fits = Interpreter.Done(run with { Weight = Interpreter.MaxWeight - entry }, action, Value.Null, [], Start);
        var full = Interpreter.Done(run with { Weight = Interpreter.MaxWeight - entry + 1 }, action, Value.Null, [], Start);
        var failed = Interpreter.Failed(run with { Weight = Interpreter.MaxWeight }, action, new StepFailure("gone", "no", IsTemporary: false, null), Start);

        Assert.Equal((RunStatus.InProgress, Interpreter.MaxWeight), (fits.Status, fits.Weight));
        Assert.Equal((RunStatus.Failed, "journal_full: the journal holds more than 524288 characters", Start), (full.Status, full.Reason, full.EndedAt));
        Assert.Equal((RunStatus.Failed, full.Reason), (failed.Status, failed.Reason));
    }

    [Fact]
    public void Advance_WhenTheRunIsOverOrAtItsEnd_TakesNoStep()
    {
        var program = Program(Step("a"));
        var begun = Begin(program);
        var canceled = begun.Cancel("enough", Start);

        Assert.Equal((canceled, null), (Advance(program, canceled, Start.AddHours(1)).Run, Advance(program, canceled).Action));
        var ended = Advance(program, begun with { Position = null }, Start.AddHours(1));
        Assert.Equal((RunStatus.Completed, null, Start.AddHours(1), null), (ended.Run.Status, ended.Run.Reason, ended.Run.EndedAt, ended.Action));
    }

    [Fact]
    public void Advance_AtAStepThatCannotBeTaken_FailsWithTheReason()
    {
        var program = Program(Step("if", StepTypes.IfElse, """{"condition":7}"""));
        var big = Program(Step("a", "act", """{"a":"{{trigger.name | json | json | json | json | json | json}}"}"""));
        var quotes = Begin(big) with { Trigger = Happening("lead_created", "e", null, $$"""{"name":"{{string.Concat(Enumerable.Repeat("\\\"", 200_000))}}"}""") };

        Assert.Equal("step_missing: there is no step 'gone'", Advance(program, Begin(program) with { Position = "gone" }).Run.Reason);
        var invalid = Advance(program, Begin(program)).Run;
        Assert.Equal((RunStatus.Failed, Start), (invalid.Status, invalid.EndedAt));
        Assert.StartsWith("step_invalid: ", invalid.Reason, StringComparison.Ordinal);
        Assert.StartsWith("expression_limit: ", Advance(big, quotes).Run.Reason, StringComparison.Ordinal);
    }

    /// <summary>A time past the end of the calendar stands for any fault of the app.</summary>
    [Fact]
    public void Advance_WhenAStepThrows_TellsHowFarTheRunHadCome()
    {
        var program = Program(Step("w", StepTypes.Wait, """{"hours":2}"""));
        var begun = Begin(program);

        var broken = Assert.Throws<BrokenStepException>(() => Advance(program, begun, DateTimeOffset.MaxValue));

        Assert.Same(begun, broken.Run);
        Assert.IsType<ArgumentOutOfRangeException>(broken.InnerException);
    }

    [Fact]
    public void Broken_EndsTheRunAtItsStepAndSaysSoInTheJournal()
    {
        var program = Program(Step("a"), Step("b"));
        var begun = Begin(program);
        var now = Start.AddHours(3);
        var waiting = begun with { FailedAttempts = 2, Wait = new RunWait("b", Start, IsActiveTime: false) { Since = Start.AddHours(1) } };

        var first = Interpreter.Broken(program, begun, now);
        var started = Interpreter.Broken(program, waiting with { StepStartedAt = Start.AddHours(2) }, now);
        var retrying = Interpreter.Broken(program, waiting, now);
        var unknown = Interpreter.Broken(program, begun with { Position = "gone" }, now);
        var nowhere = Interpreter.Broken(program, begun with { Position = null }, now);

        Assert.All([first, started, retrying, unknown, nowhere], run => Assert.Equal(
            (RunStatus.Failed, $"{InternalFault.Code}: {InternalFault.Message}", now, null, null), (run.Status, run.Reason, run.EndedAt, run.Wait, run.StepStartedAt)));
        Assert.Equal(("a", "act", StepStatus.Failed, now, now, 1), Told(first));
        Assert.Equal(("b", "act", StepStatus.Failed, Start.AddHours(2), now, 3), Told(started));
        Assert.Equal(("b", "act", StepStatus.Failed, Start.AddHours(1), now, 3), Told(retrying));
        Assert.Equal(("gone", "", StepStatus.Failed, now, now, 1), Told(unknown));
        Assert.Equal((InternalFault.Code, InternalFault.Message), (first.Journal[0].Code, first.Journal[0].Message));
        Assert.Equal(("a", "b", "gone"), (first.Position, retrying.Position, unknown.Position));
        Assert.Empty(nowhere.Journal);
        Assert.Equal(2, Interpreter.Broken(program, first with { Position = "b" }, now).Journal.Count);
    }

    [Fact]
    public void Cancel_EndsARunThatIsNotOver()
    {
        var idle = Advance(Program(Step("w", StepTypes.Wait, """{"hours":2}""")), Begin(Program(Step("w", StepTypes.Wait)))).Run;

        var canceled = idle.Cancel("canceled: by hand", Start);

        Assert.Equal((RunStatus.Canceled, "canceled: by hand", Start, null), (canceled.Status, canceled.Reason, canceled.EndedAt, canceled.Wait));
        Assert.Same(canceled, canceled.Cancel("again", Start.AddHours(1)));
    }

    [Fact]
    public void Retry_OfAFailedRun_TakesItsStepOnceMore()
    {
        var (run, action) = AtAction(Program(Step("a")));
        var failed = Interpreter.Failed(run, action, new StepFailure("gone", "no", IsTemporary: false, null), Start);
        var now = Start.AddDays(1);

        var retried = failed.Retry(now)!;

        Assert.Equal((RunStatus.Idle, null, null, 0, null), (retried.Status, retried.Reason, retried.EndedAt, retried.FailedAttempts, retried.StepStartedAt));
        Assert.Equal(new RunWait("a", now, IsActiveTime: false) { IsRetry = true, Since = now }, retried.Wait);
        Assert.Null(run.Retry(now));
        Assert.Null((failed with { Position = null }).Retry(now));
    }

    private static (string, string, StepStatus, DateTimeOffset, DateTimeOffset, int) Told(Run run)
    {
        var entry = Assert.Single(run.Journal);
        return (entry.StepId, entry.Type, entry.Status, entry.StartedAt, entry.EndedAt, entry.Attempts);
    }

    private static string SecretOf(Value input) => input.TryGetMember("secret", out var secret) ? secret.AsText : "";
}
