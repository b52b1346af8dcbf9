namespace Cadenza.Domain.Workflows.Validation;

/// <summary>The ids of a graph's steps, found as templates find them: exactly, or else whatever their case and underscores.</summary>
internal sealed class StepNames
{
    private readonly HashSet<string> _ids;
    private readonly Dictionary<string, string> _alike = new(StringComparer.OrdinalIgnoreCase);

    public StepNames(WorkflowGraph graph)
    {
        _ids = graph.Steps.Select(step => step.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var step in graph.Steps) _alike.TryAdd(WithoutUnderscores(step.Id), step.Id);
    }

    /// <summary>The id of the step that a variable's first name means, or null.</summary>
    public string? Find(string name) => _ids.Contains(name) ? name : _alike.GetValueOrDefault(WithoutUnderscores(name));

    private static string WithoutUnderscores(string name) => name.Replace("_", "", StringComparison.Ordinal);
}
