using Cadenza.Domain.Workflows;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Leads.Http.Workflows;

/// <summary>
/// POST /v1/workflows/{id}/activate, pause, resume and cancel, and their synonym PATCH /v1/workflows/{id}/status (C3). Each
/// answers 200 with id and status, and appends an audit entry; 409 in the wrong status.
/// </summary>
internal sealed class LeadWorkflowLifecycle(LeadWorkflows workflows, AuditStore audit)
{
    private const string WrongStatus = "The workflow's status does not allow it; the code names the status: `workflow_draft`, `workflow_active` and so on.";

    /// <summary>Activates a draft whose graph leads can travel along.</summary>
    [Operation(Tags.LeadWorkflows, "Activate a workflow", "Checks the graph and lets leads begin. Takes a draft.")]
    [Body<LeadWorkflowReasonBody>]
    [Conditional]
    [Answer<LeadWorkflowStatusReply>(200, "The status now.")]
    [Refusal(400, "invalid_graph", "Leads cannot travel along the graph; `errors` names each fault by `/nodes/{node id}`.")]
    [Refusal(409, "workflow_status", WrongStatus)]
    [Function("ActivateLeadWorkflow")]
    public Task<IResult> ActivateAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/workflows/{id}/activate")] HttpRequest request, string id, CancellationToken cancellation) =>
        DoAsync(request, id, WorkflowAction.Activate, cancellation);

    /// <summary>Pauses an active workflow.</summary>
    [Operation(Tags.LeadWorkflows, "Pause a workflow", "Steps under way are finished, no new one begins, and delays stand still. Takes an active workflow.")]
    [Body<LeadWorkflowReasonBody>]
    [Conditional]
    [Answer<LeadWorkflowStatusReply>(200, "The status now.")]
    [Refusal(409, "workflow_status", WrongStatus)]
    [Function("PauseLeadWorkflow")]
    public Task<IResult> PauseAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/workflows/{id}/pause")] HttpRequest request, string id, CancellationToken cancellation) =>
        DoAsync(request, id, WorkflowAction.Pause, cancellation);

    /// <summary>Resumes a paused workflow.</summary>
    [Operation(Tags.LeadWorkflows, "Resume a workflow", "Goes on with what remained of the delays; leads that were added meanwhile begin. Takes a paused workflow.")]
    [Body<LeadWorkflowReasonBody>]
    [Conditional]
    [Answer<LeadWorkflowStatusReply>(200, "The status now.")]
    [Refusal(409, "workflow_status", WrongStatus)]
    [Function("ResumeLeadWorkflow")]
    public Task<IResult> ResumeAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/workflows/{id}/resume")] HttpRequest request, string id, CancellationToken cancellation) =>
        DoAsync(request, id, WorkflowAction.Resume, cancellation);

    /// <summary>Cancels a workflow for good.</summary>
    [Operation(Tags.LeadWorkflows, "Cancel a workflow", "Ends it for good: no further step begins. History stays. Takes a draft, active or paused workflow.")]
    [Body<LeadWorkflowReasonBody>]
    [Conditional]
    [Answer<LeadWorkflowStatusReply>(200, "The status now.")]
    [Refusal(409, "workflow_status", WrongStatus)]
    [Function("CancelLeadWorkflow")]
    public Task<IResult> CancelAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/workflows/{id}/cancel")] HttpRequest request, string id, CancellationToken cancellation) =>
        DoAsync(request, id, WorkflowAction.Cancel, cancellation);

    /// <summary>Does the same by name.</summary>
    [Operation(Tags.LeadWorkflows, "Change a workflow's status", "Does the same as the endpoints named after the actions; `deactivate` makes an active or paused workflow a draft again.")]
    [Body<LeadWorkflowStatusBody>]
    [Conditional]
    [Answer<LeadWorkflowStatusReply>(200, "The status now.")]
    [Refusal(400, "invalid_graph", "Leads cannot travel along the graph; `errors` names each fault by `/nodes/{node id}`.")]
    [Refusal(409, "workflow_status", WrongStatus)]
    [Function("ChangeLeadWorkflowStatus")]
    public async Task<IResult> ChangeAsync([HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "v1/workflows/{id}/status")] HttpRequest request, string id, CancellationToken cancellation)
    {
        var body = await JsonBody.ReadAsync(request, LeadWorkflowStatusBody.Read, cancellation);
        return body.Problem is { } problem ? problem : await ActAsync(request, id, body.Value.Action, body.Value.Reason, cancellation);
    }

    private async Task<IResult> DoAsync(HttpRequest request, string id, WorkflowAction action, CancellationToken cancellation)
    {
        var body = await OptionalBody.ReadAsync(request, LeadWorkflowReasonBody.Read, LeadWorkflowReasonBody.Nothing, cancellation);
        return body.Problem is { } problem ? problem : await ActAsync(request, id, action, body.Value.Reason, cancellation);
    }

    private async Task<IResult> ActAsync(HttpRequest request, string id, WorkflowAction action, string? reason, CancellationToken cancellation)
    {
        var condition = IfMatch.Of(request);
        var change = await workflows.ActAsync(
            request.Caller().Organization, id, version => condition.Allows(EntityTag.Of(version)), action, cancellation);
        if (change is not WorkflowChange.Done done) return LeadWorkflowAnswers.Refuse(change, id, Needs(action));
        await audit.AppendAsync(LeadWorkflowAudit.StatusChanged(done, action, AuditActor.Of(request, reason)), cancellation);
        return Reply.Ok(
            new LeadWorkflowStatusReply(done.After.Workflow.Id.ToPrefixed(), LeadWorkflowReply.StatusOf(done.After.Workflow.Status)),
            LeadsJson.Default.LeadWorkflowStatusReply);
    }

    private static string Needs(WorkflowAction action)
    {
        var accepted = Enum.GetValues<WorkflowStatus>().Where(status => Cadenza.Domain.Workflows.WorkflowLifecycle.Next(status, action) is not null);
        return $"{action.ToString().ToLowerInvariant()} takes one that is {string.Join(" or ", accepted.Select(LeadWorkflowReply.StatusOf))}";
    }
}
