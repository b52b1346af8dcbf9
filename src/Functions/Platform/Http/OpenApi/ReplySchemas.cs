using System.ComponentModel;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;

namespace Cadenza.Functions.Platform.Http.OpenApi;

/// <summary>The schemas of answers, from the same metadata that writes them.</summary>
/// <param name="schemas">Takes each type's schema under the type's name.</param>
internal sealed class ReplySchemas(JsonSchemas schemas)
{
    // The contexts below Http write answers; those of storage write rows, of the same domain types.
    private static readonly JsonSerializerContext[] Contexts =
    [
        .. from type in typeof(ReplySchemas).Assembly.GetTypes()
           where type.IsSubclassOf(typeof(JsonSerializerContext)) && type.Namespace!.Contains(".Http", StringComparison.Ordinal)
           orderby type.Name
           select (JsonSerializerContext)type.GetProperty("Default", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!,
    ];

    /// <summary>The schema of an answer of type <paramref name="reply"/>.</summary>
    public JsonNode Of(Type reply)
    {
        var type = Contexts.Select(context => context.GetTypeInfo(reply)).FirstOrDefault(found => found is not null)
            ?? throw new InvalidOperationException($"{reply.Name} is in no JsonSerializerContext below Http.");
        return type.GetJsonSchemaAsNode(new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform });
    }

    // Called for every node, the innermost first.
    private JsonObject Transform(JsonSchemaExporterContext context, JsonNode node)
    {
        var schema = Shaped(context, node as JsonObject ?? []);
        if (Declaration<DescriptionAttribute>(context.PropertyInfo) is { } words) schema["description"] = words.Description;
        return schema;
    }

    private JsonObject Shaped(JsonSchemaExporterContext context, JsonObject schema)
    {
        var type = context.TypeInfo.Type;
        if (Declaration<WrittenLikeAttribute>(context.PropertyInfo) is { } like) return like.Body.DescribeInline(schemas);
        if ((Nullable.GetUnderlyingType(type) ?? type) == typeof(DateTimeOffset)) return Time(type != typeof(DateTimeOffset));
        if (context.TypeInfo.Kind != JsonTypeInfoKind.Object || !IsOurs(type)) return schema;
        var nullable = schema["type"] is JsonArray;
        if (nullable) schema["type"] = "object";
        schema["required"] = new JsonArray([.. context.TypeInfo.Properties.Where(IsAlwaysWritten).Select(member => (JsonNode?)member.Name)]);
        if (context.TypeInfo.Properties.FirstOrDefault(member => member.IsExtensionData) is { } others) schema["additionalProperties"] = Others(others);
        schemas.Add(NameOf(type), () => schema);
        var reference = new JsonObject { ["$ref"] = JsonSchemas.Pointer + NameOf(type) };
        return nullable ? OrNull(reference) : reference;
    }

    private static bool IsOurs(Type type) => type.Namespace?.StartsWith("Cadenza.Functions.", StringComparison.Ordinal) == true;

    private static string NameOf(Type type)
    {
        var name = type.Name.Split('`')[0];
        if (name.EndsWith("Reply", StringComparison.Ordinal) && name.Length > 5) name = name[..^5];
        return type.IsGenericType ? name + "Of" + string.Concat(type.GenericTypeArguments.Select(NameOf)) : name;
    }

    private static JsonObject Others(JsonPropertyInfo member) =>
        Declaration<DescriptionAttribute>(member) is { } words ? new() { ["description"] = words.Description } : [];

    // What holds the members that have no name beforehand is no member itself.
    private static bool IsAlwaysWritten(JsonPropertyInfo member) =>
        !member.IsExtensionData
        && Declaration<JsonIgnoreAttribute>(member) is not { Condition: not JsonIgnoreCondition.Never }
        && (member.Options.DefaultIgnoreCondition == JsonIgnoreCondition.Never || !member.IsGetNullable);

    private static JsonObject Time(bool nullable) => new()
    {
        ["type"] = nullable ? new JsonArray("string", "null") : "string",
        ["format"] = "date-time",
    };

    private static JsonObject OrNull(JsonObject schema) =>
        new() { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };

    // On a positional record an attribute is on the parameter unless it says otherwise.
    private static T? Declaration<T>(JsonPropertyInfo? member)
        where T : Attribute =>
        (member?.AttributeProvider?.GetCustomAttributes(typeof(T), inherit: false).FirstOrDefault()
            ?? member?.AssociatedParameter?.AttributeProvider?.GetCustomAttributes(typeof(T), inherit: false).FirstOrDefault()) as T;
}
