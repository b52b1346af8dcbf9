using Cadenza.Domain.Leads;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Leads.Storage;
using Cadenza.Functions.Platform.Http.Problems;

namespace Cadenza.Functions.Leads.Http.Nodes;

/// <summary>Words why a graph is not changed.</summary>
internal static class GraphRefusals
{
    /// <summary>The edit that was decided about, or the problem that stands against it.</summary>
    /// <param name="decision">The decision, with all that it asks for known.</param>
    /// <param name="part">The id of the node or edge.</param>
    public static GraphEdit Edit(GraphDecision decision, string part) => decision.Refusal is { } refusal
        ? GraphEdit.Refused(Word(refusal, decision, part))
        : new GraphEdit(decision.Graph);

    /// <summary>The edit, after a look whether there are leads where there must be none.</summary>
    public static async Task<GraphEdit> EditAsync(this LeadStore leads, LeadWorkflow read, GraphDecision decision, string part, CancellationToken cancellation)
    {
        var hasLeads = decision.LeftNode is { } node && (await leads.AtNodeAsync(read.Workflow.Organization, read.Workflow.Id, node, cancellation)).Count > 0;
        return Edit(decision.Knowing(hasLeads), part);
    }

    private static Problem Word(GraphRefusal refusal, GraphDecision decision, string part) => refusal switch
    {
        GraphRefusal.NoNode => Problem.NotFound("node", part),
        GraphRefusal.NoEdge => Problem.NotFound("edge", part),
        GraphRefusal.TooManyNodes => new Problem(400, "too_many_nodes", $"A workflow has at most {WorkflowGraph.MaxSteps} nodes."),
        GraphRefusal.TooManyEdges => new Problem(400, "too_many_edges", $"A workflow has at most {GraphChanges.MaxEdges} edges."),
        GraphRefusal.TypeStays => Problem.Conflict("node_type_immutable", $"The node is of the type {decision.Detail} and stays so; add another node instead."),
        GraphRefusal.NoTemplate => Problem.Invalid("/config" + decision.Place, $"is not a template: {decision.Detail}"),
        GraphRefusal.Unfinished => Problem.Invalid("/config", decision.Detail),
        GraphRefusal.Entry => Problem.Conflict("node_is_entry", "Leads enter at this node."),
        GraphRefusal.NoTarget => Problem.InvalidParameter("move_leads_to", "must name another node of the workflow"),
        GraphRefusal.HasLeads => Problem.Conflict("node_has_leads", "Leads are at this node; say with move_leads_to where they go on."),
        GraphRefusal.StrandsLeads => Problem.Conflict("edge_strands_leads", "Leads at the edge's node would have no way on; add another edge first."),
        GraphRefusal.EdgeExists => Problem.Conflict("edge_exists", "There is an edge between these nodes with this label."),
        GraphRefusal.WrongEnds => Problem.Invalid(decision.Faults.ToDictionary(fault => "/" + fault.Key, fault => new[] { fault.Value })),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "A refusal without words."),
    };
}
