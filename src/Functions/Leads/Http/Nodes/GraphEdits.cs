using System.Text.Json.Nodes;
using Cadenza.Functions.Leads.Http.Workflows;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Leads.Http.Nodes;

/// <summary>Carries out what a request changes in a graph, and tells the audit log.</summary>
internal sealed class GraphEdits(LeadWorkflows workflows, AuditStore audit)
{
    /// <summary>Changes a graph.</summary>
    /// <param name="request">The request; its If-Match is about the workflow.</param>
    /// <param name="id">The workflow's id, in any form.</param>
    /// <param name="action">What the audit log calls it: <c>node_added</c>.</param>
    /// <param name="part">The node or edge.</param>
    /// <param name="edit">Makes the change, or refuses it with a problem.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>The workflow afterwards; or the refusal.</returns>
    public async Task<(LeadWorkflow? After, IResult? Refusal)> MakeAsync(
        HttpRequest request, string id, string action, string part, Func<LeadWorkflow, Task<GraphEdit>> edit, CancellationToken cancellation)
    {
        var condition = IfMatch.Of(request);
        var change = await workflows.EditAsync(
            request.Caller().Organization, id, version => condition.Allows(EntityTag.Of(version)), edit, cancellation);
        if (change is not WorkflowChange.Done done) return (null, LeadWorkflowAnswers.Refuse(change, id, "its graph does not change any more"));
        var (after, before) = (done.After.Workflow, done.Before);
        if (after.NewestVersion != before.NewestVersion)
        {
            var detail = new JsonObject { [action.StartsWith("edge", StringComparison.Ordinal) ? "edge_id" : "node_id"] = part, ["version"] = after.NewestVersion };
            await audit.AppendAsync(LeadWorkflowAudit.Part(done.After, action, part, after.UpdatedAt, request, detail), cancellation);
        }

        return (done.After, null);
    }
}
