using Cadenza.Domain.Delivery;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Sequences;
using Cadenza.Domain.Workflows;

namespace Cadenza.Domain.Execution;

/// <summary>An action that a run has come to.</summary>
/// <param name="Step">The step.</param>
/// <param name="Input">Its settings, placeholders filled in.</param>
/// <param name="Warnings">What was missing while they were filled in.</param>
/// <param name="EffectKey">Names the effect: the same at every attempt.</param>
/// <param name="Attempt">Counts the attempts from 1.</param>
public sealed record StepToTake(ProgramStep Step, Value Input, IReadOnlyList<string> Warnings, string EffectKey, int Attempt);

/// <summary>How far a run has come by itself.</summary>
/// <param name="Run">The run: over, idle, or about to take <paramref name="Action"/>.</param>
/// <param name="Action">The action to carry out next; null when the run is over or idle.</param>
public sealed record Turn(Run Run, StepToTake? Action);

/// <summary>What the interpreter must know besides the run.</summary>
/// <param name="Contact">The contact that the run is about; null when there is none, or no step looks at it.</param>
/// <param name="Now">The present.</param>
/// <param name="Clock">The workflow's clock.</param>
public sealed record RunSurroundings(Value Contact, DateTimeOffset Now, ActiveClock Clock);

/// <summary>
/// Says what a run does next. Pure: it decides, waits and ends; actions are carried out by whoever calls, who then tells what
/// came of them. The run that comes back is the journal; stored at any point, it goes on from there to the same end.
/// </summary>
public static class Interpreter
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
    public static Turn Advance(WorkflowProgram program, Run run, RunSurroundings around)
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
                return Failed(run, "expression_limit", limit.Message, around.Now);
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
    /// <param name="now">The present.</param>
    public static Run Done(Run run, StepToTake action, in Value output, IReadOnlyList<string> warnings, DateTimeOffset now) =>
        Taken(run, action, StepStatus.Completed, now, StepLabels.Success, entry => entry with { }, output, warnings);

    /// <summary>The run after an action that there was a reason not to do.</summary>
    /// <param name="run">The run before it.</param>
    /// <param name="action">The action.</param>
    /// <param name="code">The reason, a frozen code.</param>
    /// <param name="now">The present.</param>
    public static Run Skipped(Run run, StepToTake action, string code, DateTimeOffset now) =>
        Taken(run, action, StepStatus.Skipped, now, StepLabels.Success, entry => entry with { Code = code }, Value.Null, []);

    /// <summary>The run after an attempt that failed: waiting for the next one, on its way through <c>failure</c>, going on, or failed.</summary>
    /// <param name="run">The run before it.</param>
    /// <param name="action">The action.</param>
    /// <param name="failure">What went wrong.</param>
    /// <param name="now">The present.</param>
    public static Run Failed(Run run, StepToTake action, StepFailure failure, DateTimeOffset now)
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
    /// <param name="now">The present.</param>
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
    /// <param name="now">The present.</param>
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

    private static Run BeginWait(Run run, ProgramStep step, in Value scope, RunSurroundings around, string? eventMember)
    {
        var warnings = new List<string>();
        var input = step.Config!.Render(scope, warnings);
        var time = WaitTime.Read(eventMember is null ? input : Timeout(input), around.Now, out var fault);
        if (time is null) return run.End(RunStatus.Failed, $"wait_invalid: step '{step.Step.Id}': {fault}", around.Now);
        var awaited = eventMember is null ? null : StepSettings.Text(input, eventMember);
        if (awaited is not null && (awaited.Length is 0 or > EventType.MaxLength || !EventType.IsLine(awaited)))
            return run.End(RunStatus.Failed, $"wait_invalid: step '{step.Step.Id}': '{eventMember}' must have 1 to {EventType.MaxLength} characters and no control characters", around.Now);
        var wait = new RunWait(step.Step.Id, time.IsDelay ? around.Clock.Now(around.Now) + (time.Until - around.Now) : time.Until, time.IsDelay)
        {
            EventType = awaited is null ? null : EventType.Normalize(awaited),
            Input = input,
            Since = around.Now,
        };
        // Whoever tries a sequence of ninety days out does not want to wait for it.
        return run.IsTest ? run with { Wait = wait with { Until = DateTimeOffset.MinValue } } : run with { Wait = wait };
    }

    private static Run AfterWait(WorkflowProgram program, Run run, RunWait wait, DateTimeOffset now) => wait.IsRetry
        ? run with { Wait = null, Status = RunStatus.InProgress }
        : Waited(program, run, wait, now, wait.EventType is null ? StepLabels.Success : StepLabels.Timeout, Value.Null, null);

    private static Run Waited(WorkflowProgram program, Run run, RunWait wait, DateTimeOffset now, string label, in Value came, string? happening)
    {
        var type = wait.EventType is null ? StepTypes.Wait : StepTypes.WaitForEvent;
        var outcome = KeyValuePair.Create("outcome", Value.Of(label));
        var entry = new JournalEntry(wait.StepId, type, StepStatus.Completed, wait.Since, now)
        {
            Input = wait.Input,
            Output = wait.EventType is null ? Value.Null : Value.Object([outcome, KeyValuePair.Create("event", came), .. happening is null ? [] : new[] { KeyValuePair.Create("event_id", Value.Of(happening)) }]),
            Label = label,
            Event = happening,
        };
        return Enter(run with { Wait = null, Status = RunStatus.InProgress }, entry, program.Step(wait.StepId)?.Next(label), now);
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

    private static StepToTake Action(Run run, ProgramStep step, in Value scope)
    {
        var warnings = new List<string>();
        var input = step.Config!.Render(scope, warnings);
        var visit = run.Journal.Count(entry => entry.StepId == step.Step.Id);
        var key = visit == 0 ? $"{run.Id}/{step.Step.Id}" : $"{run.Id}/{step.Step.Id}/{visit}";
        return new StepToTake(step, input, warnings, key, run.FailedAttempts + 1);
    }

    private static Run Taken(
        Run run,
        StepToTake action,
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

    private static bool IsOver(RunWait wait, RunSurroundings around) => wait.Until <= (wait.IsActiveTime ? around.Clock.Now(around.Now) : around.Now);

    // Without conditions of its own a wait is for an event about the same thing.
    private static bool Matches(RunWait wait, TriggerData data, string? own, string? subject)
    {
        if (!wait.HasMatch) return own is null || own == subject;
        _ = StepSettings.Find(wait.Input, "match", out var match);
        try
        {
            return Conditions.TryCompile(match.ToJson(), out var conditions, out _) && conditions.Evaluate(RunScope.OfEvent(data)).Passed;
        }
        catch (ExpressionLimitException)
        {
            // What cannot be decided within bounds is not what was waited for.
            return false;
        }
    }

    // "timeout": {"hours": 2}, or timeout_hours and the like beside the event's type.
    private static Value Timeout(in Value input)
    {
        const string Prefix = "timeout";
        if (StepSettings.Find(input, Prefix, out var timeout) && timeout.Kind == ValueKind.Object) return timeout;
        var members = input.Members.Where(member => member.Key.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(member => KeyValuePair.Create(member.Key[Prefix.Length..].TrimStart('_'), member.Value)).ToList();
        return members.Count > 0 ? Value.Object(members) : Value.Object([KeyValuePair.Create("days", Value.Of(WaitTime.Longest.TotalDays))]);
    }
}

/// <summary>Why an attempt failed.</summary>
/// <param name="Code">A frozen code.</param>
/// <param name="Message">In words.</param>
/// <param name="IsTemporary">Whether trying again may help.</param>
/// <param name="RetryAfter">How long whoever refused it asks to be left alone, or null.</param>
public sealed record StepFailure(string Code, string Message, bool IsTemporary, TimeSpan? RetryAfter);
