using Cadenza.Domain.Workflows;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Paging;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Workflows.Definitions;
using Cadenza.Functions.Workflows.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Workflows.Http.Blocks;

/// <summary>GET /workflows (A5).</summary>
internal sealed class ListWorkflows(WorkflowStore workflows, WorkflowReader reader, Cursors cursors)
{
    /// <summary>200 with a page of workflows in the order of their creation, each with its newest version.</summary>
    [Operation(Tags.Workflows, "List workflows", "Answers workflows in the order of their creation, each with its newest version, whichever surface made them.")]
    [Paged]
    [Answer<WorkflowListReply>(200, "A page of workflows.")]
    [Function(nameof(ListWorkflows))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "workflows")] HttpRequest request, CancellationToken cancellation)
    {
        var organization = request.Caller().Organization;
        var list = $"{organization}/workflows";
        var page = PageRequest.Of(request, cursors, list);
        if (page.Problem is { } problem) return problem;
        WorkflowId? after = page.Value.Position is { } position ? WorkflowId.Parse(position) : null;
        var found = await workflows.ListAsync(organization, after, page.Value.Limit + 1, module: null, cancellation);
        var shown = found.Take(page.Value.Limit).ToList();
        var views = await WorkflowReader.AllAsync(shown, reader.NewestAsync, cancellation);
        var next = found.Count > shown.Count ? cursors.Seal(list, shown[^1].Workflow.Id.ToString()) : null;
        return Reply.Ok(new WorkflowListReply([.. views.Select(WorkflowReply.Of)], next), WorkflowsJson.Default.WorkflowListReply);
    }
}
