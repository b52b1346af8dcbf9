using Cadenza.Domain.Expressions;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Events;

namespace Cadenza.Functions.Workflows.Actions;

/// <summary>Carries out steps that do something. One of a kind for the whole app; a step's type finds it.</summary>
internal interface IStepAction
{
    /// <summary>The types it carries out, normalized: <c>create_task</c>.</summary>
    IReadOnlyCollection<string> Types { get; }

    /// <summary>
    /// True when the same <see cref="StepCall.EffectKey"/> has its effect once however often it is carried out, and answers the
    /// same each time; after a crash the step is then simply carried out again. What is not repeatable is followed by a write
    /// of the run at once, which leaves a crash the shortest time to repeat it.
    /// </summary>
    bool IsRepeatable => true;

    /// <summary>Carries out a step. Throws only for what is nobody's fault but ours or the storage's: the step is then tried again.</summary>
    Task<StepResult> PerformAsync(StepCall call, CancellationToken cancellation);
}

/// <summary>A step about to be carried out.</summary>
/// <param name="Organization">Whose run it is.</param>
/// <param name="Run">Which run.</param>
/// <param name="StepId">Which step.</param>
/// <param name="Type">Its type, normalized.</param>
/// <param name="EffectKey">Names the effect: the same each time the step is tried, and different for every other step, visit and run.</param>
/// <param name="Attempt">Counts the attempts from 1.</param>
/// <param name="Input">The step's settings, placeholders filled in: an object.</param>
/// <param name="Subject">What the run is about; null when it is about nothing.</param>
/// <param name="Trigger">What started the run, as <c>{{trigger.…}}</c> sees it.</param>
/// <param name="IsTest">Nothing must leave the app (A6); everything else happens.</param>
/// <param name="Now">The time of the attempt.</param>
internal sealed record StepCall(
    OrganizationId Organization,
    RunRef Run,
    string StepId,
    string Type,
    string EffectKey,
    int Attempt,
    Value Input,
    RunSubject? Subject,
    Value Trigger,
    bool IsTest,
    DateTimeOffset Now);

/// <summary>What came of a step.</summary>
internal abstract record StepResult
{
    private StepResult()
    {
    }

    /// <summary>The step was done.</summary>
    /// <param name="Output">What later steps read as <c>{{step.…}}</c>: an object, or null.</param>
    internal sealed record Done(Value Output) : StepResult
    {
        /// <summary>What happened by it; the same events each time the effect is answered.</summary>
        public IReadOnlyList<CloudEvent> Events { get; init; } = [];

        /// <summary>What a person should know of it, in whole sentences.</summary>
        public IReadOnlyList<string> Warnings { get; init; } = [];
    }

    /// <summary>There was a reason not to do it; the run goes on.</summary>
    /// <param name="Reason">A frozen code: <c>unsubscribed</c>.</param>
    internal sealed record Skipped(string Reason) : StepResult;

    /// <summary>The step failed, for now or for good.</summary>
    /// <param name="Code">A frozen code: <c>record_missing</c>.</param>
    /// <param name="Message">What a person should know, without personal data.</param>
    /// <param name="IsTemporary">Whether trying again may help.</param>
    internal sealed record Failed(string Code, string Message, bool IsTemporary) : StepResult
    {
        /// <summary>How long whoever refused it asks to be left alone; null when nothing was said.</summary>
        public TimeSpan? RetryAfter { get; init; }
    }

}
