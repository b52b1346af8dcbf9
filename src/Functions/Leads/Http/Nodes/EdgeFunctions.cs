using Cadenza.Domain.Leads;
using Cadenza.Functions.Leads.Http.Workflows;
using Cadenza.Functions.Leads.Storage;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Idempotency;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Leads.Http.Nodes;

/// <summary>GET, POST /v1/workflows/{id}/edges and DELETE …/edges/{edgeId} (C6).</summary>
internal sealed class EdgeFunctions(LeadWorkflows workflows, GraphEdits edits, LeadStore leads)
{
    /// <summary>200 with all edges.</summary>
    [Operation(Tags.LeadWorkflows, "List edges", "Answers every edge of the workflow, in the order in which they are tried.")]
    [Answer<EdgeListReply>(200, "The edges.", HasETag = true)]
    [Function("ListEdges")]
    public async Task<IResult> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/workflows/{id}/edges")] HttpRequest request, string id, CancellationToken cancellation)
    {
        if (await workflows.FindAsync(request.Caller().Organization, id, cancellation) is not { } read) return LeadWorkflowAnswers.NotFound(id);
        return Reply.Ok(
            new EdgeListReply([.. read.Graph.Edges.Select(edge => EdgeReply.Of(read.Workflow.Id, edge))]), LeadsJson.Default.EdgeListReply, EntityTag.Of(read.Stored.Version));
    }

    /// <summary>201 with the edge, tried after those that leave the same node already.</summary>
    [Operation(
        Tags.LeadWorkflows,
        "Add an edge",
        "A lead leaves a node along the first edge whose label is the outcome, in the order they were added; an edge without a label fits every outcome.")]
    [Body<EdgeBody>]
    [Conditional]
    [Answer<EdgeReply>(201, "The edge.", HasLocation = true)]
    [Refusal(400, "too_many_edges", "The workflow has 2,000 edges.")]
    [Refusal(409, "edge_exists", "There is such an edge.")]
    [Refusal(409, "workflow_cancelled", "The workflow is cancelled, or `workflow_completed`.")]
    [Function("CreateEdge")]
    public async Task<IResult> CreateAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/workflows/{id}/edges")] HttpRequest request, string id, CancellationToken cancellation)
    {
        var body = await JsonBody.ReadAsync(request, EdgeBody.Read, cancellation);
        if (body.Problem is { } problem) return problem;
        var edge = body.Value.ToEdge();
        var edgeId = NodeGraph.IdOf(edge);
        var repeated = request.MayHaveHappened();
        var (after, refusal) = await edits.MakeAsync(request, id, "edge_added", edgeId, read => Task.FromResult(GraphRefusals.Edit(GraphChanges.Add(read.Graph, edge, repeated), edgeId)), cancellation);
        if (after is null) return refusal!;
        return Reply.Created(
            $"/v1/workflows/{after.Workflow.Id.ToPrefixed()}/edges/{edgeId}", EdgeReply.Of(after.Workflow.Id, edge), LeadsJson.Default.EdgeReply);
    }

    /// <summary>204 when the edge is gone; 409 when leads at its node had no way on then.</summary>
    [Operation(Tags.LeadWorkflows, "Remove an edge", "Refused when it is the last way on for leads that are at its node.")]
    [Path("edgeId", "The edge's id.")]
    [Conditional]
    [Answer(204, "It is gone.")]
    [Refusal(409, "edge_strands_leads", "Leads at its node would have no way on.")]
    [Refusal(409, "workflow_cancelled", "The workflow is cancelled, or `workflow_completed`.")]
    [Function("DeleteEdge")]
    public async Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/workflows/{id}/edges/{edgeId}")] HttpRequest request, string id, string edgeId, CancellationToken cancellation)
    {
        var (after, refusal) = await edits.MakeAsync(request, id, "edge_removed", edgeId, read => leads.EditAsync(read, GraphChanges.RemoveEdge(read.Graph, edgeId), edgeId, cancellation), cancellation);
        return after is null ? refusal! : Reply.NoContent();
    }
}
