using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cadenza.Benchmarks;

/// <summary>One measured number.</summary>
/// <param name="Name">What was measured; <c>_azurite</c> at its end says on which storage.</param>
/// <param name="Value">The number.</param>
/// <param name="Unit">What it counts.</param>
/// <param name="Detail">What else the run showed: sizes, counts by kind.</param>
internal sealed record Figure(
    [property: JsonPropertyName("figure")] string Name,
    [property: JsonPropertyName("value")] double Value,
    [property: JsonPropertyName("unit")] string Unit,
    [property: JsonPropertyName("detail")] IReadOnlyDictionary<string, object> Detail)
{
    /// <summary>The figure as one line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this with { Value = Math.Round(Value, 4) });
}
