using System.Diagnostics.CodeAnalysis;

namespace Cadenza.Domain.Workflows.Notations;

/// <summary>From nested steps to a graph, and back where the graph is one that nested steps make.</summary>
internal static class StepTrees
{
    /// <summary>How deep branches may nest.</summary>
    public const int MaxDepth = 20;

    /// <summary>The graph that nested steps mean.</summary>
    public static WorkflowGraph Compile(IReadOnlyList<StepTree> trees)
    {
        if (trees.Count == 0) return WorkflowGraph.Empty;
        var (steps, edges) = (new List<WorkflowStep>(), new List<WorkflowEdge>());
        Compile(trees, null, steps, edges);
        return new WorkflowGraph(steps, edges, trees[0].Step.Id);
    }

    /// <summary>
    /// The nested steps that mean exactly this graph. What the places of the steps propose is taken only when compiling it
    /// gives the same steps and edges in the same order: so a notation never shows less than there is.
    /// </summary>
    public static bool TryFind(WorkflowGraph graph, [NotNullWhen(true)] out IReadOnlyList<StepTree>? trees)
    {
        trees = null;
        var children = graph.Steps.ToLookup(step => step.Place);
        var outcomes = graph.Edges.ToLookup(edge => edge.From, edge => edge.Label);
        if (!TryBuild(null, children, outcomes, 0, out var proposal)) return false;
        var compiled = Compile(proposal);
        if (compiled.Entry != graph.Entry || !compiled.Edges.SequenceEqual(graph.Edges)) return false;
        if (!compiled.Steps.Select(step => step.Id).SequenceEqual(graph.Steps.Select(step => step.Id))) return false;
        trees = proposal;
        return true;
    }

    private static bool TryBuild(
        BranchPlace? place, ILookup<BranchPlace?, WorkflowStep> children, ILookup<string, string?> outcomes, int depth, out List<StepTree> trees)
    {
        trees = [];
        if (depth > MaxDepth) return false;
        foreach (var step in children[place])
        {
            var branches = new List<StepBranch>();
            foreach (var name in BranchNames.Of(step.Type))
            {
                if (!TryBuild(new BranchPlace(step.Id, name), children, outcomes, depth + 1, out var inner)) return false;
                branches.Add(new StepBranch(name, inner));
            }

            var isBranching = StepTypes.IsDecision(step.Type)
                || branches.Any(branch => branch.Steps.Count > 0 || outcomes[step.Id].Contains(BranchNames.Label(branch.Name)));
            trees.Add(new StepTree(step, isBranching ? branches : []));
        }

        return true;
    }

    private static void Compile(IReadOnlyList<StepTree> trees, string? behind, List<WorkflowStep> steps, List<WorkflowEdge> edges)
    {
        for (var i = 0; i < trees.Count; i++)
        {
            var next = i + 1 < trees.Count ? trees[i + 1].Step.Id : behind;
            var (step, branches) = trees[i];
            steps.Add(step);
            foreach (var branch in branches)
            {
                if ((branch.Steps.Count > 0 ? branch.Steps[0].Step.Id : next) is { } target)
                    edges.Add(new WorkflowEdge(step.Id, target, BranchNames.Label(branch.Name)));
            }

            if (next is not null && GoesOn(step.Type, branches)) edges.Add(new WorkflowEdge(step.Id, next));
            foreach (var branch in branches) Compile(branch.Steps, next, steps, edges);
        }
    }

    // Where the branches are taken for every outcome there is none left to go on with.
    private static bool GoesOn(string type, IReadOnlyList<StepBranch> branches) =>
        type != StepTypes.Stop && (branches.Count == 0 || branches is [{ Name: StepLabels.Failure }]);
}
