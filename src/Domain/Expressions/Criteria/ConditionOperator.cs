namespace Cadenza.Domain.Expressions.Criteria;

/// <summary>An operator of conditions (D5), as the catalog shows it.</summary>
/// <param name="Name">Its name: <c>greater_or_equal</c>.</param>
/// <param name="Description">When it holds, in a sentence.</param>
/// <param name="NeedsValue">Whether it compares with a value.</param>
/// <param name="ComparesChange">Whether it looks at the field before and after a change.</param>
public sealed record ConditionOperator(string Name, string Description, bool NeedsValue, bool ComparesChange)
{
    internal OperatorKind Kind { get; init; }

    /// <summary>Other names for the same; none of the 16 operators of document 002 is among them.</summary>
    public IReadOnlyList<string> Synonyms { get; init; } = [];
}

internal enum OperatorKind
{
    Equals,
    NotEquals,
    Contains,
    NotContains,
    StartsWith,
    EndsWith,
    IsEmpty,
    IsNotEmpty,
    GreaterThan,
    LessThan,
    GreaterOrEqual,
    LessOrEqual,
    In,
    NotIn,
    ChangedTo,
    ChangedFrom,
    AnyChange,
}
