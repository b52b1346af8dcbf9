using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Cadenza.Domain.Leads;
using Cadenza.Functions.Leads.Http.Workflows;
using Cadenza.Functions.Leads.Storage;
using Cadenza.Functions.Leads.Wire;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Paging;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Leads.Http;

/// <summary>GET /v1/workflows/{id}/leads, …/leads/variable-keys, …/leads/{leadId}/history and DELETE …/leads/{leadId} (C8).</summary>
internal sealed class LeadFunctions(LeadWorkflows workflows, LeadStore leads, SingleLeads records, AuditStore audit, TimeProvider clock)
{
    private static readonly FrozenDictionary<string, LeadStatus> Statuses =
        Enum.GetValues<LeadStatus>().ToFrozenDictionary(EnrolledLeadReply.StatusOf);

    /// <summary>200 with a page of leads in the order they were enrolled.</summary>
    [Operation(Tags.LeadWorkflows, "List leads", "Answers leads in the order they were enrolled, page by page.")]
    [Query("page", "The page, from 1.", Type = "integer")]
    [Query("limit", "Leads a page, 1 to 100; 20 when omitted.", Type = "integer")]
    [Query("status", "Only leads with this status.", OneOf = ["pending", "in_progress", "completed", "removed", "failed"])]
    [Answer<EnrolledLeadListReply>(200, "A page of leads.")]
    [Function("ListLeads")]
    public async Task<IResult> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/workflows/{id}/leads")] HttpRequest request, string id, CancellationToken cancellation)
    {
        var page = NumberedPage.Of(request);
        if (page.Problem is { } problem) return problem;
        LeadStatus? status = null;
        if (request.Query["status"] is { Count: > 0 } asked)
        {
            if (!Statuses.TryGetValue(asked.ToString(), out var known)) return Problem.InvalidParameter("status", "must be one of " + string.Join(", ", Statuses.Keys.Order()));
            status = known;
        }

        if (await workflows.FindAsync(request.Caller().Organization, id, cancellation) is not { } read) return LeadWorkflowAnswers.NotFound(id);
        var (found, total) = await leads.PageAsync(read.Workflow.Organization, read.Workflow.Id, status, page.Value.Skip, page.Value.Limit, cancellation);
        return Reply.Ok(new EnrolledLeadListReply([.. found.Select(EnrolledLeadReply.Of)], page.Value.Meta(total)), LeadsJson.Default.EnrolledLeadListReply);
    }

    /// <summary>200 with the names of all variables that leads came with.</summary>
    [Operation(Tags.LeadWorkflows, "List variable names", "Answers the names of all variables that leads came with; settings of nodes can name them.")]
    [Answer<VariableKeysReply>(200, "The names.")]
    [Function("ListLeadVariableKeys")]
    public async Task<IResult> KeysAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/workflows/{id}/leads/variable-keys")] HttpRequest request, string id, CancellationToken cancellation)
    {
        if (await workflows.FindAsync(request.Caller().Organization, id, cancellation) is not { } read) return LeadWorkflowAnswers.NotFound(id);
        var keys = await leads.KeysAsync(read.Workflow.Organization, read.Workflow.Id, cancellation);
        return Reply.Ok(new VariableKeysReply(keys ?? []), LeadsJson.Default.VariableKeysReply);
    }

    /// <summary>200 with the nodes that a lead has come to.</summary>
    [Operation(Tags.LeadWorkflows, "Read a lead's history", "Answers the nodes that the lead has come to, in order, with what came of each.")]
    [Path("leadId", "The lead's id.")]
    [Answer<LeadHistoryReply>(200, "The history.")]
    [Function("GetLeadHistory")]
    public async Task<IResult> HistoryAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/workflows/{id}/leads/{leadId}/history")] HttpRequest request, string id, string leadId, CancellationToken cancellation)
    {
        if (await workflows.FindAsync(request.Caller().Organization, id, cancellation) is not { } read) return LeadWorkflowAnswers.NotFound(id);
        return LeadId.TryParse(leadId, out var lead) && await records.HistoryAsync(read.Workflow, lead, cancellation) is { } history
            ? Reply.Ok(LeadHistoryReply.Of(history), LeadsJson.Default.LeadHistoryReply)
            : Problem.NotFound("lead", leadId);
    }

    /// <summary>204 when the lead was taken out; 409 when its way had ended.</summary>
    [Operation(Tags.LeadWorkflows, "Remove a lead", "Takes the lead out: what is under way at its node is finished, and nothing follows. Its history stays.")]
    [Path("leadId", "The lead's id.")]
    [Answer(204, "It was taken out.")]
    [Refusal(409, "lead_completed", "The lead's way has ended: also `lead_removed` and `lead_failed`.")]
    [Function("RemoveLead")]
    public async Task<IResult> RemoveAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/workflows/{id}/leads/{leadId}")] HttpRequest request, string id, string leadId, CancellationToken cancellation)
    {
        if (await workflows.FindAsync(request.Caller().Organization, id, cancellation) is not { } read) return LeadWorkflowAnswers.NotFound(id);
        if (!LeadId.TryParse(leadId, out var lead) || await records.RemoveAsync(read.Workflow, lead, cancellation) is not { } before) return Problem.NotFound("lead", leadId);
        if (!before.IsLive) return Problem.Conflict($"lead_{EnrolledLeadReply.StatusOf(before.Status)}", $"The lead's way has ended: it is {EnrolledLeadReply.StatusOf(before.Status)}.");
        await audit.AppendAsync(LeadWorkflowAudit.Part(read, "lead_removed", leadId, clock.GetUtcNow(), request, new JsonObject { ["lead_id"] = lead.ToString() }), cancellation);
        return Reply.NoContent();
    }
}
