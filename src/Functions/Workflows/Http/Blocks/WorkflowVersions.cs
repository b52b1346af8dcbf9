using System.Globalization;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Paging;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Workflows.Definitions;
using Cadenza.Functions.Workflows.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Workflows.Http.Blocks;

/// <summary>GET /workflows/{workflow_id}/versions and /versions/{number} (A5).</summary>
internal sealed class WorkflowVersions(WorkflowStore workflows, WorkflowReader reader, Cursors cursors)
{
    /// <summary>200 with a page of versions, the newest first.</summary>
    [Operation(Tags.Workflows, "List a workflow's versions", "Answers the versions, the newest first.")]
    [Path("workflow_id", "The workflow's id.")]
    [Paged]
    [Answer<WorkflowListReply>(200, "A page of versions.")]
    [Function("ListWorkflowVersions")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "workflows/{workflow_id}/versions")] HttpRequest request, string workflow_id, CancellationToken cancellation)
    {
        var organization = request.Caller().Organization;
        if (await reader.FindAsync(organization, workflow_id, cancellation) is not { } stored) return WorkflowAnswers.NotFound(workflow_id);
        var list = $"{organization}/workflows/{stored.Workflow.Id}/versions";
        var page = PageRequest.Of(request, cursors, list);
        if (page.Problem is { } problem) return problem;
        int? before = page.Value.Position is { } position ? int.Parse(position, CultureInfo.InvariantCulture) : null;
        var found = await workflows.ListVersionsAsync(organization, stored.Workflow.Id, before, page.Value.Limit + 1, cancellation);
        var shown = found.Take(page.Value.Limit).ToList();
        var next = found.Count > shown.Count ? cursors.Seal(list, shown[^1].Number.ToString(CultureInfo.InvariantCulture)) : null;
        return Reply.Ok(
            new WorkflowListReply([.. shown.Select(version => WorkflowReply.Of(new WorkflowView(stored, version)))], next), WorkflowsJson.Default.WorkflowListReply);
    }

    /// <summary>200 with one version.</summary>
    [Operation(Tags.Workflows, "Read a version", "Answers one version. Versions never change.")]
    [Path("workflow_id", "The workflow's id.")]
    [Path("number", "The version's number, from 1.")]
    [Answer<WorkflowReply>(200, "The version.", HasETag = true)]
    [Function("GetWorkflowVersion")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "workflows/{workflow_id}/versions/{number}")] HttpRequest request,
        string workflow_id,
        string number,
        CancellationToken cancellation)
    {
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted)) return Problem.InvalidParameter("number", "must be a whole number");
        if (await reader.FindAsync(request.Caller().Organization, workflow_id, cancellation) is not { } stored) return WorkflowAnswers.NotFound(workflow_id);
        return await reader.VersionAsync(stored, wanted, cancellation) is { } view ? WorkflowAnswers.Ok(view) : WorkflowAnswers.VersionNotFound(wanted);
    }
}
