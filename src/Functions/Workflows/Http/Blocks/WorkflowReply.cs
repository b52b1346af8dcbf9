using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cadenza.Domain.Values;
using Cadenza.Domain.Workflows.Notations;
using Cadenza.Functions.Workflows.Definitions;

namespace Cadenza.Functions.Workflows.Http.Blocks;

/// <summary>A version of a workflow on the wire, as document 000 has it (A3).</summary>
internal sealed record WorkflowReply(
    [Description("The version's serial: a later version of any workflow has a greater one.")] int Id,
    [Description("The workflow's id, a UUID, which all its versions share.")] string WorkflowId,
    string Name,
    [Description("What the workflow is for.")] string? Description,
    [Description("Whether this version is the one that starts runs now.")] bool IsActive,
    [Description("What starts the workflow.")] string TriggerType,
    [Description("Counts the workflow's versions from 1; each edit makes one.")] int VersionNumber,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    [Description("The steps.")] JsonElement WorkflowBlocks,
    [Description("What the trigger needs to know; null for nothing.")] JsonElement? TriggerConfiguration,
    [Description("A JSON Logic rule that must be truthy; null for none.")] JsonElement? TriggerConstraints,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("Conditions that must hold, where the workflow has some.")] JsonElement? TriggerFilters,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("When the schedule of the live version comes next, in the answer to a change; there only where one runs by the clock.")] DateTimeOffset? NextRunAt)
{
    /// <summary>The version as it is answered.</summary>
    public static WorkflowReply Of(WorkflowView view) => Of(view, null);

    /// <summary>The version as a change of it is answered.</summary>
    /// <param name="view">The version.</param>
    /// <param name="nextRunAt">When the schedule of the live version comes next, or null.</param>
    public static WorkflowReply Of(WorkflowView view, DateTimeOffset? nextRunAt)
    {
        var content = view.Version.Content;
        return new WorkflowReply(
            view.Version.Serial,
            view.Workflow.Id.ToString(),
            content.Name,
            content.Description,
            view.IsActive,
            EventType.ToKebab(content.Trigger.Type),
            view.Version.Number,
            view.Version.CreatedAt,
            view.Version.UpdatedAt,
            BlockNotation.Write(content.Graph),
            content.Trigger.Configuration,
            content.Constraints,
            content.Filters,
            nextRunAt);
    }
}

/// <summary>A workflow on the wire, where it is read by itself (A5): its newest version, and where it is called.</summary>
internal sealed record WorkflowDetailReply(
    [Description("The version's serial: a later version of any workflow has a greater one.")] int Id,
    [Description("The workflow's id, a UUID, which all its versions share.")] string WorkflowId,
    string Name,
    [Description("What the workflow is for.")] string? Description,
    [Description("Whether this version is the one that starts runs now.")] bool IsActive,
    [Description("What starts the workflow.")] string TriggerType,
    [Description("Counts the workflow's versions from 1; each edit makes one.")] int VersionNumber,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    [Description("The steps.")] JsonElement WorkflowBlocks,
    [Description("What the trigger needs to know; null for nothing.")] JsonElement? TriggerConfiguration,
    [Description("A JSON Logic rule that must be truthy; null for none.")] JsonElement? TriggerConstraints,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("Conditions that must hold, where the workflow has some.")] JsonElement? TriggerFilters,
    [Description("Where a POST starts the workflow; null unless its trigger is a webhook or a form. Whoever knows it can.")] string? WebhookUrl,
    [Description("When the schedule of the live version comes next; null unless there is one that runs by the clock.")] DateTimeOffset? NextRunAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("What a visual editor keeps; only with include=editor_state.")] JsonElement? WorkflowEditorState)
{
    private static readonly JsonElement Null = JsonElement.Parse("null");

    /// <summary>The workflow as it is answered.</summary>
    public static WorkflowDetailReply Of(WorkflowView view, string? webhookUrl, DateTimeOffset? nextRunAt, bool withEditorState)
    {
        var version = WorkflowReply.Of(view);
        return new WorkflowDetailReply(
            version.Id,
            version.WorkflowId,
            version.Name,
            version.Description,
            version.IsActive,
            version.TriggerType,
            version.VersionNumber,
            version.CreatedAt,
            version.UpdatedAt,
            version.WorkflowBlocks,
            version.TriggerConfiguration,
            version.TriggerConstraints,
            version.TriggerFilters,
            webhookUrl,
            nextRunAt,
            withEditorState ? view.Version.Content.EditorState ?? Null : null);
    }
}

/// <summary>A page of workflows, or of versions of one.</summary>
internal sealed record WorkflowListReply(IReadOnlyList<WorkflowReply> Data, string? NextCursor);

/// <summary>What is wrong with a workflow that was not stored (A5).</summary>
internal sealed record ValidationReply(
    [Description("Whether it could be created and activated.")] bool Valid,
    [Description("What is wrong with it.")] IReadOnlyList<ValidationIssueReply> Issues,
    [Description("The types of the actions, each once, in the order of the catalog; blocks that control the run are none.")] IReadOnlyList<string> ActionTypesUsed);

/// <summary>One thing that is wrong.</summary>
internal sealed record ValidationIssueReply(
    [Description("The step; null when it is none.")] string? StepId,
    [Description("What is wrong.")] string Message,
    [Description("Where in the body, as a JSON pointer.")] string Pointer);
