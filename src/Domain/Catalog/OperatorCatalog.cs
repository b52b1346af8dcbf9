using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Cadenza.Domain.Catalog.Schemas;
using Cadenza.Domain.Values;

namespace Cadenza.Domain.Catalog;

/// <summary>The 16 operators of document 002 (D5).</summary>
public static class OperatorCatalog
{
    private static readonly JsonSchema Any = JsonSchema.Parse("""{"description":"Any value."}""");
    private static readonly JsonSchema None = JsonSchema.Parse("""{"description":"It is not looked at."}""");
    private static readonly JsonSchema Sized = JsonSchema.Parse("""{"type":["number","string"],"description":"A number, a time or a text."}""");
    private static readonly JsonSchema Several = JsonSchema.Parse("""{"type":["array","string"],"description":"An array of values, or a text of values parted by commas."}""");

    /// <summary>All of them, in the order in which they are shown.</summary>
    public static IReadOnlyList<OperatorType> All { get; } =
    [
        new("equals", "The field is the value; numbers and times by what they mean, texts whatever their case.", true, Any),
        new("not_equals", "The field is not the value.", true, Any),
        new("contains", "The field's text has the value in it, or its list has it as an item.", true, Any),
        new("not_contains", "The field's text does not have the value in it, nor its list as an item.", true, Any),
        new("starts_with", "The field's text begins with the value.", true, Any),
        new("is_empty", "The field is missing, null, an empty text or an empty list.", false, None),
        new("is_not_empty", "The field has something in it.", false, None),
        new("greater_than", "The field is more or later than the value.", true, Sized),
        new("less_than", "The field is less or earlier than the value.", true, Sized),
        new("greater_or_equal", "The field is the value, more or later.", true, Sized),
        new("less_or_equal", "The field is the value, less or earlier.", true, Sized),
        new("in", "The field is one of the values.", true, Several),
        new("not_in", "The field is none of the values.", true, Several),
        new("changed_to", "The field was something else before the change and is the value now.", true, Any) { ComparesChange = true },
        new("changed_from", "The field was the value before the change and is something else now.", true, Any) { ComparesChange = true },
        new("any_change", "The field was something else before the change.", false, None) { ComparesChange = true },
    ];

    private static readonly FrozenDictionary<string, OperatorType> ByName = All.ToFrozenDictionary(one => one.Name, StringComparer.Ordinal);

    /// <summary>Looks an operator up by its name in either spelling (G10).</summary>
    public static bool TryFind(string? name, [NotNullWhen(true)] out OperatorType? found)
    {
        found = null;
        return name is { Length: > 0 and <= EventType.MaxLength } && ByName.TryGetValue(EventType.Normalize(name), out found);
    }
}
