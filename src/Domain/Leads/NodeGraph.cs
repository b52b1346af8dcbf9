using System.Security.Cryptography;
using System.Text;
using Cadenza.Domain.Workflows;

namespace Cadenza.Domain.Leads;

/// <summary>Changes of a graph node by node and edge by edge (C5, C6). Each gives a new graph.</summary>
public static class NodeGraph
{
    private const int IdBytes = 8;

    /// <summary>The id of an edge. It follows from what the edge joins, so that it is the same in every version.</summary>
    public static string IdOf(WorkflowEdge edge)
    {
        ArgumentNullException.ThrowIfNull(edge);
        var text = $"{edge.From}\n{edge.To}\n{edge.Label?.ToUpperInvariant()}";
        return "edge_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, IdBytes));
    }

    /// <summary>The node with an id, or null.</summary>
    public static WorkflowStep? Node(this WorkflowGraph graph, string id) => graph?.Steps.FirstOrDefault(step => step.Id == id);

    /// <summary>The edge with an id, or null.</summary>
    public static WorkflowEdge? Edge(this WorkflowGraph graph, string id) => graph?.Edges.FirstOrDefault(edge => IdOf(edge) == id);

    /// <summary>The graph with a node more. The first one is where leads enter.</summary>
    public static WorkflowGraph With(this WorkflowGraph graph, WorkflowStep node)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(node);
        return graph with { Steps = [.. graph.Steps, node], Entry = graph.Entry ?? node.Id };
    }

    /// <summary>The graph with a node that was changed.</summary>
    public static WorkflowGraph Changed(this WorkflowGraph graph, WorkflowStep node)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(node);
        return graph with { Steps = [.. graph.Steps.Select(step => step.Id == node.Id ? node : step)] };
    }

    /// <summary>The graph without a node and the edges at it. What stood inside the node in a block notation stands free then.</summary>
    public static WorkflowGraph Without(this WorkflowGraph graph, string node)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var steps = graph.Steps.Where(step => step.Id != node).Select(step => step.Place?.Parent == node ? step with { Place = null } : step);
        return new WorkflowGraph(
            [.. steps],
            [.. graph.Edges.Where(edge => edge.From != node && edge.To != node)],
            graph.Entry == node ? null : graph.Entry);
    }

    /// <summary>The graph with an edge more, tried after the others that leave its node.</summary>
    public static WorkflowGraph With(this WorkflowGraph graph, WorkflowEdge edge)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph with { Edges = [.. graph.Edges, edge] };
    }

    /// <summary>The graph without an edge.</summary>
    public static WorkflowGraph Without(this WorkflowGraph graph, WorkflowEdge edge)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph with { Edges = [.. graph.Edges.Where(other => other != edge)] };
    }

    /// <summary>Whether the label of an edge is an outcome. A call that nobody answered has two names (C7).</summary>
    public static bool Fits(WorkflowEdge edge, string outcome) =>
        edge?.Label is { } label && Canonical(label).Equals(Canonical(outcome), StringComparison.OrdinalIgnoreCase);

    private static string Canonical(string label) => label.Equals("DNP", StringComparison.OrdinalIgnoreCase) ? "NO_ANSWER" : label;
}
