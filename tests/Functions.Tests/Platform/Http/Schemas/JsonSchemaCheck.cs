extern alias JsonEverything;

using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using JsonEverything::Json.Schema;

namespace Cadenza.Functions.Tests.Platform.Http.Schemas;

/// <summary>
/// Checks JSON against JSON Schema 2020-12, formats included. A keyword that is none is an error of the test, so that nothing
/// passes unchecked. Each schema is compiled once.
/// </summary>
internal sealed class JsonSchemaCheck
{
    private const string Definitions = "\"$ref\":\"#/$defs/";
    private const string Components = "\"$ref\":\"#/components/schemas/";

    private static readonly EvaluationOptions Quick = new() { OutputFormat = OutputFormat.Flag, RequireFormatValidation = true };
    private static readonly EvaluationOptions Told = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    private readonly string _id = $"https://cadenza.test/{Guid.NewGuid():N}";
    private readonly BuildOptions _options = new() { SchemaRegistry = new SchemaRegistry() };
    private readonly ConcurrentDictionary<JsonNode, JsonSchema> _compiled = new(ReferenceEqualityComparer.Instance);
    private readonly Lock _building = new();

    /// <param name="root">The document in which <c>$ref</c> points: its <c>$defs</c>, or the schemas of its components.</param>
    public JsonSchemaCheck(JsonNode root)
    {
        var definitions = root["components"]?["schemas"] ?? root["$defs"] ?? new JsonObject();
        Build(new JsonObject { ["$id"] = _id, ["$defs"] = definitions.DeepClone() });
    }

    /// <summary>What is wrong, each with its place; empty when nothing is.</summary>
    public IReadOnlyList<string> Faults(JsonNode schema, JsonElement value)
    {
        var compiled = _compiled.GetOrAdd(schema, Build);
        if (compiled.Evaluate(value, Quick).IsValid) return [];
        var told = compiled.Evaluate(value, Told);
        List<string> faults =
        [
            .. from place in (told.Details ?? []).Prepend(told)
               where !place.IsValid
               from error in place.Errors ?? []
               select $"{place.InstanceLocation} {error.Key}: {error.Value}",
        ];
        // Several alternatives fit where one must: of that the library tells nothing.
        return faults.Count > 0 ? faults : ["it fits several alternatives, or none"];
    }

    private JsonSchema Build(JsonNode schema)
    {
        var text = schema.ToJsonString()
            .Replace(Components, Definitions, StringComparison.Ordinal)
            .Replace(Definitions, Definitions.Replace("#", _id + "#", StringComparison.Ordinal), StringComparison.Ordinal);
        lock (_building) return JsonSchema.FromText(text, _options);
    }
}
