using System.Collections.Frozen;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Workflows;

namespace Cadenza.Domain.Leads;

/// <summary>A version's graph, made ready for many leads: its conditions, delays and templates are compiled once.</summary>
public sealed class CompiledLeadGraph
{
    private readonly FrozenDictionary<string, LeadNode> _nodes;
    private readonly ILookup<string, WorkflowEdge> _edges;

    /// <summary>Makes a version ready.</summary>
    public CompiledLeadGraph(int version, WorkflowGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        (Version, Entry) = (version, graph.Entry);
        _nodes = graph.Steps.DistinctBy(step => step.Id).ToFrozenDictionary(step => step.Id, step => new LeadNode(step));
        _edges = graph.Edges.ToLookup(edge => edge.From);
    }

    /// <summary>The number of the version.</summary>
    public int Version { get; }

    /// <summary>Where leads enter; null when there are no nodes.</summary>
    public string? Entry { get; }

    /// <summary>The node with an id, or null.</summary>
    public LeadNode? Find(string id) => _nodes.GetValueOrDefault(id);

    /// <summary>The node that follows one for an outcome, or null: the first edge that fits.</summary>
    /// <param name="node">The node that is left.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="byNameOnly">Whether an edge without a label does not do.</param>
    public string? Next(string node, string outcome, bool byNameOnly = false) =>
        _edges[node].FirstOrDefault(edge => edge.Label is null ? !byNameOnly : NodeGraph.Fits(edge, outcome))?.To;
}

/// <summary>A node made ready.</summary>
public sealed class LeadNode
{
    /// <summary>Makes a step ready.</summary>
    public LeadNode(WorkflowStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        Step = step;
        Type = NodeTypes.Of(step);
        if (step.Type == StepTypes.Wait) Delay = LeadDelay.TryRead(step.Config, out var delay, out _) ? delay : null;
        else if (StepTypes.IsDecision(step.Type)) Conditions = Conditions.TryCompile(LeadStep.ConditionOf(step), out var conditions, out _) ? conditions : null;
        else if (!NodeTypes.IsEnd(step)) Template = ConfigTemplate.TryCompileStored(step.Config, MessageSettings.Of(step.Type), out var template, out _) ? template : null;
    }

    /// <summary>The step.</summary>
    public WorkflowStep Step { get; }

    /// <summary>What the step is called as a node.</summary>
    public string Type { get; }

    /// <summary>The delay of a TIME node; null when its settings cannot be understood.</summary>
    public LeadDelay? Delay { get; }

    /// <summary>The condition of a decision; null when its settings cannot be understood.</summary>
    public Conditions? Conditions { get; }

    /// <summary>The settings of a node that does something; null when they cannot be understood.</summary>
    public ConfigTemplate? Template { get; }

    /// <summary>Whether something outside the graph is done here.</summary>
    public bool HasEffect => !NodeTypes.IsEnd(Step) && !StepTypes.IsDecision(Step.Type) && Step.Type != StepTypes.Wait;
}
