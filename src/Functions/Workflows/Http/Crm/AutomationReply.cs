using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cadenza.Domain.Catalog;
using Cadenza.Domain.Execution;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Workflows;
using Cadenza.Domain.Workflows.Notations;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Workflows.Definitions;
using Cadenza.Functions.Workflows.Http.Blocks;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Workflows.Http.Crm;

/// <summary>A workflow on the wire, as document 002 has it (D2).</summary>
internal sealed record AutomationReply(
    string Id,
    string Name,
    [Description("What the workflow is for.")] string? Description,
    [Description("What runs are about; null for a trigger that is about nothing.")] string? TriggerModule,
    [Description("What starts the workflow.")] string TriggerType,
    [Description("Conditions that must hold for it to start.")] JsonElement TriggerFilters,
    [Description("Whether it starts runs now.")] bool IsActive,
    [Description("Counts the edits, on whichever surface.")] int Version,
    [Description("What is done, in this order.")] JsonElement Actions,
    [Description("How often it has run.")] int RunCount,
    [Description("When its last run was started; null before the first.")] DateTimeOffset? LastRunAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("What the trigger needs to know, where it needs anything.")] JsonElement? TriggerConfiguration,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("A JSON Logic rule that must be truthy, where there is one.")] JsonElement? TriggerConstraints)
{
    private static readonly JsonElement NoFilters = JsonElement.Parse("""{"logic":"AND","conditions":[]}""");

    /// <summary>The workflow as it is answered.</summary>
    public static AutomationReply Of(WorkflowView view, RunCount runs)
    {
        var content = view.Version.Content;
        return new AutomationReply(
            view.Workflow.Id.ToString(),
            content.Name,
            content.Description,
            TriggerCatalog.TryFind(content.Trigger.Type, out var trigger) ? trigger.Module : null,
            content.Trigger.Type,
            content.Filters ?? NoFilters,
            view.Workflow.Status == WorkflowStatus.Active,
            view.Version.Number,
            ActionNotation.Write(content.Graph),
            runs.Total,
            runs.LastAt,
            content.Trigger.Configuration,
            content.Constraints);
    }
}

/// <summary>A page of workflows.</summary>
internal sealed record AutomationListReply(
    IReadOnlyList<AutomationReply> Data,
    [Description("The cursor of the next page; null on the last one.")] string? NextCursor);

/// <summary>A run on the wire.</summary>
internal sealed record AutomationRunReply(
    string Id,
    [Description("The workflow's id.")] string WorkflowId,
    [Description("The version that ran.")] int Version,
    [Description("completed, failed, in_progress, canceled or idle; an idle run waits.")] string Status,
    [Description("What started it.")] string TriggerType,
    [Description("The kind of record it is about; null when it is about none.")] string? Module,
    [Description("The record's id; null when it is about none.")] string? RecordId,
    [Description("When its first step began.")] DateTimeOffset? StartedAt,
    [Description("When it ended; null while it goes on.")] DateTimeOffset? CompletedAt,
    [Description("Why it failed or was canceled; null else.")] string? Error,
    [Description("Whether it sent nothing to the outside.")] bool IsTestRun,
    [Description("When it was created.")] DateTimeOffset CreatedAt)
{
    /// <summary>The run as it is answered.</summary>
    public static AutomationRunReply Of(Run run) => new(
        run.Id.ToString(),
        run.Workflow.ToString(),
        run.Version,
        RunStatusNames.Of(run.Status),
        run.Trigger.Type,
        run.Trigger.Subject?.Module,
        run.Trigger.Subject?.Id,
        RunStatusNames.StartOf(run),
        run.EndedAt,
        run.Reason,
        run.IsTest,
        run.CreatedAt);
}

