using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cadenza.Domain.Workflows.Notations;

/// <summary>Pieces of JSON, made and taken apart.</summary>
internal static class Json
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // What one notation nests a level less another may nest a level more.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 256 };

    /// <summary>An object of these members; null when there are none.</summary>
    public static JsonElement? Object(IReadOnlyCollection<KeyValuePair<string, JsonElement>> members)
    {
        if (members.Count == 0) return null;
        return Write(members, static (json, all) =>
        {
            json.WriteStartObject();
            foreach (var (name, value) in all) Member(json, name, value);
            json.WriteEndObject();
        });
    }

    /// <summary>What <paramref name="write"/> writes.</summary>
    public static JsonElement Write<TState>(TState state, Action<Utf8JsonWriter, TState> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Compact)) write(json, state);
        return JsonElement.Parse(buffer.WrittenSpan, Deep);
    }

    /// <summary>Writes a member.</summary>
    public static void Member(Utf8JsonWriter json, string name, JsonElement value)
    {
        json.WritePropertyName(name);
        value.WriteTo(json);
    }
}
