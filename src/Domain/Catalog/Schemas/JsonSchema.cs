using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Cadenza.Domain.Catalog.Schemas;

/// <summary>
/// A JSON Schema (2020-12) of the subset that the catalogs use: <c>type</c>, <c>enum</c>, <c>const</c>, <c>format</c>
/// (date-time, email, uri, uuid), <c>properties</c>, <c>required</c>, <c>additionalProperties</c>, <c>items</c>,
/// <c>anyOf</c>, <c>oneOf</c>, and the limits of numbers, lengths, items and members. The one declaration describes a
/// configuration (<see cref="Source"/>) and checks it (G10).
/// </summary>
public sealed class JsonSchema
{
    private readonly SchemaNode _root;

    private JsonSchema(JsonElement source, SchemaNode root) => (Source, _root) = (source, root);

    /// <summary>The schema as JSON.</summary>
    public JsonElement Source { get; }

    /// <summary>Reads a schema that somebody sent.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="compiled">It, ready to check with.</param>
    /// <param name="faults">What is wrong with it, by pointers into it; a keyword outside the subset is a fault.</param>
    public static bool TryCompile(
        JsonElement schema, [NotNullWhen(true)] out JsonSchema? compiled, out IReadOnlyList<SchemaFault> faults)
    {
        var compiler = new SchemaCompiler();
        var root = compiler.Compile(schema, "");
        faults = compiler.Faults;
        compiled = faults.Count == 0 ? new JsonSchema(schema.Clone(), root) : null;
        return compiled is not null;
    }

    /// <summary>A schema of ours.</summary>
    /// <exception cref="FormatException">It is no schema of the subset: a defect.</exception>
    public static JsonSchema Parse([StringSyntax(StringSyntaxAttribute.Json)] string schema)
    {
        using var document = JsonDocument.Parse(schema);
        return TryCompile(document.RootElement, out var compiled, out var faults)
            ? compiled
            : throw new FormatException($"{faults[0].At} {faults[0].Message}: {schema}");
    }

    /// <summary>All that is wrong with a value, by pointers into it; at most a hundred faults.</summary>
    public IReadOnlyList<SchemaFault> Check(JsonElement value) => SchemaCheck.Run(_root, value, SchemaReading.Exact);

    /// <summary>
    /// All that is wrong with a step's configuration. A text with a <c>{{placeholder}}</c> may stand where something else is
    /// wanted, because it is known only when the step runs; and members are known by snake_case and camelCase alike (D6).
    /// </summary>
    public IReadOnlyList<SchemaFault> CheckConfiguration(JsonElement value) => SchemaCheck.Run(_root, value, SchemaReading.Configuration);
}
