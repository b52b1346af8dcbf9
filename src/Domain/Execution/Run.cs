using System.Text.Json.Serialization;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Workflows;

namespace Cadenza.Domain.Execution;

/// <summary>One run of a version, as far as it has come. It says all that is needed to go on, in any process.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Workflow">The workflow.</param>
/// <param name="Version">The version it follows to its end, whatever is activated meanwhile.</param>
/// <param name="Serial">That version's serial, which A6 shows.</param>
/// <param name="Cause">Who or what started it.</param>
/// <param name="IsTest">Whether nothing may leave the app, and waits pass at once.</param>
/// <param name="Trigger">What started it.</param>
/// <param name="CreatedAt">When it was started.</param>
public sealed record Run(
    RunId Id, WorkflowId Workflow, int Version, int Serial, RunCause Cause, bool IsTest, RunTrigger Trigger, DateTimeOffset CreatedAt)
{
    /// <summary>The most steps that a run takes; a longer one fails, since it goes round in circles.</summary>
    public const int MaxSteps = 1000;

    /// <summary>The status it has.</summary>
    public RunStatus Status { get; init; } = RunStatus.InProgress;

    /// <summary>The step that is next, or that the run failed at; null when there is none.</summary>
    public string? Position { get; init; }

    /// <summary>How often the step at <see cref="Position"/> has failed for now.</summary>
    public int FailedAttempts { get; init; }

    /// <summary>When the first attempt of the step at <see cref="Position"/> began; null before it.</summary>
    public DateTimeOffset? StepStartedAt { get; init; }

    /// <summary>What it waits for while it is idle, or null.</summary>
    public RunWait? Wait { get; init; }

    /// <summary>The steps it has taken, in order.</summary>
    public IReadOnlyList<JournalEntry> Journal { get; init; } = [];

    /// <summary>About how many characters the journal holds.</summary>
    public int Weight { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it failed or was canceled: a frozen code and, behind a colon, words; null else.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether nothing more will happen to it.</summary>
    [JsonIgnore]
    public bool IsOver => Status is RunStatus.Completed or RunStatus.Failed or RunStatus.Canceled;

    /// <summary>It in a few words, for others to name it.</summary>
    [JsonIgnore]
    public RunRef Ref => new(Workflow, Version, Id);

    /// <summary>What an event must be about to end the wait, whose own conditions do not say it; null when it may be about anything.</summary>
    [JsonIgnore]
    public string? AwaitedSubject => Wait is { HasMatch: false } ? Trigger.SubjectId : null;

    /// <summary>Whether an event started the run or ended one of its waits.</summary>
    /// <param name="happening">The event's key.</param>
    public bool Knows(string happening) => Trigger.Event == happening || Journal.Any(entry => entry.Event == happening);

    /// <summary>The run, ended.</summary>
    public Run End(RunStatus status, string? reason, DateTimeOffset now) => this with { Status = status, Reason = reason, EndedAt = now, Wait = null };

    /// <summary>The run, ended by somebody's word, or as it is when it was over already.</summary>
    public Run Cancel(string reason, DateTimeOffset now) => IsOver ? this : End(RunStatus.Canceled, reason, now);

    /// <summary>A failed run, about to take the step it failed at once more; null when it did not fail.</summary>
    public Run? Retry(DateTimeOffset now) => Status == RunStatus.Failed && Position is { } position
        ? this with
        {
            Status = RunStatus.Idle,
            Reason = null,
            EndedAt = null,
            FailedAttempts = 0,
            StepStartedAt = null,
            Wait = new RunWait(position, now, IsActiveTime: false) { IsRetry = true, Since = now },
        }
        : null;
}

/// <summary>Where a run stands. Stored, so the names never change.</summary>
public enum RunStatus
{
    /// <summary>It is taking steps.</summary>
    InProgress,

    /// <summary>It waits for a time or an event.</summary>
    Idle,

    /// <summary>It came to its end.</summary>
    Completed,

    /// <summary>A step failed for good.</summary>
    Failed,

    /// <summary>It was ended by somebody, or never begun to cut a loop.</summary>
    Canceled,
}

/// <summary>Who or what started a run. Stored, so the names never change.</summary>
public enum RunCause
{
    /// <summary>An event started it.</summary>
    Automatic,

    /// <summary>A person or an agent started it.</summary>
    Manual,

    /// <summary>Its schedule started it.</summary>
    Scheduled,
}

/// <summary>What started a run.</summary>
/// <param name="Event">The event's key in the inbox.</param>
/// <param name="Type">The event's type, normalized.</param>
/// <param name="Data">What expressions see: <c>trigger</c>, <c>before</c> and <c>after</c>.</param>
/// <param name="Subject">What it is about; null when it is about nothing.</param>
/// <param name="Chain">Which workflows led to it.</param>
public sealed record RunTrigger(string Event, string Type, TriggerData Data, RunSubject? Subject, EventChain Chain)
{
    /// <summary>When the event was taken in, or a little earlier; null when that is not known. Events since then may end the run's waits.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>The id of what it is about, also where the event does not say of which module that is; null when it is about nothing.</summary>
    public string? About { get; init; }

    /// <summary>Whether what the event told could not be stored with the run; the inbox has it.</summary>
    [JsonIgnore]
    public bool IsOutline => Data is { Trigger.IsNull: true, Before.IsNull: true, After.IsNull: true };

    /// <summary>The id by which waits tell events apart: <see cref="About"/>, or what runs of earlier versions have instead.</summary>
    [JsonIgnore]
    public string? SubjectId => About ?? Subject?.Id;
}

/// <summary>What an event tells expressions.</summary>
/// <param name="Trigger">The thing it is about, or the whole payload.</param>
/// <param name="Before">The thing as it was; null when the event tells of no change.</param>
/// <param name="After">The thing as it is; null when the event tells of no change.</param>
public sealed record TriggerData(Value Trigger, Value Before, Value After)
{
    /// <summary>Reads an event's data: the members <c>entity</c>, <c>before</c> and <c>after</c>; without an entity the data as a whole.</summary>
    public static TriggerData Of(in Value data)
    {
        var (hasEntity, hasAfter) = (data.TryGetMember("entity", out var entity), data.TryGetMember("after", out var after));
        _ = data.TryGetMember("before", out var before);
        return new TriggerData(hasEntity ? entity : hasAfter ? after : data, before, after);
    }
}

/// <summary>A step that was taken.</summary>
/// <param name="StepId">The id of the step.</param>
/// <param name="Type">Its type, normalized.</param>
/// <param name="Status">The result.</param>
/// <param name="StartedAt">When its first attempt began.</param>
/// <param name="EndedAt">When it was over.</param>
public sealed record JournalEntry(string StepId, string Type, StepStatus Status, DateTimeOffset StartedAt, DateTimeOffset EndedAt)
{
    /// <summary>How often it was tried.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>Its settings, placeholders filled in.</summary>
    public Value Input { get; init; }

    /// <summary>What later steps read of it.</summary>
    public Value Output { get; init; }

    /// <summary>Why it failed or was skipped, as a frozen code; null else.</summary>
    public string? Code { get; init; }

    /// <summary>The same in words, or null.</summary>
    public string? Message { get; init; }

    /// <summary>What a person should know.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The outcome that the way behind it was chosen by; null when there was nothing to choose.</summary>
    public string? Label { get; init; }

    /// <summary>The key of the event that ended a wait; null when none did.</summary>
    public string? Event { get; init; }
}

/// <summary>How a step went. Stored and shown, so the names never change.</summary>
public enum StepStatus
{
    /// <summary>It was done.</summary>
    Completed,

    /// <summary>It failed for good.</summary>
    Failed,

    /// <summary>There was a reason not to do it.</summary>
    Skipped,
}

/// <summary>What an idle run waits for.</summary>
/// <param name="StepId">The step that waits.</param>
/// <param name="Until">When the waiting ends at the latest.</param>
/// <param name="IsActiveTime">
/// Whether <paramref name="Until"/> is a time of the workflow's clock, which stands still during pauses; a date that was
/// given is wall time.
/// </param>
public sealed record RunWait(string StepId, DateTimeOffset Until, bool IsActiveTime)
{
    /// <summary>The type of the event that ends it early, normalized; null when no event does.</summary>
    public string? EventType { get; init; }

    /// <summary>The settings of the step, placeholders filled in.</summary>
    public Value Input { get; init; }

    /// <summary>Whether the step's own conditions say which event ends the wait; without, it is one about the run's subject.</summary>
    [JsonIgnore]
    public bool HasMatch => StepSettings.Find(Input, "match", out _);

    /// <summary>When the wait began.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>Whether a step is to be tried again then.</summary>
    public bool IsRetry { get; init; }
}
