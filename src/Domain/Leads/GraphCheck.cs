using Cadenza.Domain.Expressions;
using Cadenza.Domain.Workflows;

namespace Cadenza.Domain.Leads;

/// <summary>What keeps a graph from being activated.</summary>
/// <param name="NodeId">The node it is about; null for the graph as a whole.</param>
/// <param name="Message">The rest of a sentence about the node: "leads nowhere: …".</param>
public sealed record GraphFault(string? NodeId, string Message);

/// <summary>Judges whether leads can travel along a graph (C3, C5): every fault is found at once.</summary>
public static class GraphCheck
{
    private static readonly string[] CallSettings = ["agent_id", "from_number"];

    /// <summary>The faults; none when the workflow can be activated.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="variables">The names that leads bring besides their number; null when none have come yet, so that nothing is known of them.</param>
    public static IReadOnlyList<GraphFault> Find(WorkflowGraph graph, IReadOnlySet<string>? variables)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (graph.Entry is not { } entry || graph.Node(entry) is null) return [new(null, "The workflow has no node where leads enter.")];
        var reached = Reached(graph, entry);
        List<GraphFault> faults = [.. graph.Steps.Where(step => !reached.Contains(step.Id)).Select(step => new GraphFault(step.Id, "cannot be reached from the entry node"))];
        foreach (var step in graph.Steps)
        {
            if (!NodeTypes.IsEnd(step) && !graph.Edges.Any(edge => edge.From == step.Id)) faults.Add(new(step.Id, "leads nowhere: it needs an outgoing edge"));
            faults.AddRange(OfNode(step));
            faults.AddRange(OfVariables(graph, step, variables).Select(message => new GraphFault(step.Id, message)));
        }

        faults.AddRange(Spinning(graph).Select(step => new GraphFault(step, "is on a circle in which no time passes")));
        return faults;
    }

    /// <summary>What is wrong with the settings of one node.</summary>
    public static IReadOnlyList<GraphFault> OfNode(WorkflowStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var placeholders = ConfigTemplate.TryCompile(step.Config, MessageSettings.Of(step.Type), out _, out var faults)
            ? []
            : faults.Select(fault => $"has a placeholder that cannot be understood at '{fault.Pointer}': {fault.Message}");
        return [.. OfSettings(step).Concat(placeholders).Select(message => new GraphFault(step.Id, message))];
    }

    /// <summary>What is wrong with the templates of one node's messages, each at its place in the settings; found in drafts too.</summary>
    public static IReadOnlyList<ExpressionFault> OfMessages(WorkflowStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return MessageSettings.Of(step.Type) is { Names.Count: > 0 } messages && !ConfigTemplate.TryCompile(step.Config, messages, out _, out var faults) ? faults : [];
    }

    private static HashSet<string> Reached(WorkflowGraph graph, string entry)
    {
        var next = graph.Edges.ToLookup(edge => edge.From, edge => edge.To);
        var reached = new HashSet<string> { entry };
        var open = new Stack<string>([entry]);
        while (open.TryPop(out var node))
        {
            foreach (var target in next[node].Where(reached.Add)) open.Push(target);
        }

        return reached;
    }

    // Without the nodes where time passes a graph has to have an end: whatever is left when all that lead out are taken away goes in circles.
    private static List<string> Spinning(WorkflowGraph graph)
    {
        var left = graph.Steps.Where(step => !NodeTypes.IsPause(step)).Select(step => step.Id).ToHashSet();
        while (true)
        {
            var from = graph.Edges.Where(edge => left.Contains(edge.From) && left.Contains(edge.To)).Select(edge => edge.From).ToHashSet();
            var to = graph.Edges.Where(edge => left.Contains(edge.From) && left.Contains(edge.To)).Select(edge => edge.To).ToHashSet();
            from.IntersectWith(to);
            if (from.Count == left.Count) return [.. graph.Steps.Select(step => step.Id).Where(left.Contains)];
            left = from;
        }
    }

    private static IEnumerable<string> OfSettings(WorkflowStep step)
    {
        if (step.Type == StepTypes.Wait && LeadDelay.TryRead(step.Config, out _, out var fault) is false) yield return fault!;
        if (StepTypes.IsDecision(step.Type) && !Conditions.TryCompile(LeadStep.ConditionOf(step), out _, out var faults))
        {
            foreach (var found in faults) yield return $"has a condition that cannot be understood at '{found.Pointer}': {found.Message}";
        }

        if (step.Type != NodeTypes.CallStep) yield break;
        foreach (var setting in CallSettings)
        {
            if (LeadStep.Text(step.Config, setting) is null) yield return $"needs '{setting}' to call";
        }
    }

    private static IEnumerable<string> OfVariables(WorkflowGraph graph, WorkflowStep step, IReadOnlySet<string>? known)
    {
        if (known is null || !ConfigTemplate.TryCompile(step.Config, MessageSettings.Of(step.Type), out var template, out _)) return [];
        return template.Shown
            .Where(variable => !LeadScope.Knows(variable, known, graph))
            .Select(variable => $"names the variable '{variable.Text}', which no lead has");
    }
}
