using System.ComponentModel;
using System.Text.Json;
using Cadenza.Domain.Execution;
using Cadenza.Domain.Expressions;

namespace Cadenza.Functions.Workflows.Http.Blocks;

/// <summary>A run on the wire (A6).</summary>
internal sealed record RunReply(
    string Id,
    [Description("The serial of the version that ran.")] int WorkflowId,
    [Description("completed, failed, in_progress, canceled or idle; an idle run waits.")] string Status,
    [Description("manual, automatic or scheduled.")] string TriggerCause,
    [Description("From its start to its end; null while it goes on.")] double? DurationInSeconds,
    [Description("When its first step began.")] DateTimeOffset? RunStartedAt,
    [Description("When it ended; null while it goes on.")] DateTimeOffset? RunEndedAt,
    [Description("Whether it sent nothing to the outside.")] bool IsTestRun,
    DateTimeOffset CreatedAt)
{
    /// <summary>The run as it is answered.</summary>
    public static RunReply Of(Run run)
    {
        var started = RunStatusNames.StartOf(run);
        return new RunReply(
            run.Id.ToString(),
            run.Serial,
            RunStatusNames.Of(run.Status),
            RunStatusNames.Of(run.Cause),
            RunStatusNames.DurationOf(run),
            started,
            run.EndedAt,
            run.IsTest,
            run.CreatedAt);
    }
}

/// <summary>A run on the wire, with its steps (A6).</summary>
internal sealed record RunDetailReply(
    string Id,
    [Description("The serial of the version that ran.")] int WorkflowId,
    [Description("completed, failed, in_progress, canceled or idle; an idle run waits.")] string Status,
    [Description("manual, automatic or scheduled.")] string TriggerCause,
    [Description("From its start to its end; null while it goes on.")] double? DurationInSeconds,
    [Description("When its first step began.")] DateTimeOffset? RunStartedAt,
    [Description("When it ended; null while it goes on.")] DateTimeOffset? RunEndedAt,
    [Description("Whether it sent nothing to the outside.")] bool IsTestRun,
    DateTimeOffset CreatedAt,
    [Description("The number of the version that ran.")] int VersionNumber,
    [Description("Why it failed or was canceled; null else.")] string? Reason,
    [Description("The event that started it: `GET /events/{id}` says what else it started.")] string EventId,
    [Description("What it was given: steps read it as {{trigger.field}}.")] JsonElement Trigger,
    [Description("The steps it has taken, in their order, and the one at which it waits.")] IReadOnlyList<RunStepReply> Steps)
{
    /// <summary>The run as it is answered.</summary>
    /// <param name="run">The run.</param>
    /// <param name="plan">The version it follows; null when that is no more.</param>
    public static RunDetailReply Of(Run run, CompiledWorkflow? plan)
    {
        var reply = RunReply.Of(run);
        return new RunDetailReply(
            reply.Id,
            reply.WorkflowId,
            reply.Status,
            reply.TriggerCause,
            reply.DurationInSeconds,
            reply.RunStartedAt,
            reply.RunEndedAt,
            reply.IsTestRun,
            reply.CreatedAt,
            run.Version,
            run.Reason,
            run.Trigger.Event,
            run.Trigger.Data.Trigger.ToJson(),
            [.. run.Journal.Select(RunStepReply.Of), .. run.Wait is { } wait ? [RunStepReply.Of(run, wait, plan)] : Array.Empty<RunStepReply>()]);
    }
}

/// <summary>A step that a run has taken, or at which it waits.</summary>
internal sealed record RunStepReply(
    [Description("The step's id in the version that ran.")] string StepId,
    [Description("What the step does.")] string Type,
    [Description("completed, failed, skipped or waiting; a step that failed for now waits for its next attempt.")] string Status,
    [Description("Its settings, placeholders filled in.")] JsonElement Input,
    [Description("What later steps read of it.")] JsonElement Output,
    [Description("Why it failed or was skipped; null else.")] RunErrorReply? Error,
    [Description("How often it was tried.")] int Attempts,
    [Description("What a person should know, such as fields that were missing.")] IReadOnlyList<string> Warnings,
    [Description("The outcome that the way behind it was chosen by; null when there was nothing to choose.")] string? Outcome,
    [Description("When its first attempt began.")] DateTimeOffset StartedAt,
    [Description("When it was over; null while it waits.")] DateTimeOffset? EndedAt)
{
    /// <summary>The step as it is answered.</summary>
    public static RunStepReply Of(JournalEntry entry) => new(
        entry.StepId,
        entry.Type,
        entry.Status.ToString().ToLowerInvariant(),
        entry.Input.ToJson(),
        entry.Output.ToJson(),
        entry.Code is null ? null : new RunErrorReply(entry.Code, entry.Message),
        entry.Attempts,
        entry.Warnings,
        entry.Label,
        entry.StartedAt,
        entry.EndedAt);

    /// <summary>The step at which a run waits, as it is answered.</summary>
    public static RunStepReply Of(Run run, RunWait wait, CompiledWorkflow? plan) => new(
        wait.StepId, RunStatusNames.TypeOf(wait, plan), "waiting", wait.Input.ToJson(), Value.Null.ToJson(), null, run.FailedAttempts, [], null, run.StepStartedAt ?? wait.Since, null);
}

/// <summary>Why a step failed or was skipped.</summary>
internal sealed record RunErrorReply(
    [Description("The reason, for programs.")] string Code,
    [Description("The reason, for people.")] string? Message);

/// <summary>A page of runs (A6).</summary>
internal sealed record RunListReply(
    [Description("The runs of this page, the newest first.")] IReadOnlyList<RunReply> Runs,
    [Description("How many runs there are in all.")] int TotalItems,
    [Description("How many pages there are.")] int TotalPages,
    [Description("Whether there is a page behind this one.")] bool HasNextPage,
    [Description("The number of this page, from 1.")] int CurrentPage);

/// <summary>A run that was started by hand.</summary>
internal sealed record ExecutionReply(
    [Description("The run's id.")] string RunId,
    [Description("The workflow's id.")] string WorkflowId,
    [Description("The number of the version that runs.")] int VersionNumber,
    [Description("Whether it sends nothing to the outside.")] bool IsTestRun);