/// <summary>A run on the wire, with its steps (D1).</summary>
internal sealed record AutomationRunDetailReply(
    string Id,
    [Description("The workflow's id.")] string WorkflowId,
    [Description("The version that ran.")] int Version,
    [Description("completed, failed, in_progress, canceled or idle; an idle run waits.")] string Status,
    [Description("What started it.")] string TriggerType,
    [Description("The kind of record it is about; null when it is about none.")] string? Module,
    [Description("The record's id; null when it is about none.")] string? RecordId,
    [Description("When its first step began.")] DateTimeOffset? StartedAt,
    [Description("When it ended; null while it goes on.")] DateTimeOffset? CompletedAt,
    [Description("Why it failed or was canceled; null else.")] string? Error,
    [Description("Whether it sent nothing to the outside.")] bool IsTestRun,
    [Description("When it was created.")] DateTimeOffset CreatedAt,
    [Description("The event that started it: `GET /events/{id}` says what else it started.")] string EventId,
    [Description("The actions it has taken, in their order, and the one at which it waits.")] IReadOnlyList<AutomationStepReply> Steps)
{
    /// <summary>The run as it is answered.</summary>
    /// <param name="run">The run.</param>
    /// <param name="plan">The version it follows; null when that is no more.</param>
    public static AutomationRunDetailReply Of(Run run, CompiledWorkflow? plan)
    {
        var reply = AutomationRunReply.Of(run);
        return new AutomationRunDetailReply(
            reply.Id,
            reply.WorkflowId,
            reply.Version,
            reply.Status,
            reply.TriggerType,
            reply.Module,
            reply.RecordId,
            reply.StartedAt,
            reply.CompletedAt,
            reply.Error,
            reply.IsTestRun,
            reply.CreatedAt,
            run.Trigger.Event,
            [.. run.Journal.Select(AutomationStepReply.Of), .. run.Wait is { } wait ? [AutomationStepReply.Of(run, wait, plan)] : Array.Empty<AutomationStepReply>()]);
    }
}

/// <summary>An action that a run has taken, or at which it waits.</summary>
internal sealed record AutomationStepReply(
    [Description("The action's id in the version that ran.")] string ActionId,
    [Description("What was done.")] string ActionType,
    [Description("completed, failed, skipped or waiting; an action that failed for now waits for its next attempt.")] string Status,
    [Description("Its settings, placeholders filled in.")] JsonElement Input,
    [Description("What later actions read of it.")] JsonElement Output,
    [Description("Why it failed or was skipped; null else.")] AutomationErrorReply? Error,
    [Description("How often it was tried.")] int Attempts,
    [Description("What a person should know, such as fields that were missing.")] IReadOnlyList<string> Warnings,
    [Description("When its first attempt began.")] DateTimeOffset StartedAt,
    [Description("When it was over; null while it waits.")] DateTimeOffset? CompletedAt)
{
    /// <summary>The action as it is answered.</summary>
    public static AutomationStepReply Of(JournalEntry entry) => new(
        entry.StepId,
        StepTypes.IsDecision(entry.Type) ? StepTypes.Branch : entry.Type,
        entry.Status.ToString().ToLowerInvariant(),
        entry.Input.ToJson(),
        entry.Output.ToJson(),
        entry.Code is null ? null : new AutomationErrorReply(entry.Code, entry.Message),
        entry.Attempts,
        entry.Warnings,
        entry.StartedAt,
        entry.EndedAt);

    /// <summary>The action at which a run waits, as it is answered.</summary>
    public static AutomationStepReply Of(Run run, RunWait wait, CompiledWorkflow? plan) => new(
        wait.StepId, RunStatusNames.TypeOf(wait, plan), "waiting", wait.Input.ToJson(), Value.Null.ToJson(), null, run.FailedAttempts, [], run.StepStartedAt ?? wait.Since, null);
}

/// <summary>Why an action failed or was skipped.</summary>
internal sealed record AutomationErrorReply(
    [Description("The reason, for programs.")] string Code,
    [Description("The reason, for people.")] string? Message);

/// <summary>A page of runs.</summary>
internal sealed record AutomationRunListReply(
    [Description("The runs of this page, the newest first.")] IReadOnlyList<AutomationRunReply> Data,
    [Description("The number of this page, from 1.")] int Page,
    [Description("The most runs of a page.")] int Limit,
    [Description("How many runs there are in all.")] int Total);

/// <summary>How this surface writes its answers (document 002: camelCase).</summary>
[JsonSourceGenerationOptions(MaxDepth = Value.MaxDocumentDepth, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(WireTime)])]
[JsonSerializable(typeof(AutomationReply))]
[JsonSerializable(typeof(AutomationListReply))]
[JsonSerializable(typeof(AutomationRunListReply))]
[JsonSerializable(typeof(AutomationRunDetailReply))]
internal sealed partial class AutomationJson : JsonSerializerContext;
