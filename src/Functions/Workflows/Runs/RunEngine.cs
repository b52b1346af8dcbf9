using Cadenza.Domain.Execution;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Values;
using Cadenza.Functions.Events;
using Cadenza.Functions.Workflows.Actions;
using Microsoft.Extensions.Logging;
using StepResult = Cadenza.Functions.Workflows.Actions.StepResult;

namespace Cadenza.Functions.Workflows.Runs;

/// <summary>A run about to be carried on.</summary>
/// <param name="Organization">The organization it belongs to.</param>
/// <param name="Plan">The version it follows.</param>
/// <param name="Clock">The workflow's clock.</param>
/// <param name="Run">The run.</param>
internal sealed record RunToAdvance(OrganizationId Organization, CompiledWorkflow Plan, ActiveClock Clock, Run Run);

/// <summary>How far a run has come, and what happened by it that others have not been told yet.</summary>
internal sealed record RunProgress(Run Run, IReadOnlyList<CloudEvent> Events);

/// <summary>Carries runs on: asks the interpreter what is next and does it, until the run waits or ends.</summary>
internal sealed class RunEngine(StepActions actions, RunContacts contacts, TimeProvider clock, ILogger<RunEngine> log)
{
    /// <summary>Carries a run on.</summary>
    /// <param name="work">The run.</param>
    /// <param name="keep">
    /// Stores how far it has come after a step that must not be repeated needlessly, and tells of its events; afterwards they
    /// count as told. Answers the run as stored.
    /// </param>
    /// <param name="cancellation">Gives up; whoever calls again goes on from what was stored.</param>
    public async Task<RunProgress> AdvanceAsync(RunToAdvance work, Func<RunProgress, Task> keep, CancellationToken cancellation)
    {
        var (run, events) = (work.Run, new List<CloudEvent>());
        var contact = work.Plan.Program.ReadsContact
            ? await contacts.ReadAsync(work.Organization, run.Trigger.Subject, run.Trigger.Data.Trigger, cancellation)
            : Value.Null;
        while (true)
        {
            var turn = Fenced(work, run, () => Interpreter.Advance(work.Plan.Program, run, new InterpreterContext(contact, clock.GetUtcNow(), work.Clock)));
            run = turn.Run;
            if (turn.Action is not { } action) return new RunProgress(run, events);
            var type = action.Step.Step.Type;
            var result = await actions.PerformAsync(Call(work.Organization, run, action, type), cancellation);
            run = Fenced(work, run, () => new Turn(After(run, action, result, events), null)).Run;
            if (actions.IsRepeatable(type)) continue;
            await keep(new RunProgress(run, events));
            events.Clear();
        }
    }

    /// <summary>A run that could not be carried on, or not be stored, by a fault that it would meet each time: failed, with a line in the log.</summary>
    public Run Broken(CompiledWorkflow plan, Run run, Exception fault)
    {
        log.RunBroke(fault, run.Id.ToString());
        return Interpreter.Broken(plan.Program, run, clock.GetUtcNow());
    }

    // The interpreter is pure: what it throws once it throws each time. That one run fails, and nobody beside it.
    private Turn Fenced(RunToAdvance work, Run run, Func<Turn> next)
    {
        try
        {
            return next();
        }
        catch (Exception fault)
        {
            return new Turn(Broken(work.Plan, (fault as BrokenStepException)?.Run ?? run, fault), null);
        }
    }

    private StepCall Call(OrganizationId organization, Run run, NextAction action, string type) => new(
        organization,
        run.Ref,
        action.Step.Step.Id,
        type,
        action.EffectKey,
        action.Attempt,
        action.Input,
        run.Trigger.Subject,
        run.Trigger.Data.Trigger,
        run.IsTest,
        clock.GetUtcNow());

    private Run After(Run run, NextAction action, StepResult result, List<CloudEvent> events)
    {
        var now = clock.GetUtcNow();
        switch (result)
        {
            case StepResult.Done done:
                var chain = run.Trigger.Chain.Then(run.Workflow, run.Trigger.Subject?.Id).ToString();
                events.AddRange(done.Events.Select(happening => happening with { Chain = chain }));
                return Interpreter.Done(run, action, done.Output, done.Warnings, now);
            case StepResult.Skipped skipped:
                return Interpreter.Skipped(run, action, skipped.Reason, now);
            case StepResult.Failed failed:
                return Interpreter.Failed(run, action, new StepFailure(failed.Code, failed.Message, failed.IsTemporary, failed.RetryAfter), now);
            default:
                throw new InvalidOperationException($"No action answers {result.GetType().Name}.");
        }
    }
}
