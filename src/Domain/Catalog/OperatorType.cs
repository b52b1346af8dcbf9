using Cadenza.Domain.Catalog.Schemas;

namespace Cadenza.Domain.Catalog;

/// <summary>One operator of conditions (D5).</summary>
/// <param name="Name">Its name in snake_case.</param>
/// <param name="Description">When it holds, in a sentence.</param>
/// <param name="NeedsValue">Whether the condition must give a value to compare with.</param>
/// <param name="Value">What that value must be.</param>
public sealed record OperatorType(string Name, string Description, bool NeedsValue, JsonSchema Value)
{
    /// <summary>Whether it compares what the record was with what it is; it never holds for an event that does not tell.</summary>
    public bool ComparesChange { get; init; }
}
