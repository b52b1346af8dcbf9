using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Cadenza.Domain.Workflows;

namespace Cadenza.Domain.Catalog;

/// <summary>All kinds of steps: the 13 actions of document 002 (D4), those of the other surfaces, and the control steps (A7).</summary>
public static partial class ActionCatalog
{
    /// <summary>All of them, in the order in which they are shown.</summary>
    public static IReadOnlyList<ActionType> All { get; } = [.. RecordActions(), .. Messages(), .. ContactActions(), .. ControlSteps()];

    private static readonly FrozenDictionary<string, ActionType> ByName = All
        .SelectMany(action => action.Aliases.Prepend(action.Name).Select(name => KeyValuePair.Create(name, action)))
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Looks a kind of step up by its name in either spelling, or by another name of it (G10).</summary>
    public static bool TryFind(string? name, [NotNullWhen(true)] out ActionType? action)
    {
        action = null;
        return name is { Length: > 0 and <= EventType.MaxLength } && ByName.TryGetValue(EventType.Normalize(name), out action);
    }
}
