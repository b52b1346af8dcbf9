using Cadenza.Domain.Catalog.Schemas;

namespace Cadenza.Domain.Catalog;

/// <summary>What a step is to the run.</summary>
public enum ActionFamily
{
    /// <summary>It does something.</summary>
    Action,

    /// <summary>It says where the run goes on, and when.</summary>
    Control,
}

/// <summary>One kind of step (A7, D4).</summary>
/// <param name="Name">Its name in snake_case.</param>
/// <param name="Family">What it is to the run.</param>
/// <param name="Description">What it does, in a sentence.</param>
/// <param name="Configuration">What its configuration must be; members are known by snake_case and camelCase alike.</param>
public sealed record ActionType(string Name, ActionFamily Family, string Description, JsonSchema Configuration)
{
    /// <summary>Its other names, in snake_case: document 002 calls an if-else a branch.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The modules whose records it can work on; empty for all.</summary>
    public IReadOnlyList<string> Modules { get; init; } = [];
}
