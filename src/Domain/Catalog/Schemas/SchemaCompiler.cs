using System.Text.Json;

namespace Cadenza.Domain.Catalog.Schemas;

/// <summary>From a schema's JSON to what is checked. A keyword that would be passed over in silence is a fault instead.</summary>
internal sealed class SchemaCompiler
{
    private const int MaxDepth = 20;

    // Words about a value, which check nothing.
    private static readonly HashSet<string> Annotations = new(StringComparer.Ordinal)
    {
        "$schema", "$id", "$comment", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly",
    };

    private static readonly Dictionary<string, SchemaTypes> Types = new(StringComparer.Ordinal)
    {
        ["null"] = SchemaTypes.Null,
        ["boolean"] = SchemaTypes.Boolean,
        ["integer"] = SchemaTypes.Integer,
        ["number"] = SchemaTypes.Number,
        ["string"] = SchemaTypes.Text,
        ["array"] = SchemaTypes.Array,
        ["object"] = SchemaTypes.Object,
    };

    private readonly List<SchemaFault> _faults = [];

    public IReadOnlyList<SchemaFault> Faults => _faults;

    public SchemaNode Compile(JsonElement schema, string pointer, int depth = 0)
    {
        if (schema.ValueKind == JsonValueKind.True) return SchemaNode.Anything;
        if (schema.ValueKind != JsonValueKind.Object) return Refuse(pointer, "must be a JSON Schema: an object or true", SchemaNode.Anything);
        if (depth > MaxDepth) return Refuse(pointer, $"must not nest deeper than {MaxDepth} schemas", SchemaNode.Anything);
        var node = new SchemaNode();
        foreach (var keyword in schema.EnumerateObject())
        {
            node = Add(node, keyword.Name, keyword.Value, JsonPointer.Member(pointer, keyword.Name), depth);
        }

        return node;
    }

    private SchemaNode Add(SchemaNode node, string keyword, JsonElement value, string pointer, int depth) => keyword switch
    {
        "type" => node with { Types = ReadTypes(value, pointer) },
        "enum" => node with { Values = ReadItems(value, pointer) },
        "const" => node with { Values = [value.Clone()] },
        "format" => node with { Format = ReadText(value, pointer) },
        "properties" => node with { Properties = ReadProperties(value, pointer, depth) },
        "required" => node with { Required = ReadNames(value, pointer) },
        "additionalProperties" => value.ValueKind == JsonValueKind.False
            ? node with { IsClosed = true }
            : node with { Others = Compile(value, pointer, depth + 1) },
        "items" => node with { Item = Compile(value, pointer, depth + 1) },
        "anyOf" => node with { AnyOf = ReadSchemas(value, pointer, depth) },
        "oneOf" => node with { OneOf = ReadSchemas(value, pointer, depth) },
        _ when Annotations.Contains(keyword) => node,
        _ => AddLimit(node, keyword, value, pointer),
    };

    private SchemaNode AddLimit(SchemaNode node, string keyword, JsonElement value, string pointer)
    {
        var limit = value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? number : double.NaN;
        var limited = keyword switch
        {
            "minimum" => node with { Number = node.Number with { Least = limit } },
            "maximum" => node with { Number = node.Number with { Most = limit } },
            "exclusiveMinimum" => node with { Number = node.Number with { Above = limit } },
            "exclusiveMaximum" => node with { Number = node.Number with { Below = limit } },
            "minLength" => node with { Length = node.Length with { Least = limit } },
            "maxLength" => node with { Length = node.Length with { Most = limit } },
            "minItems" => node with { Items = node.Items with { Least = limit } },
            "maxItems" => node with { Items = node.Items with { Most = limit } },
            "minProperties" => node with { Members = node.Members with { Least = limit } },
            "maxProperties" => node with { Members = node.Members with { Most = limit } },
            _ => null,
        };
        if (limited is null) return Refuse(pointer, "is not a keyword that is supported", node);
        return double.IsFinite(limit) ? limited : Refuse(pointer, "must be a number", node);
    }

    private SchemaTypes ReadTypes(JsonElement value, string pointer)
    {
        var types = SchemaTypes.Any;
        foreach (var name in value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToArray() : [value])
        {
            if (name.ValueKind == JsonValueKind.String && Types.TryGetValue(name.GetString()!, out var type)) types |= type;
            else Refuse(pointer, "must be one of " + string.Join(", ", Types.Keys), types);
        }

        return types;
    }

    private List<JsonElement> ReadItems(JsonElement value, string pointer)
    {
        if (value.ValueKind == JsonValueKind.Array) return [.. value.EnumerateArray().Select(item => item.Clone())];
        return Refuse(pointer, "must be an array", new List<JsonElement>());
    }

    private string? ReadText(JsonElement value, string pointer) =>
        value.ValueKind == JsonValueKind.String ? value.GetString() : Refuse<string?>(pointer, "must be a string", null);

    private List<string> ReadNames(JsonElement value, string pointer)
    {
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String))
            return [.. value.EnumerateArray().Select(item => item.GetString()!)];
        return Refuse(pointer, "must be an array of names", new List<string>());
    }

    private List<KeyValuePair<string, SchemaNode>> ReadProperties(JsonElement value, string pointer, int depth)
    {
        if (value.ValueKind != JsonValueKind.Object) return Refuse(pointer, "must be an object", new List<KeyValuePair<string, SchemaNode>>());
        return [.. value.EnumerateObject().Select(member =>
            KeyValuePair.Create(member.Name, Compile(member.Value, JsonPointer.Member(pointer, member.Name), depth + 1)))];
    }

    private List<SchemaNode> ReadSchemas(JsonElement value, string pointer, int depth)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0) return Refuse(pointer, "must be an array of schemas", new List<SchemaNode>());
        return [.. value.EnumerateArray().Select((item, index) => Compile(item, JsonPointer.Item(pointer, index), depth + 1))];
    }

    private T Refuse<T>(string pointer, string message, T instead)
    {
        _faults.Add(new SchemaFault(pointer, message));
        return instead;
    }
}
