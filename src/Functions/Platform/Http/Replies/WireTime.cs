using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cadenza.Domain.Expressions;

namespace Cadenza.Functions.Platform.Http.Replies;

/// <summary>Times on the wire: ISO 8601 in UTC with exactly three decimals, <c>2026-01-31T08:00:00.000Z</c>.</summary>
internal sealed class WireTime : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc cref="IsoTime.Format"/>
    public static string Format(DateTimeOffset time) => IsoTime.Format(time);

    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset().ToUniversalTime();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[24];
        _ = value.UtcDateTime.TryFormat(text, out var written, IsoTime.Pattern, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..written]);
    }
}
