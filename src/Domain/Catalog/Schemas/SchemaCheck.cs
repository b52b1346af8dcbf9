using System.Globalization;
using System.Text.Json;
using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Catalog.Schemas;

/// <summary>How a value is read.</summary>
internal enum SchemaReading
{
    /// <summary>As it is.</summary>
    Exact,

    /// <summary>As a step's configuration: with placeholders, and with names in either spelling.</summary>
    Configuration,
}

/// <summary>Checks one value against one schema and collects all that is wrong.</summary>
internal sealed class SchemaCheck
{
    private const int MaxFaults = 100;

    private readonly SchemaReading _reading;
    private readonly List<SchemaFault> _faults = [];

    private SchemaCheck(SchemaReading reading) => _reading = reading;

    public static IReadOnlyList<SchemaFault> Run(SchemaNode schema, JsonElement value, SchemaReading reading, string pointer = "")
    {
        var check = new SchemaCheck(reading);
        check.Check(schema, value, pointer);
        return check._faults;
    }

    private void Check(SchemaNode schema, JsonElement value, string pointer)
    {
        if (_faults.Count >= MaxFaults || IsFilledLater(schema, value)) return;
        if (!HasType(schema.Types, value))
        {
            Fault(pointer, "must be " + Describe(schema.Types));
            return;
        }

        if (schema.Values is { } values && !values.Any(one => JsonElement.DeepEquals(one, value)))
            Fault(pointer, values.Count == 1 ? $"must be {values[0].GetRawText()}" : "must be one of " + string.Join(", ", values.Select(Show)));
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                CheckText(schema, value.GetString()!, pointer);
                break;
            case JsonValueKind.Number:
                CheckNumber(schema.Number, value, pointer);
                break;
            case JsonValueKind.Array:
                CheckArray(schema, value, pointer);
                break;
            case JsonValueKind.Object:
                CheckObject(schema, value, pointer);
                break;
        }

