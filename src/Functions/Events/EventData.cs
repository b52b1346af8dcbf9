using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Cadenza.Domain.Expressions;

namespace Cadenza.Functions.Events;

/// <summary>The data of an event about a thing (F1).</summary>
internal static class EventData
{
    /// <summary>The data of an event that tells of a thing as it is.</summary>
    /// <param name="module">What kind of thing: <c>contacts</c>; null for none.</param>
    /// <param name="entity">Its properties.</param>
    public static JsonElement Of(string? module, JsonObject entity) => ToElement(new JsonObject { ["module"] = module, ["entity"] = entity });

    /// <summary>The data of an event that tells of a change.</summary>
    /// <param name="module">What kind of thing: <c>leads</c>.</param>
    /// <param name="entity">Its properties now.</param>
    /// <param name="before">What they were; null for a new thing.</param>
    /// <param name="after">What they are; null for a thing that is no more.</param>
    public static JsonElement Of(string module, JsonObject entity, JsonObject? before, JsonObject? after) =>
        ToElement(new JsonObject { ["module"] = module, ["entity"] = entity, ["before"] = before, ["after"] = after });

    private static JsonElement ToElement(JsonObject data) => JsonSerializer.SerializeToElement(data, EventDataJson.Default.JsonObject);
}

/// <summary>How the data of events is written.</summary>
[JsonSourceGenerationOptions(MaxDepth = Value.MaxDocumentDepth)]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class EventDataJson : JsonSerializerContext;
