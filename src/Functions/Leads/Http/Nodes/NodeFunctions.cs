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

/// <summary>GET, POST /v1/workflows/{id}/nodes and PATCH, DELETE …/nodes/{nodeId} (C5).</summary>
internal sealed class NodeFunctions(LeadWorkflows workflows, GraphEdits edits, LeadStore leads, LeadRelocation moves, TimeProvider clock)
{
    private const int IdDigits = 12;

    /// <summary>200 with all nodes.</summary>
    [Operation(Tags.LeadWorkflows, "List nodes", "Answers every node of the workflow: of its live version, or of its newest.")]
    [Answer<NodeListReply>(200, "The nodes.", HasETag = true)]
    [Function("ListNodes")]
    public async Task<IResult> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "v1/workflows/{id}/nodes")] HttpRequest request, string id, CancellationToken cancellation)
    {
        if (await workflows.FindAsync(request.Caller().Organization, id, cancellation) is not { } read) return LeadWorkflowAnswers.NotFound(id);
        return Reply.Ok(
            new NodeListReply([.. read.Graph.Steps.Select(step => NodeReply.Of(read, step))]), LeadsJson.Default.NodeListReply, EntityTag.Of(read.Stored.Version));
    }

    /// <summary>201 with the node. The first node of a workflow is where leads enter.</summary>
    [Operation(Tags.LeadWorkflows, "Add a node", "The first node is where leads enter. On an active workflow the change applies at once, as a new version.")]
    [Body<NodeBody>]
    [Conditional]
    [Answer<NodeReply>(201, "The node.", HasLocation = true)]
    [Refusal(400, "too_many_nodes", "The workflow has 500 nodes.")]
    [Refusal(409, "workflow_cancelled", "The workflow is cancelled, or `workflow_completed`.")]
    [Function("CreateNode")]
    public async Task<IResult> CreateAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/workflows/{id}/nodes")] HttpRequest request, string id, CancellationToken cancellation)
    {
        var body = await JsonBody.ReadAsync(request, NodeBody.Read, cancellation);
        if (body.Problem is { } problem) return problem;
        var node = body.Value.ToStep("node_" + request.NewId(clock.GetUtcNow()).ToString("N")[^IdDigits..]);
        var (after, refusal) = await edits.MakeAsync(request, id, "node_added", node.Id, read => Task.FromResult(GraphRefusals.Edit(GraphChanges.Add(read.Graph, node, IsLive(read)), node.Id)), cancellation);
        if (after is null) return refusal!;
        return Reply.Created(
            $"/v1/workflows/{after.Workflow.Id.ToPrefixed()}/nodes/{node.Id}", NodeReply.Of(after, after.Graph.Node(node.Id) ?? node), LeadsJson.Default.NodeReply);
    }

    /// <summary>200 with the node. Leads that are there finish it as it was.</summary>
    [Operation(Tags.LeadWorkflows, "Change a node", "Changes label, position and settings; the type stays. Leads that are at the node finish it with the settings it had.")]
    [Path("nodeId", "The node's id.")]
    [Body<NodePatch>]
    [Conditional]
    [Answer<NodeReply>(200, "The node.")]
    [Refusal(409, "node_type_immutable", "The body has another type.")]
    [Refusal(409, "workflow_cancelled", "The workflow is cancelled, or `workflow_completed`.")]
    [Function("UpdateNode")]
    public async Task<IResult> UpdateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "v1/workflows/{id}/nodes/{nodeId}")] HttpRequest request, string id, string nodeId, CancellationToken cancellation)
    {
        var body = await JsonBody.ReadAsync(request, NodePatch.Read, cancellation);
        if (body.Problem is { } problem) return problem;
        var type = body.Value.NodeType.Has(out var named) ? named : null;
        var (after, refusal) = await edits.MakeAsync(
            request,
            id,
            "node_updated",
            nodeId,
            read => Task.FromResult(GraphRefusals.Edit(GraphChanges.Change(read.Graph, nodeId, type, body.Value.Apply, IsLive(read)), nodeId)),
            cancellation);
        return after is null ? refusal! : Reply.Ok(NodeReply.Of(after, after.Graph.Node(nodeId)!), LeadsJson.Default.NodeReply);
    }

    /// <summary>204 when the node and its edges are gone.</summary>
    [Operation(Tags.LeadWorkflows, "Remove a node", "Removes the node and the edges at it. Leads that are there go on at the node that `move_leads_to` names.")]
    [Path("nodeId", "The node's id.")]
    [Query("move_leads_to", "The node at which leads go on that are at this one.")]
    [Conditional]
    [Answer(204, "It is gone.")]
    [Refusal(409, "node_is_entry", "Leads enter at the node.")]
    [Refusal(409, "node_has_leads", "Leads are at the node, and `move_leads_to` does not say where they go on.")]
    [Refusal(409, "workflow_cancelled", "The workflow is cancelled, or `workflow_completed`.")]
    [Function("DeleteNode")]
    public async Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/workflows/{id}/nodes/{nodeId}")] HttpRequest request, string id, string nodeId, CancellationToken cancellation)
    {
        var target = request.Query["move_leads_to"].ToString() is { Length: > 0 } named ? named : null;
        var (after, refusal) = await edits.MakeAsync(
            request, id, "node_removed", nodeId, read => leads.EditAsync(read, GraphChanges.Remove(read.Graph, nodeId, target), nodeId, cancellation), cancellation);
        if (after is null) return refusal!;
        if (target is not null) await moves.MoveAsync(after, nodeId, target, cancellation);
        return Reply.NoContent();
    }

    private static bool IsLive(LeadWorkflow read) => read.Workflow.LiveVersion is not null;
}
