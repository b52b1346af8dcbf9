using System.Text.Json.Nodes;

namespace Cadenza.Functions.Tests.Platform.Http.Schemas;

/// <summary>Every place of a schema that a value can be generated from, named as <see cref="SchemaSampler"/> names them.</summary>
internal static class SchemaPlaces
{
    /// <summary>Their paths.</summary>
    public static IReadOnlySet<string> All(JsonNode root, JsonNode schema)
    {
        var found = new HashSet<string>();
        Collect(root, schema, "", found);
        return found;
    }

    private static void Collect(JsonNode root, JsonNode schema, string path, HashSet<string> found)
    {
        if (schema["$ref"] is { } reference)
        {
            var target = reference.GetValue<string>();
            Collect(root, target[2..].Split('/').Aggregate(root, (node, step) => node[step]!), target, found);
            return;
        }

        if ((schema["anyOf"] ?? schema["oneOf"]) is JsonArray alternatives)
        {
            foreach (var (index, alternative) in alternatives.Index()) Collect(root, alternative!, $"{path}|{index}", found);
            return;
        }

        if (!found.Add(path)) return;
        foreach (var (name, member) in schema["properties"]?.AsObject() ?? []) Collect(root, member!, $"{path}/{name}", found);
        if (schema["items"] is { } items) Collect(root, items, path + "/*", found);
        if (schema["additionalProperties"] is JsonObject other) Collect(root, other, path + "/*", found);
    }
}
