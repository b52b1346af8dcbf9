using Cadenza.Domain.Expressions;
using Cadenza.Domain.Values;
using Cadenza.Domain.Workflows;

namespace Cadenza.Domain.Execution;

/// <summary>
/// Says what a run does next. Pure: it decides, waits and ends; actions are carried out by whoever calls, who then tells what
/// came of them. The run that comes back is the journal; stored at any point, it goes on from there to the same end.
/// </summary>
public static partial class Interpreter
{
    /// <summary>The longest output of a step that is kept, in characters.</summary>
    public const int MaxOutput = 32 * 1024;

    /// <summary>The most that the journal of one run holds, in characters.</summary>
    public const int MaxWeight = 512 * 1024;

    private static readonly RetrySchedule Retries = RetrySchedule.Default;

    /// <summary>A run about to take its first step.</summary>
    public static Run Begin(Run run, WorkflowProgram program)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(program);
        return run with { Position = program.Entry };
    }

    /// <summary>Goes on to the next action, wait or end.</summary>
    /// <exception cref="BrokenStepException">A fault of the app; <see cref="Broken"/> ends the run for it.</exception>
    public static Turn Advance(WorkflowProgram program, Run run, InterpreterContext around)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(around);
        while (true)
        {
            if (run.IsOver) return new Turn(run, null);
            if (run.Wait is { } wait)
            {
                if (!IsOver(wait, around)) return new Turn(run with { Status = RunStatus.Idle }, null);
                run = AfterWait(program, run, wait, around.Now);
                continue;
            }

            if (run.Position is not { } position) return new Turn(run.End(RunStatus.Completed, null, around.Now), null);
            if (run.Journal.Count >= Run.MaxSteps) return Failed(run, "too_many_steps", $"the run took {Run.MaxSteps} steps", around.Now);
            if (program.Step(position) is not { } step) return Failed(run, "step_missing", $"there is no step '{position}'", around.Now);
            if (step.Fault is { } fault) return Failed(run, "step_invalid", fault, around.Now);
            try
            {
                var scope = RunScope.Of(run, around.Contact, around.Now);
                switch (step.Step.Type)
                {
                    case StepTypes.IfElse or StepTypes.Branch:
                        run = Decide(run, step, scope, around.Now);
                        break;
                    case StepTypes.Wait:
                        run = BeginWait(run, step, scope, around, null);
                        break;
                    case StepTypes.WaitForEvent:
                        run = BeginWait(run, step, scope, around, "event_type");
                        break;
                    case StepTypes.Stop:
                        run = Stop(run, step, scope, around.Now);
                        break;
                    default:
                        return new Turn(run with { Status = RunStatus.InProgress, StepStartedAt = run.StepStartedAt ?? around.Now }, Action(run, step, scope));
                }
            }
            catch (ExpressionLimitException limit)
            {
                return Failed(run, "expression_limit", $"step '{step.Step.Id}': {limit.Message}", around.Now);
            }
            catch (Exception broken)
            {
                throw new BrokenStepException(run, broken);
            }
        }
    }

    /// <summary>The run after an action that was done.</summary>
    /// <param name="run">The run before it.</param>
    /// <param name="action">The action.</param>
    /// <param name="output">What later steps read of it.</param>
    /// <param name="warnings">What a person should know, besides what was missing in its settings.</param>
    /// <param name="now">The current time.</param>
    public static Run Done(Run run, NextAction action, in Value output, IReadOnlyList<string> warnings, DateTimeOffset now) =>
        Taken(run, action, StepStatus.Completed, now, StepLabels.Success, entry => entry with { }, output, warnings);

    /// <summary>The run after an action that there was a reason not to do.</summary>
    /// <param name="run">The run before it.</param>
    /// <param name="action">The action.</param>
    /// <param name="code">The reason, a frozen code.</param>
    /// <param name="now">The current time.</param>
    public static Run Skipped(Run run, NextAction action, string code, DateTimeOffset now) =>
        Taken(run, action, StepStatus.Skipped, now, StepLabels.Success, entry => entry with { Code = code }, Value.Null, []);

    /// <summary>The run after an attempt that failed: waiting for the next one, on its way through <c>failure</c>, going on, or failed.</summary>
    /// <param name="run">The run before it.</param>
    /// <param name="action">The action.</param>
    /// <param name="failure">What went wrong.</param>
    /// <param name="now">The current time.</param>
    public static Run Failed(Run run, NextAction action, StepFailure failure, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(failure);
        if (failure.IsTemporary && action.Attempt < action.Step.MaxAttempts && Retries.DelayAfter(action.Attempt, failure.RetryAfter) is { } delay)
        {
            return run with
            {
                FailedAttempts = action.Attempt,
                Status = RunStatus.Idle,
                Wait = new RunWait(action.Step.Step.Id, now + delay, IsActiveTime: false) { IsRetry = true, Since = now },
            };
        }

        var isHandled = action.Step.HasWay(StepLabels.Failure);
        var failed = Taken(
            run,
            action,
            StepStatus.Failed,
            now,
            isHandled ? StepLabels.Failure : StepLabels.Success,
            entry => entry with { Code = failure.Code, Message = failure.Message },
            Value.Null,
            []);
        return isHandled || action.Step.ContinuesOnError || failed.IsOver
            ? failed
            : (failed with { Position = action.Step.Step.Id }).End(RunStatus.Failed, $"{failure.Code}: {failure.Message}", now);
    }

    /// <summary>The run, failed at its step by a fault of the app, with that as the last entry of its journal.</summary>
    /// <param name="program">The version.</param>
    /// <param name="run">The run as it was last stored, or as it was begun.</param>
    /// <param name="now">The current time.</param>
    public static Run Broken(WorkflowProgram program, Run run, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(run);
        var position = run.Wait?.StepId ?? run.Position;
        if (position is null) return run.End(RunStatus.Failed, $"{InternalFault.Code}: {InternalFault.Message}", now);
        var entry = new JournalEntry(position, program.Step(position)?.Step.Type ?? "", StepStatus.Failed, run.StepStartedAt ?? run.Wait?.Since ?? now, now)
        {
            Attempts = run.FailedAttempts + 1,
            Code = InternalFault.Code,
            Message = InternalFault.Message,
        };
        return (run with { Journal = [.. run.Journal, entry], Position = position, StepStartedAt = null }).End(RunStatus.Failed, $"{InternalFault.Code}: {InternalFault.Message}", now);
    }

    /// <summary>
    /// The run after an event that it may have waited for; the same run when it did not wait for this one. The event that
    /// started a run ends none of its waits, and an event ends one at most.
    /// </summary>
    /// <param name="program">The version.</param>
    /// <param name="run">The idle run.</param>
    /// <param name="happening">The event, as a run would be told of it.</param>
    /// <param name="now">The current time.</param>
    public static Run Deliver(WorkflowProgram program, Run run, RunTrigger happening, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(happening);
        if (run is not { IsOver: false, Wait: { } wait } || wait.EventType != happening.Type || run.Knows(happening.Event)) return run;
        return Matches(wait, happening.Data, run.Trigger.SubjectId, happening.SubjectId)
            ? Waited(program, run, wait, now, StepLabels.Event, happening.Data.Trigger, happening.Event)
            : run;
    }

    private static Run Decide(Run run, ProgramStep step, in Value scope, DateTimeOffset now)
    {
        var verdict = step.Condition!.Evaluate(scope);
        var label = verdict.Passed ? StepLabels.True : StepLabels.False;
        var entry = new JournalEntry(step.Step.Id, step.Step.Type, StepStatus.Completed, now, now)
        {
            Output = Value.Object([KeyValuePair.Create("result", Value.Of(verdict.Passed))]),
            Message = verdict.Reason,
            Label = label,
        };
        return Enter(run, entry, step.Next(label), now);
    }

    private static Run Stop(Run run, ProgramStep step, in Value scope, DateTimeOffset now)
    {
        var input = step.Config!.Render(scope, []);
        var entry = new JournalEntry(step.Step.Id, StepTypes.Stop, StepStatus.Completed, now, now) { Input = input };
        var stopped = Enter(run, entry, null, now);
        return StepSettings.Text(input, "status").Equals("failed", StringComparison.OrdinalIgnoreCase)
            ? stopped.End(RunStatus.Failed, $"stopped: {StepSettings.Text(input, "reason")}", now)
            : stopped;
    }

    private static NextAction Action(Run run, ProgramStep step, in Value scope)
    {
        var warnings = new List<string>();
        var input = step.Config!.Render(scope, warnings);
        var visit = run.Journal.Count(entry => entry.StepId == step.Step.Id);
        var key = visit == 0 ? $"{run.Id}/{step.Step.Id}" : $"{run.Id}/{step.Step.Id}/{visit}";
        return new NextAction(step, input, warnings, key, run.FailedAttempts + 1);
    }

    private static Run Taken(
        Run run,
        NextAction action,
        StepStatus status,
        DateTimeOffset now,
        string label,
        Func<JournalEntry, JournalEntry> complete,
        in Value output,
        IReadOnlyList<string> warnings)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(action);
        var step = action.Step;
        var entry = complete(new JournalEntry(step.Step.Id, step.Step.Type, status, run.StepStartedAt ?? now, now)
        {
            Attempts = action.Attempt,
            Input = StepSecrets.Hide(action.Input),
            Output = output,
            Warnings = [.. action.Warnings, .. warnings],
            Label = step.Ways.Any(way => way.Label is not null) ? label : null,
        });
        return Enter(run, entry, step.Next(label), now);
    }

    // Whatever a step leaves behind, a run must fit in a row.
    private static Run Enter(Run run, JournalEntry entry, string? next, DateTimeOffset now)
    {
        var weight = entry.Output.ToString().Length;
        if (weight > MaxOutput)
        {
            entry = entry with { Output = Value.Null, Warnings = [.. entry.Warnings, $"The output of {weight} characters is not kept; {MaxOutput} are the most."] };
            weight = 0;
        }

        weight += entry.Input.ToString().Length;
        var entered = run with
        {
            Journal = [.. run.Journal, entry],
            Weight = run.Weight + weight,
            Position = next,
            FailedAttempts = 0,
            StepStartedAt = null,
        };
        return entered.Weight > MaxWeight ? entered.End(RunStatus.Failed, $"journal_full: the journal holds more than {MaxWeight} characters", now) : entered;
    }

    private static Turn Failed(Run run, string code, string message, DateTimeOffset now) => new(run.End(RunStatus.Failed, $"{code}: {message}", now), null);
}
