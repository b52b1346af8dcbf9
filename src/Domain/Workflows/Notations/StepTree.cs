namespace Cadenza.Domain.Workflows.Notations;

/// <summary>A step in a notation that nests: with the branches that stand in it.</summary>
/// <param name="Step">The step.</param>
/// <param name="Branches">Its branches in their order; empty for a step that has none.</param>
internal sealed record StepTree(WorkflowStep Step, IReadOnlyList<StepBranch> Branches);

/// <summary>One branch of a step.</summary>
/// <param name="Name">Its name: <c>then</c>, <c>else</c>.</param>
/// <param name="Steps">What is done in it; after the last of them the run goes on behind the step that branches.</param>
internal sealed record StepBranch(string Name, IReadOnlyList<StepTree> Steps);
