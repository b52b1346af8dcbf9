using Cadenza.Domain.Leads;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Leads.Http.Workflows;
using Cadenza.Functions.Leads.Storage;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
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
        var (after, refusal) = await edits.MakeAsync(request, id, "node_added", node.Id, read => Task.FromResult(Add(read, node)), cancellation);
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
        var (after, refusal) = await edits.MakeAsync(request, id, "node_updated", nodeId, read => Task.FromResult(Change(read, nodeId, body.Value)), cancellation);
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
        var target = request.Query["move_leads_to"].ToString();
        var (after, refusal) = await edits.MakeAsync(
            request, id, "node_removed", nodeId, read => RemoveAsync(read, nodeId, target.Length == 0 ? null : target, cancellation), cancellation);
        if (after is null) return refusal!;
        if (target.Length > 0) await moves.MoveAsync(after, nodeId, target, cancellation);
        return Reply.NoContent();
    }

    private static GraphEdit Add(LeadWorkflow read, WorkflowStep node)
    {
        // A repeat (G5) of a request that was carried out finds its own node.
        if (read.Graph.Node(node.Id) is not null) return new GraphEdit(null);
        if (read.Graph.Steps.Count >= WorkflowGraph.MaxSteps)
            return GraphEdit.Refused(new Problem(400, "too_many_nodes", $"A workflow has at most {WorkflowGraph.MaxSteps} nodes."));
        return Checked(read, node) ?? new GraphEdit(read.Graph.With(node));
    }

    private static GraphEdit Change(LeadWorkflow read, string nodeId, NodePatch patch)
    {
        if (read.Graph.Node(nodeId) is not { } node) return GraphEdit.Refused(Problem.NotFound("node", nodeId));
        if (patch.NodeType.Has(out var type) && type != NodeTypes.Of(node))
            return GraphEdit.Refused(Problem.Conflict("node_type_immutable", $"The node is of the type {NodeTypes.Of(node)} and stays so; add another node instead."));
        var changed = patch.Apply(node);
        return Checked(read, changed) ?? new GraphEdit(read.Graph.Changed(changed));
    }

    // A draft may be unfinished, but for texts that cannot be read; leads must not come to a node that cannot do its part.
    private static GraphEdit? Checked(LeadWorkflow read, WorkflowStep node)
    {
        if (GraphCheck.OfMessages(node) is [var fault, ..]) return GraphEdit.Refused(Problem.Invalid("/config" + fault.Pointer, $"is not a template: {fault.Message}"));
        if (read.Workflow.LiveVersion is null || GraphCheck.OfNode(node) is not { Count: > 0 } faults) return null;
        return GraphEdit.Refused(Problem.Invalid("/config", string.Join("; ", faults.Select(fault => fault.Message))));
    }

    private async Task<GraphEdit> RemoveAsync(LeadWorkflow read, string nodeId, string? target, CancellationToken cancellation)
    {
        var graph = read.Graph;
        if (graph.Node(nodeId) is null) return GraphEdit.Refused(Problem.NotFound("node", nodeId));
        if (graph.Entry == nodeId) return GraphEdit.Refused(Problem.Conflict("node_is_entry", "Leads enter at this node."));
        if (target is not null && (target == nodeId || graph.Node(target) is null))
            return GraphEdit.Refused(Problem.InvalidParameter("move_leads_to", "must name another node of the workflow"));
        if (target is null && (await leads.AtNodeAsync(read.Workflow.Organization, read.Workflow.Id, nodeId, cancellation)).Count > 0)
            return GraphEdit.Refused(Problem.Conflict("node_has_leads", "Leads are at this node; say with move_leads_to where they go on."));
        return new GraphEdit(graph.Without(nodeId));
    }
}
