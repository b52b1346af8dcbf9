using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cadenza.Functions.Flows.Http;

/// <summary>JSON that is already encoded, and goes into an answer as it is.</summary>
/// <param name="Utf8">The JSON.</param>
internal readonly record struct EncodedJson(ReadOnlyMemory<byte> Utf8);

/// <summary>Writes <see cref="EncodedJson"/>.</summary>
internal sealed class EncodedJsonConverter : JsonConverter<EncodedJson>
{
    /// <inheritdoc/>
    public override EncodedJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("It is written only.");

    /// <inheritdoc/>
    // It was checked when it was encoded.
    public override void Write(Utf8JsonWriter writer, EncodedJson value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
}
