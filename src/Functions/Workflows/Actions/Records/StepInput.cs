using Cadenza.Domain.Expressions;
using Cadenza.Domain.Records;

namespace Cadenza.Functions.Workflows.Actions.Records;

/// <summary>A step's settings by name, in camelCase or snake_case. What is null or an empty text counts as not given.</summary>
internal readonly struct StepInput(Value input)
{
    /// <summary>A setting; null when it is not given.</summary>
    public Value this[string name]
    {
        get
        {
            foreach (var (given, value) in input.Members)
            {
                if (FieldName.Comparer.Equals(given, name)) return value is { Kind: ValueKind.Text, AsText.Length: 0 } ? Value.Null : value;
            }

            return Value.Null;
        }
    }

    /// <summary>All settings.</summary>
    public IReadOnlyList<KeyValuePair<string, Value>> All => input.Members;

    /// <summary>A setting as text; null when it is not given. Numbers are written as text.</summary>
    public string? Text(string name) => this[name] is { IsNull: false, Kind: ValueKind.Text or ValueKind.Number } value ? value.ToText() : null;

    /// <summary>A setting as a list of different texts: a list, or one text with commas.</summary>
    public IReadOnlyList<string> Texts(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            var given = this[name] switch
            {
                { Kind: ValueKind.Array } list => list.Items.Where(item => item.Kind is ValueKind.Text or ValueKind.Number).Select(item => item.ToText()),
                { Kind: ValueKind.Text } text => text.AsText.Split(','),
                { Kind: ValueKind.Number } number => [number.ToText()],
                _ => [],
            };
            var texts = given.Select(text => text.Trim()).Where(text => text.Length > 0).Distinct(StringComparer.Ordinal).ToList();
            if (texts.Count > 0) return texts;
        }

        return [];
    }
}
