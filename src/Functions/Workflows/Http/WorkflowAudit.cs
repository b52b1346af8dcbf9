using System.Text.Json.Nodes;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Workflows.Definitions;
using Cadenza.Functions.Workflows.Storage;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Workflows.Http;

/// <summary>What the audit log says of workflows, whichever surface changed them: what a version holds appears as its number.</summary>
internal static class WorkflowAudit
{
    /// <summary>A workflow was made.</summary>
    public static AuditEntry Created(WorkflowView view, HttpRequest request) =>
        // The first version of a workflow is made once, however often that is told.
        Entry(view.Workflow, view.Workflow.CreatedAt, "created", "1", request, null, Describe(view.Workflow));

    /// <summary>A new version was made.</summary>
    /// <param name="before">The workflow before it.</param>
    /// <param name="after">The workflow with it.</param>
    /// <param name="members">What the edit named.</param>
    /// <param name="request">The request.</param>
    public static AuditEntry Edited(Workflow before, WorkflowView after, IEnumerable<string> members, HttpRequest request)
    {
        var now = Describe(after.Workflow);
        now["changed"] = new JsonArray([.. members.Select(name => (JsonNode?)name)]);
        return Entry(after.Workflow, after.Workflow.UpdatedAt, "updated", Change(after.Stored), request, Describe(before), now);
    }

    /// <summary>A workflow was activated or deactivated.</summary>
    public static AuditEntry Switched(string action, Workflow before, StoredWorkflow after, HttpRequest request) =>
        Entry(after.Workflow, after.Workflow.UpdatedAt, action, Change(after), request, Describe(before), Describe(after.Workflow));

    /// <summary>A workflow was deleted.</summary>
    public static AuditEntry Deleted(StoredWorkflow stored, DateTimeOffset at, HttpRequest request) =>
        Entry(stored.Workflow, at, "deleted", Change(stored), request, Describe(stored.Workflow), null);

    private static string Change(StoredWorkflow stored) => stored.Version.ToString();

    private static AuditEntry Entry(
        Workflow workflow, DateTimeOffset at, string action, string change, HttpRequest request, JsonObject? before, JsonObject? after) =>
        new(workflow.Organization, $"workflows/{workflow.Id}", action, at, change, AuditActor.Of(request), before, after);

    private static JsonObject Describe(Workflow workflow) => new()
    {
        ["name"] = workflow.Name,
        ["status"] = workflow.Status.ToString().ToLowerInvariant(),
        ["newest_version"] = workflow.NewestVersion,
        ["live_version"] = workflow.LiveVersion,
    };
}
