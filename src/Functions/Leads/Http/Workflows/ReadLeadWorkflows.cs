using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Paging;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Workflows.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Leads.Http.Workflows;

/// <summary>GET /v1/workflows and /v1/workflows/{id}.</summary>
internal sealed class ReadLeadWorkflows(WorkflowStore store, LeadWorkflows workflows, LeadWorkflowAnswers answers)
{
    private const int ReadAtOnce = 1000;

    private static readonly Dictionary<string, Func<StoredWorkflow, IComparable>> Orders = new(StringComparer.Ordinal)
    {
        ["created_at"] = stored => stored.Workflow.CreatedAt,
        ["createdAt"] = stored => stored.Workflow.CreatedAt,
        ["updated_at"] = stored => stored.Workflow.UpdatedAt,
        ["updatedAt"] = stored => stored.Workflow.UpdatedAt,
        ["name"] = stored => stored.Workflow.Name,
        ["title"] = stored => stored.Workflow.Name,
    };

    /// <summary>200 with a page of workflows, whichever surface made them (C4).</summary>
    [Operation(Tags.LeadWorkflows, "List workflows", "Answers workflows of every surface, page by page.")]
    [Query("page", "The page, from 1.", Type = "integer")]
    [Query("limit", "Workflows a page, 1 to 100; 20 when omitted.", Type = "integer")]
    [Query("sortBy", "What they are sorted by; `created_at` when omitted.", OneOf = ["created_at", "updated_at", "name", "title", "createdAt", "updatedAt"])]
    [Query("sortOrder", "`DESC` when omitted.", OneOf = ["ASC", "DESC"])]
    [Answer<LeadWorkflowListReply>(200, "A page of workflows.")]
    [Function("ListLeadWorkflows")]
    public async Task<IResult> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/workflows")] HttpRequest request, CancellationToken cancellation)
    {
        var page = NumberedPage.Of(request);
        if (page.Problem is { } problem) return problem;
        var order = request.Query["sortBy"] is { Count: > 0 } by ? Orders.GetValueOrDefault(by.ToString()) : Orders["created_at"];
        if (order is null) return Problem.InvalidParameter("sortBy", "must be one of " + string.Join(", ", Orders.Keys));
        var direction = request.Query["sortOrder"].ToString();
        if (direction is not ("" or "ASC" or "DESC")) return Problem.InvalidParameter("sortOrder", "must be ASC or DESC");
        var all = await AllAsync(request.Caller().Organization, cancellation);
        var sorted = direction == "ASC" ? all.OrderBy(order).ThenBy(stored => stored.Workflow.Number) : all.OrderByDescending(order).ThenByDescending(stored => stored.Workflow.Number);
        var shown = sorted.Skip(page.Value.Skip).Take(page.Value.Limit);
        var replies = await AtOnce.AllAsync(shown, async stored => await answers.ReplyAsync(await workflows.OpenAsync(stored, cancellation), cancellation));
        return Reply.Ok(new LeadWorkflowListReply(replies, page.Value.Meta(all.Count)), LeadsJson.Default.LeadWorkflowListReply);
    }

    /// <summary>200 with the workflow.</summary>
    [Operation(Tags.LeadWorkflows, "Read a workflow", "Answers one workflow with its counts.")]
    [Answer<LeadWorkflowReply>(200, "The workflow.", HasETag = true)]
    [Function("GetLeadWorkflow")]
    public async Task<IResult> GetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/workflows/{id}")] HttpRequest request, string id, CancellationToken cancellation) =>
        await workflows.FindAsync(request.Caller().Organization, id, cancellation) is { } read
            ? await answers.OkAsync(read, cancellation)
            : LeadWorkflowAnswers.NotFound(id);

    // The number of pages is asked for with each page, so all have to be looked at.
    private async Task<List<StoredWorkflow>> AllAsync(OrganizationId organization, CancellationToken cancellation)
    {
        var all = new List<StoredWorkflow>();
        while (true)
        {
            var read = await store.ListAsync(organization, all.Count == 0 ? null : all[^1].Workflow.Id, ReadAtOnce, module: null, cancellation);
            all.AddRange(read);
            if (read.Count < ReadAtOnce) return all;
        }
    }
}

/// <summary>GET /v1/workflows/{id}/audit.</summary>
internal sealed class ListLeadWorkflowAudit(LeadWorkflows workflows, AuditStore audit, Cursors cursors)
{
    /// <summary>200 with who changed the workflow, when, from what to what and why (C3); the newest first.</summary>
    [Operation(Tags.LeadWorkflows, "List a workflow's changes", "Who changed the workflow, when, from which status to which, and why. The newest change comes first.")]
    [Paged]
    [Answer<LeadWorkflowAuditReply>(200, "A page of changes.")]
    [Function(nameof(ListLeadWorkflowAudit))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/workflows/{id}/audit")] HttpRequest request, string id, CancellationToken cancellation)
    {
        var organization = request.Caller().Organization;
        if (await workflows.FindAsync(organization, id, cancellation) is not { } read) return LeadWorkflowAnswers.NotFound(id);
        var resource = LeadWorkflowAudit.ResourceOf(read.Workflow.Id);
        var list = $"{organization}/v1/audit/{resource}";
        var page = PageRequest.Of(request, cursors, list);
        if (page.Problem is { } problem) return problem;
        var (found, more) = await audit.ListAsync(organization, resource, page.Value.Position, page.Value.Limit, cancellation);
        var reply = new LeadWorkflowAuditReply(
            [.. found.Select(item => LeadWorkflowAuditEntryReply.Of(item.Id, item.Entry))], more ? cursors.Seal(list, found[^1].Id) : null);
        return Reply.Ok(reply, LeadsJson.Default.LeadWorkflowAuditReply);
    }
}
