using System.Text.Json;
using System.Text.Json.Serialization;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Records;

namespace Cadenza.Functions.Platform.Tables;

/// <summary>The fields of a record as one object.</summary>
internal sealed class RecordFieldsJson : JsonConverter<RecordFields>
{
    /// <inheritdoc/>
    public override RecordFields Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return RecordFields.Of(Value.From(document.RootElement).Members);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RecordFields value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, field) in value.All)
        {
            writer.WritePropertyName(name);
            field.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
