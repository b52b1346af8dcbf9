namespace Cadenza.Benchmarks;

/// <summary>One run, and the figures it gives.</summary>
/// <param name="Figures">Their names, by which the run is selected.</param>
/// <param name="RunAsync">Runs it.</param>
internal sealed record Experiment(IReadOnlyList<string> Figures, Func<Task<IReadOnlyList<Figure>>> RunAsync)
{
    /// <summary>Whether any of the names, or beginnings of names, asks for it; none at all asks for everything.</summary>
    public bool IsSelected(IReadOnlyCollection<string> names) =>
        names.Count == 0 || Figures.Any(figure => names.Any(name => figure.StartsWith(name, StringComparison.Ordinal)));
}
