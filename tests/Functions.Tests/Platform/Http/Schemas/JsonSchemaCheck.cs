using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Cadenza.Functions.Tests.Platform.Http.Schemas;

/// <summary>
/// Checks JSON against the part of JSON Schema 2020-12 that our documents use. A keyword it does not know is an error of
/// the test, so that nothing passes unchecked.
/// </summary>
/// <param name="root">The document in which <c>$ref</c> points.</param>
internal sealed class JsonSchemaCheck(JsonNode root)
{
    private static readonly HashSet<string> Words = ["description", "default", "title", "example", "$schema", "$id"];

    /// <summary>What is wrong, each with its place; empty when nothing is.</summary>
    public IReadOnlyList<string> Faults(JsonNode schema, JsonElement value)
    {
        var faults = new List<string>();
        Check(schema, value, "", faults);
        return faults;
    }

    private bool Accepts(JsonNode schema, JsonElement value) => Faults(schema, value).Count == 0;

    private void Check(JsonNode schema, JsonElement value, string at, List<string> faults)
    {
        if (schema is System.Text.Json.Nodes.JsonValue flag)
        {
            if (!flag.GetValue<bool>()) faults.Add($"{at} must not be there");
            return;
        }

        foreach (var (keyword, rule) in schema.AsObject())
        {
            if (!Words.Contains(keyword)) Check(keyword, rule!, schema.AsObject(), value, at, faults);
        }
    }

    private void Check(string keyword, JsonNode rule, JsonObject schema, JsonElement value, string at, List<string> faults)
    {
        switch (keyword)
        {
            case "$ref":
                Check(Resolve(rule.GetValue<string>()), value, at, faults);
                break;
            case "type":
                var types = rule is JsonArray several ? several.Select(type => type!.GetValue<string>()) : [rule.GetValue<string>()];
                if (!types.Any(type => IsOf(type, value))) faults.Add($"{at} must be of type {rule.ToJsonString()}");
                break;
            case "const":
                if (!JsonNode.DeepEquals(rule, Node(value))) faults.Add($"{at} must be {rule.ToJsonString()}");
                break;
            case "enum":
                if (!rule.AsArray().Any(one => JsonNode.DeepEquals(one, Node(value)))) faults.Add($"{at} must be one of {rule.ToJsonString()}");
                break;
            case "oneOf":
                var fits = rule.AsArray().Count(one => Accepts(one!, value));
                if (fits != 1) faults.Add($"{at} fits {fits} alternatives");
                break;
            case "anyOf":
                if (!rule.AsArray().Any(one => Accepts(one!, value))) faults.Add($"{at} fits no alternative");
                break;
            case "format":
                CheckFormat(rule.GetValue<string>(), value, at, faults);
                break;
            default:
                CheckContent(keyword, rule, schema, value, at, faults);
                break;
        }
    }

    private void CheckContent(string keyword, JsonNode rule, JsonObject schema, JsonElement value, string at, List<string> faults)
    {
        var isObject = value.ValueKind == JsonValueKind.Object;
        var isArray = value.ValueKind == JsonValueKind.Array;
        var isText = value.ValueKind == JsonValueKind.String;
        var isNumber = value.ValueKind == JsonValueKind.Number;
        switch (keyword)
        {
            case "properties":
                foreach (var (name, member) in rule.AsObject())
                    if (isObject && value.TryGetProperty(name, out var inner))
                        Check(member!, inner, $"{at}/{name}", faults);
                break;
            case "required":
                foreach (var name in rule.AsArray().Select(name => name!.GetValue<string>()))
                    if (isObject && !value.TryGetProperty(name, out _))
                        faults.Add($"{at}/{name} is required");
                break;
            case "additionalProperties":
                foreach (var member in isObject ? value.EnumerateObject().ToArray() : [])
                    if (schema["properties"] is not JsonObject known || !known.ContainsKey(member.Name))
                        Check(rule, member.Value, $"{at}/{member.Name}", faults);
                break;
            case "propertyNames":
                break; // Document 004 says of names only that they are strings.
            case "items":
                foreach (var (index, item) in isArray ? value.EnumerateArray().Index() : [])
                    Check(rule, item, $"{at}/{index}", faults);
                break;
            case "minItems" when !isArray || value.GetArrayLength() >= rule.GetValue<int>():
            case "maxItems" when !isArray || value.GetArrayLength() <= rule.GetValue<int>():
            case "maxProperties" when !isObject || value.GetPropertyCount() <= rule.GetValue<int>():
            case "minLength" when !isText || value.GetString()!.Length >= rule.GetValue<int>():
            case "maxLength" when !isText || value.GetString()!.Length <= rule.GetValue<int>():
            case "pattern" when !isText || Regex.IsMatch(value.GetString()!, rule.GetValue<string>()):
            case "minimum" when !isNumber || value.GetDouble() >= Number(rule):
            case "maximum" when !isNumber || value.GetDouble() <= Number(rule):
                break;
            case "minItems" or "maxItems" or "maxProperties" or "minLength" or "maxLength" or "pattern" or "minimum" or "maximum":
                faults.Add($"{at} breaks {keyword} {rule.ToJsonString()}");
                break;
            default:
                throw new NotSupportedException($"The keyword {keyword} at {at} is not checked.");
        }
    }

    private static void CheckFormat(string format, JsonElement value, string at, List<string> faults)
    {
        if (value.ValueKind != JsonValueKind.String) return;
        var text = value.GetString()!;
        var fits = format switch
        {
            "date-time" => text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, out _),
            "uuid" => Guid.TryParseExact(text, "D", out _),
            "email" => text.Contains('@', StringComparison.Ordinal),
            "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
            _ => throw new NotSupportedException($"The format {format} at {at} is not checked."),
        };
        if (!fits) faults.Add($"{at} is no {format}");
    }

    private JsonNode Resolve(string pointer)
    {
        Assert.StartsWith("#/", pointer);
        return pointer[2..].Split('/').Aggregate(root, (node, step) => node[step] ?? throw new NotSupportedException($"{pointer} points nowhere."));
    }

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.GetDouble() == Math.Floor(value.GetDouble()),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => throw new NotSupportedException($"The type {type} is none."),
    };

    private static double Number(JsonNode rule) => JsonSerializer.Deserialize<double>(rule);

    private static JsonNode? Node(JsonElement value) => JsonNode.Parse(value.GetRawText());
}
