using System.Globalization;
using System.Text.Json.Nodes;

namespace Cadenza.Functions.Tests.Platform.Http.Schemas;

/// <summary>Follows a body that fits a schema through it, and says which part of the schema each value is of.</summary>
/// <param name="root">The document in which <c>$ref</c> points.</param>
internal sealed class SchemaWalk(JsonNode root)
{
    private readonly JsonSchemaCheck _check = new(root);

    /// <summary>The places of <paramref name="body"/>.</summary>
    public IReadOnlyList<SchemaPlace> Places(JsonNode schema, JsonNode body)
    {
        var places = new List<SchemaPlace>();
        Collect(schema, body, [], "", places);
        return places;
    }

    private void Collect(JsonNode schema, JsonNode? value, string[] pointer, string path, List<SchemaPlace> places)
    {
        if (schema["$ref"] is { } reference)
        {
            var target = reference.GetValue<string>();
            Collect(target[2..].Split('/').Aggregate(root, (node, step) => node[step]!), value, pointer, target, places);
            return;
        }

        if ((schema["anyOf"] ?? schema["oneOf"]) is JsonArray alternatives)
        {
            using var json = JsonDocument.Parse(value?.ToJsonString() ?? "null");
            var chosen = alternatives.Index().First(one => _check.Faults(one.Item!, json.RootElement).Count == 0);
            Collect(chosen.Item!, value, pointer, $"{path}|{chosen.Index}", places);
            return;
        }

        places.Add(new(pointer, path, schema.AsObject()));
        foreach (var (name, member) in value as JsonObject ?? [])
        {
            if ((schema["properties"]?[name] ?? schema["additionalProperties"]) is JsonObject inner)
                Collect(inner, member, [.. pointer, name], $"{path}/{name}", places);
        }

        // Of an array that may hold anything there is nothing to say.
        if (schema["items"] is not { } items) return;
        foreach (var (index, item) in (value as JsonArray ?? []).Index())
            Collect(items, item, [.. pointer, index.ToString(CultureInfo.InvariantCulture)], path + "/*", places);
    }
}
