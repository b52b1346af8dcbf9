using Cadenza.Domain.Workflows;

namespace Cadenza.Domain.Leads;

/// <summary>Why a node or an edge is not added, changed or removed (C5, C6).</summary>
public enum GraphRefusal
{
    /// <summary>There is no such node.</summary>
    NoNode,

    /// <summary>There is no such edge.</summary>
    NoEdge,

    /// <summary>There are as many nodes as there may be.</summary>
    TooManyNodes,

    /// <summary>There are as many edges as there may be.</summary>
    TooManyEdges,

    /// <summary>A node keeps its type, which the detail names.</summary>
    TypeStays,

    /// <summary>A text of the settings is no template: the detail says why, and the place where.</summary>
    NoTemplate,

    /// <summary>The node could not do its part for the leads that come to it; the detail says why.</summary>
    Unfinished,

    /// <summary>Leads enter at the node.</summary>
    Entry,

    /// <summary>Leads cannot go on at the node that was named.</summary>
    NoTarget,

    /// <summary>Leads are at the node.</summary>
    HasLeads,

    /// <summary>Leads at the edge's node would have no way on.</summary>
    StrandsLeads,

    /// <summary>There is such an edge.</summary>
    EdgeExists,

    /// <summary>An end of the edge is no node, or one that nothing leaves; the faults say which.</summary>
    WrongEnds,
}

/// <summary>What becomes of a graph that somebody wants changed.</summary>
public sealed record GraphDecision
{
    private GraphDecision()
    {
    }

    /// <summary>The graph afterwards; null when it stays as it is.</summary>
    public WorkflowGraph? Graph { get; private init; }

    /// <summary>Why it is not changed; null when there is no reason against it.</summary>
    public GraphRefusal? Refusal { get; private init; }

    /// <summary>What else there is to say of the refusal; may be empty.</summary>
    public string Detail { get; private init; } = "";

    /// <summary>Where in the node's settings, as a JSON pointer; may be empty.</summary>
    public string Place { get; private init; } = "";

    /// <summary>What is wrong with the edge, by its members <c>from_node_id</c> and <c>to_node_id</c>.</summary>
    public IReadOnlyDictionary<string, string> Faults { get; private init; } = new Dictionary<string, string>();

    /// <summary>The node at which there must be no leads; null when it does not matter where they are.</summary>
    public string? LeftNode { get; private init; }

    /// <summary>Why the graph is not changed when there are leads at <see cref="LeftNode"/>.</summary>
    private GraphRefusal WithLeads { get; init; }

    /// <summary>The graph stays as it is, for it is what was asked for.</summary>
    public static GraphDecision Nothing { get; } = new();

    /// <summary>The graph becomes another.</summary>
    public static GraphDecision Change(WorkflowGraph graph) => new() { Graph = graph };

    /// <summary>The graph becomes another, unless there are leads at a node.</summary>
    public static GraphDecision ChangeWithoutLeads(WorkflowGraph graph, string node, GraphRefusal otherwise) => new() { Graph = graph, LeftNode = node, WithLeads = otherwise };

    /// <summary>It is refused.</summary>
    public static GraphDecision Refuse(GraphRefusal refusal, string detail = "", string place = "") => new() { Refusal = refusal, Detail = detail, Place = place };

    /// <summary>It is refused for the ends of the edge.</summary>
    public static GraphDecision RefuseEnds(IReadOnlyDictionary<string, string> faults) => new() { Refusal = GraphRefusal.WrongEnds, Faults = faults };

    /// <summary>The decision, once it is known whether there are leads at <see cref="LeftNode"/>.</summary>
    public GraphDecision Knowing(bool hasLeads) => hasLeads && LeftNode is not null ? Refuse(WithLeads) : this;
}
