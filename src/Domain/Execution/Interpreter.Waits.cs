using Cadenza.Domain.Expressions;
using Cadenza.Domain.Values;
using Cadenza.Domain.Workflows;

namespace Cadenza.Domain.Execution;

/// <content>Waiting for a time, an event, or the next try.</content>
public static partial class Interpreter
{
    private static Run BeginWait(Run run, ProgramStep step, in Value scope, InterpreterContext around, string? eventMember)
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

    private static bool IsOver(RunWait wait, InterpreterContext around) => wait.Until <= (wait.IsActiveTime ? around.Clock.Now(around.Now) : around.Now);

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
