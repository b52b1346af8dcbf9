using System.Globalization;
using System.Text.Json.Nodes;

namespace Cadenza.Functions.Tests.Platform.Http.Schemas;

/// <summary>Compares what was sent with what is answered.</summary>
internal static class Differences
{
    /// <summary>The first difference, or "". Times are equal when they are the same moment, and an omitted member equals null.</summary>
    public static string Between(JsonNode? sent, JsonNode? answered, string at = "")
    {
        if (sent is JsonObject one && answered is JsonObject other)
        {
            return one.Select(member => member.Key).Union(other.Select(member => member.Key))
                .Select(name => Between(one[name], other[name], $"{at}/{name}"))
                .FirstOrDefault(difference => difference.Length > 0) ?? "";
        }

        if (sent is JsonArray these && answered is JsonArray those && these.Count == those.Count)
        {
            return these.Select((item, index) => Between(item, those[index], $"{at}/{index}"))
                .FirstOrDefault(difference => difference.Length > 0) ?? "";
        }

        return JsonNode.DeepEquals(sent, answered) || IsSameMoment(sent, answered) || IsSameUuid(sent, answered)
            ? ""
            : $"{at}: {sent?.ToJsonString() ?? "null"} became {answered?.ToJsonString() ?? "null"}";
    }

    private static bool IsSameMoment(JsonNode? sent, JsonNode? answered) =>
        DateTimeOffset.TryParse(sent?.ToString(), CultureInfo.InvariantCulture, out var one)
        && DateTimeOffset.TryParse(answered?.ToString(), CultureInfo.InvariantCulture, out var other)
        && one == other;

    private static bool IsSameUuid(JsonNode? sent, JsonNode? answered) =>
        Guid.TryParseExact(sent?.ToString(), "D", out var one) && Guid.TryParseExact(answered?.ToString(), "D", out var other) && one == other;
}
