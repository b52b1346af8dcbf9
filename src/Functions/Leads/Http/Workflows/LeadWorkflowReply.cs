using System.ComponentModel;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.Paging;

namespace Cadenza.Functions.Leads.Http.Workflows;

/// <summary>A workflow on the wire (C2): what the schema of document 001 has, and what its example has.</summary>
internal sealed record LeadWorkflowReply(
    [Description("The id, `wfl_` and 32 digits; the other surfaces show the same id as a UUID.")] string Id,
    string OrganizationId,
    [Description("The same as `name`.")] string Title,
    string Name,
    [Description("Free text.")] string? Description,
    [Description("draft, active, paused, completed or cancelled.")] string Status,
    [Description("How many nodes it has.")] int NodeCount,
    [Description("How many edges join them.")] int EdgeCount,
    [Description("How many leads are enrolled or were; without those that were removed.")] int EnrolledLeads,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    /// <summary>The workflow as it is answered.</summary>
    public static LeadWorkflowReply Of(LeadWorkflow read, int leads) => new(
        read.Workflow.Id.ToPrefixed(),
        read.Workflow.Organization.ToString(),
        read.Workflow.Name,
        read.Workflow.Name,
        read.Workflow.Description,
        StatusOf(read.Workflow.Status),
        read.Graph.Steps.Count,
        read.Graph.Edges.Count,
        leads,
        read.Workflow.CreatedAt,
        read.Workflow.UpdatedAt);

    /// <summary>A status on the wire.</summary>
    public static string StatusOf(WorkflowStatus status) => status.ToString().ToLowerInvariant();
}

/// <summary>A page of workflows on the wire.</summary>
internal sealed record LeadWorkflowListReply(
    [Description("The workflows of this page.")] IReadOnlyList<LeadWorkflowReply> Data,
    [Description("Where the page is.")] PageMeta Meta);

/// <summary>What came of a lifecycle call (C3).</summary>
internal sealed record LeadWorkflowStatusReply(
    [Description("The workflow's id.")] string Id,
    [Description("Its status now.")] string Status);

/// <summary>What was done, in words.</summary>
internal sealed record LeadWorkflowMessageReply([Description("What was done.")] string Message);

/// <summary>A page of a workflow's audit log on the wire (C3).</summary>
internal sealed record LeadWorkflowAuditReply(
    [Description("The entries of this page, the newest first.")] IReadOnlyList<LeadWorkflowAuditEntryReply> Data,
    string? NextCursor);

/// <summary>One entry: who did what, when, and why.</summary>
internal sealed record LeadWorkflowAuditEntryReply(
    [Description("What tells the entry from the others.")] string Id,
    [Description("What was done: activated, paused, resumed, cancelled, updated …")] string Action,
    [Description("The status before; null when it did not change.")] string? From,
    [Description("The status after; null when it did not change.")] string? To,
    [Description("When.")] DateTimeOffset At,
    [Description("The key that was used.")] string? KeyId,
    [Description("What that key was called.")] string? KeyName,
    [Description("The request, as its answer's `x-request-id` named it.")] string? RequestId,
    [Description("Why, as the request's header `x-audit-reason` had it.")] string? Reason)
{
    /// <summary>The entry as it is answered.</summary>
    public static LeadWorkflowAuditEntryReply Of(string id, AuditEntry entry) => new(
        id,
        entry.Action,
        entry.Before?["status"]?.GetValue<string>(),
        entry.After?["status"]?.GetValue<string>(),
        entry.At,
        entry.Actor.KeyId,
        entry.Actor.KeyName,
        entry.Actor.RequestId,
        entry.Actor.Reason);
}
