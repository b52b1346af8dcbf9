using System.Text.Json.Nodes;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Platform.Auditing;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Leads.Http.Workflows;

/// <summary>What the audit log says of workflows here: the same resource as on every other surface.</summary>
internal static class LeadWorkflowAudit
{
    /// <summary>The resource of a workflow.</summary>
    public static string ResourceOf(WorkflowId workflow) => $"workflows/{workflow}";

    /// <summary>A workflow was made, or copied.</summary>
    public static AuditEntry Created(LeadWorkflow made, HttpRequest request, WorkflowId? copyOf = null)
    {
        var after = new JsonObject { ["name"] = made.Workflow.Name, ["status"] = LeadWorkflowReply.StatusOf(made.Workflow.Status) };
        if (copyOf is { } source) after["copy_of"] = source.ToString();
        return Entry(made.Workflow, "created", made.Workflow.CreatedAt, "1", request, null, after);
    }

    /// <summary>A workflow was renamed.</summary>
    public static AuditEntry Renamed(WorkflowChange.Done done, HttpRequest request) => Entry(
        done.After.Workflow, "updated", done.After.Workflow.UpdatedAt, done.After.Stored.Version.ToString(), request, Describe(done.Before), Describe(done.After.Workflow));

    /// <summary>The status of a workflow was changed.</summary>
    public static AuditEntry StatusChanged(WorkflowChange.Done done, WorkflowAction action, AuditActor actor) => Entry(
        done.After.Workflow,
        Past(action),
        done.After.Workflow.UpdatedAt,
        done.After.Stored.Version.ToString(),
        actor,
        new JsonObject { ["status"] = LeadWorkflowReply.StatusOf(done.Before.Status) },
        new JsonObject { ["status"] = LeadWorkflowReply.StatusOf(done.After.Workflow.Status) });

    /// <summary>A node or an edge was made, changed or removed, or leads came or went.</summary>
    public static AuditEntry Part(LeadWorkflow read, string action, string change, DateTimeOffset at, HttpRequest request, JsonObject after) =>
        Entry(read.Workflow, action, at, change, request, null, after);

    /// <summary>A workflow was deleted.</summary>
    public static AuditEntry Deleted(LeadWorkflow read, DateTimeOffset at, HttpRequest request) =>
        Entry(read.Workflow, "deleted", at, read.Stored.Version.ToString(), request, Describe(read.Workflow), null);

    private static AuditEntry Entry(
        Workflow workflow, string action, DateTimeOffset at, string change, HttpRequest request, JsonObject? before, JsonObject? after) =>
        Entry(workflow, action, at, change, AuditActor.Of(request), before, after);

    private static AuditEntry Entry(
        Workflow workflow, string action, DateTimeOffset at, string change, AuditActor actor, JsonObject? before, JsonObject? after) =>
        new(workflow.Organization, ResourceOf(workflow.Id), action, at, change, actor, before, after);

    private static JsonObject Describe(Workflow workflow) => new() { ["name"] = workflow.Name, ["description"] = workflow.Description };

    private static string Past(WorkflowAction action) => action switch
    {
        WorkflowAction.Activate => "activated",
        WorkflowAction.Deactivate => "deactivated",
        WorkflowAction.Pause => "paused",
        WorkflowAction.Resume => "resumed",
        WorkflowAction.Cancel => "cancelled",
        _ => action.ToString().ToLowerInvariant(),
    };
}
