using System.Text.Json;
using System.Text.Json.Serialization;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Ids;
using Cadenza.Domain.Workflows;

namespace Cadenza.Functions.Platform.Tables;

/// <summary>A <see cref="Value"/> in a document: the JSON that it is.</summary>
internal sealed class ValueJson : JsonConverter<Value>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override Value Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Value.From(JsonElement.ParseValue(ref reader));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Value value, JsonSerializerOptions options) => value.WriteTo(writer);
}

/// <summary>An id in a document: its text.</summary>
internal sealed class UuidIdJson<TId> : JsonConverter<TId>
    where TId : struct, IUuidId<TId>
{
    /// <inheritdoc/>
    public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => UuidIds.Parse<TId>(reader.GetString()!);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

/// <summary>A chain in a document: its text.</summary>
internal sealed class EventChainJson : JsonConverter<EventChain>
{
    /// <inheritdoc/>
    public override EventChain Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        EventChain.TryParse(reader.GetString(), out var chain) ? chain : throw new JsonException("Not a chain of workflows.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, EventChain value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
