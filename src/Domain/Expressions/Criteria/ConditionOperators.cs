using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Cadenza.Domain.Expressions.Criteria;

/// <summary>The operators of conditions: the 16 of document 002, and <c>ends_with</c>.</summary>
public static class ConditionOperators
{
    /// <summary>All of them, in the order of the document.</summary>
    public static IReadOnlyList<ConditionOperator> All { get; } =
    [
        Compare(OperatorKind.Equals, "equals", "The field is the value.", "equal", "is"),
        Compare(OperatorKind.NotEquals, "not_equals", "The field is not the value.", "not_equal", "is_not"),
        Compare(OperatorKind.Contains, "contains", "The text has the value in it, or the list has it among its elements; of several values, one."),
        Compare(OperatorKind.NotContains, "not_contains", "The opposite of contains.", "does_not_contain"),
        Compare(OperatorKind.StartsWith, "starts_with", "The text begins with the value; of several values, with one."),
        Compare(OperatorKind.EndsWith, "ends_with", "The text ends with the value; of several values, with one."),
        Test(OperatorKind.IsEmpty, "is_empty", "The field is missing, null, blank text, or an empty list or object.", "not_exists"),
        Test(OperatorKind.IsNotEmpty, "is_not_empty", "The opposite of is_empty.", "exists"),
        Compare(OperatorKind.GreaterThan, "greater_than", "The number, time or text comes after the value."),
        Compare(OperatorKind.LessThan, "less_than", "The number, time or text comes before the value."),
        Compare(OperatorKind.GreaterOrEqual, "greater_or_equal", "The field is the value or comes after it.", "greater_than_or_equal"),
        Compare(OperatorKind.LessOrEqual, "less_or_equal", "The field is the value or comes before it.", "less_than_or_equal"),
        Compare(OperatorKind.In, "in", "The field, or one of its elements, is one of the values."),
        Compare(OperatorKind.NotIn, "not_in", "The opposite of in."),
        Change(OperatorKind.ChangedTo, "changed_to", "The change made the field the value; of several values, one.", needsValue: true),
        Change(OperatorKind.ChangedFrom, "changed_from", "The change made the field something else than the value it was.", needsValue: true),
        Change(OperatorKind.AnyChange, "any_change", "The change altered the field.", needsValue: false),
    ];

    private static readonly FrozenDictionary<string, ConditionOperator> ByName = All
        .SelectMany(one => one.Synonyms.Append(one.Name).Select(name => (Name: Normalize(name), Operator: one)))
        .ToFrozenDictionary(pair => pair.Name, pair => pair.Operator, StringComparer.Ordinal);

    /// <summary>The operator of a name: <c>starts_with</c>, <c>starts-with</c> and <c>startsWith</c> are the same (G10).</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out ConditionOperator? found)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ByName.TryGetValue(Normalize(name), out found);
    }

    private static string Normalize(string name) => string.Concat(name.Where(c => c is not ('_' or '-' or ' '))).ToLowerInvariant();

    private static ConditionOperator Compare(OperatorKind kind, string name, string description, params string[] synonyms) =>
        new(name, description, NeedsValue: true, ComparesChange: false) { Kind = kind, Synonyms = synonyms };

    private static ConditionOperator Test(OperatorKind kind, string name, string description, params string[] synonyms) =>
        new(name, description, NeedsValue: false, ComparesChange: false) { Kind = kind, Synonyms = synonyms };

    private static ConditionOperator Change(OperatorKind kind, string name, string description, bool needsValue) =>
        new(name, description, needsValue, ComparesChange: true) { Kind = kind };
}