        CheckAlternatives(schema, value, pointer);
    }

    // A text that is rendered before the step runs may become whatever is wanted. What is a text anyway only has its length
    // checked then; a text within other words never becomes an array or object.
    private bool IsFilledLater(SchemaNode schema, JsonElement value)
    {
        if (_reading != SchemaReading.Configuration || value.ValueKind != JsonValueKind.String) return false;
        var text = value.GetString()!;
        if (!text.Contains("{{", StringComparison.Ordinal)) return false;
        const SchemaTypes Composites = SchemaTypes.Array | SchemaTypes.Object;
        var onlyComposite = schema.Types != SchemaTypes.Any && (schema.Types & ~Composites) == 0;
        return !onlyComposite || IsOnePlaceholder(text);
    }

    private static bool IsOnePlaceholder(string text)
    {
        var trimmed = text.AsSpan().Trim();
        return trimmed.StartsWith("{{") && trimmed.EndsWith("}}") && trimmed[2..].IndexOf("{{") < 0;
    }

    private void CheckText(SchemaNode schema, string text, string pointer)
    {
        if (schema.Length.Least is { } least && text.Length < least)
            Fault(pointer, least == 1 ? "must not be empty" : Say($"must have at least {least} characters"));
        if (schema.Length.Most is { } most && text.Length > most) Fault(pointer, Say($"must have at most {most} characters"));
        if (schema.Format is { } format && SchemaFormats.Fault(format, text) is { } message) Fault(pointer, message);
    }

    private void CheckNumber(Limits limits, JsonElement value, string pointer)
    {
        if (!value.TryGetDouble(out var number) || !double.IsFinite(number)) Fault(pointer, "is too large a number");
        else if (number < limits.Least) Fault(pointer, Say($"must be at least {limits.Least}"));
        else if (number > limits.Most) Fault(pointer, Say($"must be at most {limits.Most}"));
        else if (number <= limits.Above) Fault(pointer, Say($"must be more than {limits.Above}"));
        else if (number >= limits.Below) Fault(pointer, Say($"must be less than {limits.Below}"));
    }

    private void CheckArray(SchemaNode schema, JsonElement value, string pointer)
    {
        var count = value.GetArrayLength();
        if (count < schema.Items.Least) Fault(pointer, schema.Items.Least == 1 ? "must not be empty" : Say($"must have at least {schema.Items.Least} items"));
        if (count > schema.Items.Most)
        {
            Fault(pointer, Say($"must have at most {schema.Items.Most} items"));
            return;
        }

        if (schema.Item is not { } item) return;
        var index = 0;
        foreach (var element in value.EnumerateArray()) Check(item, element, JsonPointer.Item(pointer, index++));
    }

    private void CheckObject(SchemaNode schema, JsonElement value, string pointer)
    {
        var count = value.GetPropertyCount();
        if (count < schema.Members.Least) Fault(pointer, Say($"must have at least {schema.Members.Least} members"));
        if (count > schema.Members.Most) Fault(pointer, Say($"must have at most {schema.Members.Most} members"));
        foreach (var name in schema.Required)
        {
            if (!Has(value, name)) Fault(JsonPointer.Member(pointer, name), "is required");
        }

        foreach (var member in value.EnumerateObject())
        {
            var known = Find(schema.Properties, member.Name);
            if ((known ?? schema.Others) is { } inner) Check(inner, member.Value, JsonPointer.Member(pointer, member.Name));
            else if (schema.IsClosed) Fault(JsonPointer.Member(pointer, member.Name), schema.Properties.Count > 0 ? $"is not a known member; known are {string.Join(", ", schema.Properties.Select(property => property.Key))}" : "is not a known member");
        }
    }

    private void CheckAlternatives(SchemaNode schema, JsonElement value, string pointer)
    {
        if (schema.AnyOf.Count > 0 && Closest(schema.AnyOf, value, pointer, out _) is { Count: > 0 } closest) _faults.AddRange(closest);
        if (schema.OneOf.Count == 0) return;
        var faults = Closest(schema.OneOf, value, pointer, out var matches);
        if (matches > 1) Fault(pointer, "must match one of the alternatives only");
        else _faults.AddRange(faults);
    }

    // Whoever matches no alternative meant the one that it misses by the least.
    private IReadOnlyList<SchemaFault> Closest(IReadOnlyList<SchemaNode> alternatives, JsonElement value, string pointer, out int matches)
    {
        matches = 0;
        IReadOnlyList<SchemaFault>? closest = null;
        foreach (var alternative in alternatives)
        {
            var faults = Run(alternative, value, _reading, pointer);
            if (faults.Count == 0) matches++;
            if (closest is null || faults.Count < closest.Count) closest = faults;
        }

        return closest!;
    }

    private bool Has(JsonElement value, string name)
    {
        if (value.TryGetProperty(name, out _)) return true;
        if (_reading == SchemaReading.Exact) return false;
        foreach (var member in value.EnumerateObject())
        {
            if (VariableName.AreEqual(member.Name, name)) return true;
        }

        return false;
    }

    private SchemaNode? Find(IReadOnlyList<KeyValuePair<string, SchemaNode>> properties, string name)
    {
        foreach (var (known, schema) in properties)
        {
            if (_reading == SchemaReading.Exact ? known.Equals(name, StringComparison.Ordinal) : VariableName.AreEqual(known, name)) return schema;
        }

        return null;
    }

    private static bool HasType(SchemaTypes types, JsonElement value)
    {
        if (types == SchemaTypes.Any) return true;
        return value.ValueKind switch
        {
            JsonValueKind.Null => types.HasFlag(SchemaTypes.Null),
            JsonValueKind.True or JsonValueKind.False => types.HasFlag(SchemaTypes.Boolean),
            JsonValueKind.String => types.HasFlag(SchemaTypes.Text),
            JsonValueKind.Array => types.HasFlag(SchemaTypes.Array),
            JsonValueKind.Object => types.HasFlag(SchemaTypes.Object),
            _ => types.HasFlag(SchemaTypes.Number)
                || (types.HasFlag(SchemaTypes.Integer) && value.TryGetDouble(out var number) && number == Math.Floor(number)),
        };
    }

    private static string Describe(SchemaTypes types)
    {
        var words = new List<string>();
        if (types.HasFlag(SchemaTypes.Text)) words.Add("a string");
        if (types.HasFlag(SchemaTypes.Number)) words.Add("a number");
        if (types.HasFlag(SchemaTypes.Integer)) words.Add("a whole number");
        if (types.HasFlag(SchemaTypes.Boolean)) words.Add("true or false");
        if (types.HasFlag(SchemaTypes.Array)) words.Add("an array");
        if (types.HasFlag(SchemaTypes.Object)) words.Add("an object");
        if (types.HasFlag(SchemaTypes.Null)) words.Add("null");
        return string.Join(" or ", words);
    }

    private static string Show(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static string Say(FormattableString message) => message.ToString(CultureInfo.InvariantCulture);

    private void Fault(string pointer, string message) => _faults.Add(new SchemaFault(pointer, message));
}
