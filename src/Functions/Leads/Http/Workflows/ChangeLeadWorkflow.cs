using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Leads.Http.Workflows;

/// <summary>PATCH and DELETE /v1/workflows/{id} (C1, C4).</summary>
internal sealed class ChangeLeadWorkflow(LeadWorkflows workflows, LeadWorkflowAnswers answers, AuditStore audit, TimeProvider clock)
{
    /// <summary>200 with the workflow, renamed at once in any status; 409 when the body has a status.</summary>
    [Operation(
        Tags.LeadWorkflows,
        "Update a workflow",
        "Changes name and description at once, in any status. A `status` in the body is refused: pause, resume, cancel and activate have endpoints of their own, so that the audit log tells the intent.")]
    [Body<LeadWorkflowPatch>]
    [Conditional]
    [Answer<LeadWorkflowReply>(200, "The workflow.", HasETag = true)]
    [Refusal(409, "status_not_editable", "The body has a `status`: use the lifecycle endpoints.")]
    [Function("UpdateLeadWorkflow")]
    public async Task<IResult> UpdateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "v1/workflows/{id}")] HttpRequest request, string id, CancellationToken cancellation)
    {
        var body = await JsonBody.ReadAsync(request, LeadWorkflowPatch.Read, cancellation);
        if (body.Problem is { } problem) return problem;
        var organization = request.Caller().Organization;
        if (body.Value.HasStatus) return await workflows.FindAsync(organization, id, cancellation) is null ? LeadWorkflowAnswers.NotFound(id) : StatusNotEditable(id);
        var condition = IfMatch.Of(request);
        var change = await workflows.RenameAsync(organization, id, version => condition.Allows(EntityTag.Of(version)), body.Value.Apply, cancellation);
        if (change is not WorkflowChange.Done done) return LeadWorkflowAnswers.Refuse(change, id, "");
        await audit.AppendAsync(LeadWorkflowAudit.Renamed(done, request), cancellation);
        return await answers.OkAsync(done.After, cancellation);
    }

    /// <summary>200 when the workflow, its nodes, edges and leads are gone; 409 while it is active (C4).</summary>
    [Operation(Tags.LeadWorkflows, "Delete a workflow", "Removes the workflow with its nodes, edges and leads. An active one has to be cancelled or paused first.")]
    [Conditional]
    [Answer<LeadWorkflowMessageReply>(200, "It is gone.")]
    [Refusal(409, "workflow_active", "The workflow is active.")]
    [Function("DeleteLeadWorkflow")]
    public async Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/workflows/{id}")] HttpRequest request, string id, CancellationToken cancellation)
    {
        var condition = IfMatch.Of(request);
        var change = await workflows.DeleteAsync(request.Caller().Organization, id, version => condition.Allows(EntityTag.Of(version)), cancellation);
        if (change is not WorkflowChange.Done done) return LeadWorkflowAnswers.Refuse(change, id, "cancel or pause it before deleting it");
        await audit.AppendAsync(LeadWorkflowAudit.Deleted(done.After, clock.GetUtcNow(), request), cancellation);
        return Reply.Ok(new LeadWorkflowMessageReply("The workflow was deleted."), LeadsJson.Default.LeadWorkflowMessageReply);
    }

    private static Problem StatusNotEditable(string id) => Problem.Conflict(
        "status_not_editable",
        $"The status is not changed here: use POST /v1/workflows/{id}/activate, /pause, /resume or /cancel.") with
    {
        Errors = new Dictionary<string, string[]> { ["/status"] = ["must be left to the lifecycle endpoints"] },
    };
}
