using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Records;

/// <summary>The fields of a record by name; see <see cref="FieldName"/> for which names are the same. No value is null.</summary>
public sealed class RecordFields : IEquatable<RecordFields>
{
    private readonly Dictionary<string, Value> _values;

    private RecordFields(Dictionary<string, Value> values) => _values = values;

    /// <summary>No fields.</summary>
    public static RecordFields Empty { get; } = new(new Dictionary<string, Value>(FieldName.Comparer));

    /// <summary>How many there are.</summary>
    public int Count => _values.Count;

    /// <summary>The fields in the order of their names.</summary>
    public IEnumerable<KeyValuePair<string, Value>> All => _values.OrderBy(pair => pair.Key, StringComparer.Ordinal);

    /// <summary>A field's value; null when there is none.</summary>
    public Value this[string name] => _values.GetValueOrDefault(name);

    /// <summary>A field's text; null when it is absent or no text.</summary>
    public string? Text(string name) => this[name] is { Kind: ValueKind.Text } value ? value.AsText : null;

    /// <summary>Fields of these names and values; of names that are the same the first counts, and nulls are left out.</summary>
    public static RecordFields Of(IEnumerable<KeyValuePair<string, Value>> fields)
    {
        var values = new Dictionary<string, Value>(FieldName.Comparer);
        foreach (var (name, value) in fields)
        {
            if (!value.IsNull) values.TryAdd(name, value);
        }

        return new RecordFields(values);
    }

    /// <summary>The fields after a merge: null removes one, a value sets it. A field that is there keeps its spelling.</summary>
    public RecordFields With(IReadOnlyDictionary<string, Value> changes)
    {
        if (changes.Count == 0) return this;
        var values = new Dictionary<string, Value>(_values, FieldName.Comparer);
        foreach (var (name, value) in changes)
        {
            if (value.IsNull) values.Remove(name);
            else values[name] = value;
        }

        return new RecordFields(values);
    }

    /// <inheritdoc/>
    public bool Equals(RecordFields? other) =>
        other is not null
        && other._values.Count == _values.Count
        && _values.All(field => other._values.TryGetValue(field.Key, out var value) && value == field.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RecordFields);

    /// <inheritdoc/>
    public override int GetHashCode() => _values.Count;
}
