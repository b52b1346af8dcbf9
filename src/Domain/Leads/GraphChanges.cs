using Cadenza.Domain.Workflows;

namespace Cadenza.Domain.Leads;

/// <summary>Decides about changes of a graph that leads may travel along meanwhile (C5, C6).</summary>
public static class GraphChanges
{
    /// <summary>The most edges of a graph.</summary>
    public const int MaxEdges = 2000;

    /// <summary>Adds a node; one that is there already was added by an earlier try of the same request.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="node">The node.</param>
    /// <param name="isLive">Whether leads travel along the graph now.</param>
    public static GraphDecision Add(WorkflowGraph graph, WorkflowStep node, bool isLive)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(node);
        if (graph.Node(node.Id) is not null) return GraphDecision.Nothing;
        if (graph.Steps.Count >= WorkflowGraph.MaxSteps) return GraphDecision.Refuse(GraphRefusal.TooManyNodes);
        return Fault(node, isLive) ?? GraphDecision.Change(graph.With(node));
    }

    /// <summary>Changes a node.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="id">The node's id.</param>
    /// <param name="type">The type that the change names; null when it names none.</param>
    /// <param name="change">Makes the change.</param>
    /// <param name="isLive">Whether leads travel along the graph now.</param>
    public static GraphDecision Change(WorkflowGraph graph, string id, string? type, Func<WorkflowStep, WorkflowStep> change, bool isLive)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (graph.Node(id) is not { } node) return GraphDecision.Refuse(GraphRefusal.NoNode);
        if (type is not null && type != NodeTypes.Of(node)) return GraphDecision.Refuse(GraphRefusal.TypeStays, NodeTypes.Of(node));
        var changed = change(node);
        return Fault(changed, isLive) ?? GraphDecision.Change(graph.Changed(changed));
    }

    /// <summary>Removes a node and its edges.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="id">The node's id.</param>
    /// <param name="target">Where leads go on that are at it; null when nobody said so, and then there must be none.</param>
    public static GraphDecision Remove(WorkflowGraph graph, string id, string? target)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (graph.Node(id) is null) return GraphDecision.Refuse(GraphRefusal.NoNode);
        if (graph.Entry == id) return GraphDecision.Refuse(GraphRefusal.Entry);
        if (target is null) return GraphDecision.ChangeWithoutLeads(graph.Without(id), id, GraphRefusal.HasLeads);
        return target == id || graph.Node(target) is null ? GraphDecision.Refuse(GraphRefusal.NoTarget) : GraphDecision.Change(graph.Without(id));
    }

    /// <summary>Adds an edge, tried after those that leave the same node already.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="edge">The edge.</param>
    /// <param name="isRepeat">Whether the request may have been carried out before, so that the edge may be its own.</param>
    public static GraphDecision Add(WorkflowGraph graph, WorkflowEdge edge, bool isRepeat)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(edge);
        var faults = new Dictionary<string, string>();
        if (graph.Node(edge.From) is not { } from) faults["from_node_id"] = "must name a node of the workflow";
        else if (NodeTypes.IsEnd(from)) faults["from_node_id"] = $"names a node where the way ends ({NodeTypes.Of(from)})";
        if (graph.Node(edge.To) is null) faults["to_node_id"] = "must name a node of the workflow";
        if (faults.Count > 0) return GraphDecision.RefuseEnds(faults);
        if (graph.Edge(NodeGraph.IdOf(edge)) is not null) return isRepeat ? GraphDecision.Nothing : GraphDecision.Refuse(GraphRefusal.EdgeExists);
        return graph.Edges.Count >= MaxEdges ? GraphDecision.Refuse(GraphRefusal.TooManyEdges) : GraphDecision.Change(graph.With(edge));
    }

    /// <summary>Removes an edge; where it is the last that leaves its node, there must be no leads at that.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="id">The edge's id.</param>
    public static GraphDecision RemoveEdge(WorkflowGraph graph, string id)
    {
        if (graph.Edge(id) is not { } edge) return GraphDecision.Refuse(GraphRefusal.NoEdge);
        var left = graph.Without(edge);
        return left.Edges.Any(other => other.From == edge.From)
            ? GraphDecision.Change(left)
            : GraphDecision.ChangeWithoutLeads(left, edge.From, GraphRefusal.StrandsLeads);
    }

    // A draft may be unfinished, but for texts that cannot be read; leads must not come to a node that cannot do its part.
    private static GraphDecision? Fault(WorkflowStep node, bool isLive)
    {
        if (GraphCheck.OfMessages(node) is [var fault, ..]) return GraphDecision.Refuse(GraphRefusal.NoTemplate, fault.Message, fault.Pointer);
        return isLive && GraphCheck.OfNode(node) is { Count: > 0 } faults
            ? GraphDecision.Refuse(GraphRefusal.Unfinished, string.Join("; ", faults.Select(found => found.Message)))
            : null;
    }
}
