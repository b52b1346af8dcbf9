using System.Globalization;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Cadenza.LocalRuntime.Storage.Entities;

namespace Cadenza.LocalRuntime.Storage.Service;

/// <summary>Entities as OData JSON: types that JSON does not have are named beside the property.</summary>
internal static class EntityJson
{
    private const int MaxAnnotation = 512;

    private static ReadOnlySpan<byte> Annotation => "@odata.type"u8;

    public static void Write(Utf8JsonWriter json, WriteBatch batch, in RowWrite write)
    {
        json.WriteStartObject();
        json.WriteString("PartitionKey"u8, batch.Bytes(write.PartitionKey));
        json.WriteString("RowKey"u8, batch.Bytes(write.RowKey));
        var reader = new PropertyReader(batch.Bytes(write.Properties));
        Span<byte> annotation = stackalloc byte[MaxAnnotation];
        while (reader.MoveNext())
        {
            if (EdmName(reader.Value.Type) is { } type)
            {
                // A name too long for the service is still sent, and the service refuses it.
                var target = reader.Name.Length + Annotation.Length <= MaxAnnotation ? annotation : new byte[reader.Name.Length + Annotation.Length];
                reader.Name.CopyTo(target);
                Annotation.CopyTo(target[reader.Name.Length..]);
                json.WriteString(target[..(reader.Name.Length + Annotation.Length)], type);
            }

            json.WritePropertyName(reader.Name);
            Write(json, reader.Value);
        }

        json.WriteEndObject();
    }

    public static T Read<T>(JsonElement entity, string? etagHeader = null)
        where T : class, ITableEntity
    {
        using var encoder = new PropertyEncoder();
        encoder.StartRow();
        encoder.StartProperties();
        string? partitionKey = null, rowKey = null, etag = etagHeader;
        DateTimeOffset? timestamp = null;
        foreach (var property in entity.EnumerateObject())
        {
            switch (property.Name)
            {
                case "PartitionKey": partitionKey = property.Value.GetString(); break;
                case "RowKey": rowKey = property.Value.GetString(); break;
                case "Timestamp": timestamp = Time(property.Value.GetString()!); break;
                case "odata.etag": etag = property.Value.GetString(); break;
                default: ReadProperty(encoder, entity, property); break;
            }
        }

        return (T)EntityBinder.For(typeof(T)).Read(new StoredRow
        {
            PartitionKey = partitionKey,
            RowKey = rowKey,
            Timestamp = timestamp,
            ETag = etag is null ? default : new ETag(etag),
            Properties = encoder.Written,
        });
    }

    private static void ReadProperty(PropertyEncoder encoder, JsonElement entity, JsonProperty property)
    {
        if (property.Value.ValueKind == JsonValueKind.Null || property.Name.Contains("odata.", StringComparison.Ordinal)) return;
        var name = Encoding.UTF8.GetBytes(property.Name);
        var type = property.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number && entity.TryGetProperty($"{property.Name}@odata.type", out var annotation) ? annotation.GetString() : null;
        switch (type)
        {
            case "Edm.Int64": encoder.Int64(name, property.Value.ValueKind == JsonValueKind.Number ? property.Value.GetInt64() : long.Parse(property.Value.GetString()!, CultureInfo.InvariantCulture)); break;
            case "Edm.Double": encoder.Double(name, Double(property.Value)); break;
            case "Edm.Guid": encoder.Guid(name, property.Value.GetGuid()); break;
            case "Edm.DateTime": encoder.DateTime(name, Time(property.Value.GetString()!)); break;
            case "Edm.Binary": encoder.Binary(name, property.Value.GetBytesFromBase64()); break;
            default: ReadPlain(encoder, name, property.Value); break;
        }
    }

    private static void ReadPlain(PropertyEncoder encoder, byte[] name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String: encoder.String(name, value.GetString()!); break;
            case JsonValueKind.True or JsonValueKind.False: encoder.Boolean(name, value.GetBoolean()); break;
            case JsonValueKind.Number when value.TryGetInt32(out var number) && !value.GetRawText().Contains('.', StringComparison.Ordinal): encoder.Int32(name, number); break;
            case JsonValueKind.Number: encoder.Double(name, value.GetDouble()); break;
            default: throw new InvalidDataException($"The service sent property '{Encoding.UTF8.GetString(name)}' as {value.ValueKind}.");
        }
    }

    private static void Write(Utf8JsonWriter json, StoredValue value)
    {
        switch (value.Type)
        {
            case EdmType.String: json.WriteStringValue(value.Bytes); break;
            case EdmType.Binary: json.WriteBase64StringValue(value.Bytes); break;
            case EdmType.Boolean: json.WriteBooleanValue(value.AsBoolean()); break;
            case EdmType.Int32: json.WriteNumberValue(value.AsInt32()); break;
            case EdmType.Int64: json.WriteStringValue(value.AsInt64().ToString(CultureInfo.InvariantCulture)); break;
            case EdmType.Guid: json.WriteStringValue(value.AsGuid()); break;
            case EdmType.DateTime: json.WriteStringValue(value.AsDateTime().UtcDateTime.ToString("O", CultureInfo.InvariantCulture)); break;
            default: WriteDouble(json, value.AsDouble()); break;
        }
    }

    private static void WriteDouble(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value)) json.WriteNumberValue(value);
        else json.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }

    private static double Double(JsonElement value) => value.ValueKind == JsonValueKind.Number
        ? value.GetDouble()
        : value.GetString() switch
        {
            "NaN" => double.NaN,
            "INF" or "Infinity" => double.PositiveInfinity,
            "-INF" or "-Infinity" => double.NegativeInfinity,
            var text => double.Parse(text!, CultureInfo.InvariantCulture),
        };

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static string? EdmName(EdmType type) => type switch
    {
        EdmType.Binary => "Edm.Binary",
        EdmType.DateTime => "Edm.DateTime",
        EdmType.Double => "Edm.Double",
        EdmType.Guid => "Edm.Guid",
        EdmType.Int64 => "Edm.Int64",
        _ => null,
    };
}
