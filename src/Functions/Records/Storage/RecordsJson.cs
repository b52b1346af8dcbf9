using System.Text.Json;
using System.Text.Json.Serialization;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Records;
using Cadenza.Functions.Platform.Tables;

namespace Cadenza.Functions.Records.Storage;

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

/// <summary>How records and what hangs on them are written into rows.</summary>
[JsonSourceGenerationOptions(
    MaxDepth = Domain.Expressions.Value.MaxDocumentDepth,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(ValueJson), typeof(RecordFieldsJson)])]
[JsonSerializable(typeof(RecordFields))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<RecordEffect>))]
[JsonSerializable(typeof(IReadOnlyList<RecordEvent>))]
[JsonSerializable(typeof(IReadOnlyList<RotationDraw>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, int>))]
internal sealed partial class RecordsJson : JsonSerializerContext;
