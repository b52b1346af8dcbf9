using System.Globalization;
using System.Text.Json.Nodes;

namespace Cadenza.Functions.Tests.Platform.Http.Schemas;

/// <summary>All the ways to break a generated body in exactly one place.</summary>
internal static class SchemaBreaker
{
    private const string Surprise = "surprise";

    /// <summary>The broken bodies.</summary>
    /// <param name="body">The body, left as it is.</param>
    /// <param name="places">Its values and their schemas.</param>
    public static IEnumerable<BrokenBody> Breaks(JsonNode body, IReadOnlyList<SchemaPlace> places) => places.SelectMany(place => Breaks(body, place));

    private static IEnumerable<BrokenBody> Breaks(JsonNode body, SchemaPlace place)
    {
        var schema = place.Schema;
        if (schema["type"]?.ToJsonString() is { } type)
            yield return Replaced("wrong type", type.Contains("object", StringComparison.Ordinal) || type.Contains("array", StringComparison.Ordinal) || type == "\"null\"" ? 7 : new JsonArray());
        if (schema["enum"] is not null || schema["const"] is not null) yield return Replaced("unknown word", "no_such_word");
        if (schema["format"] is not null) yield return Replaced("bad format", "no such thing");
        if (schema["minimum"] is { } least) yield return Replaced("below minimum", JsonSerializer.Deserialize<double>(least) - 1);
        if (schema["maximum"] is { } most) yield return Replaced("above maximum", JsonSerializer.Deserialize<double>(most) + 1);
        if (schema["minItems"] is not null) yield return Replaced("too few", new JsonArray());
        if (schema["minLength"] is not null) yield return Replaced("too short", "");
        if (schema["maxLength"] is { } longest) yield return Replaced("too long", new string('x', longest.GetValue<int>() + 1));
        if (schema["maxItems"] is { } items && At(body, place.Pointer) is JsonArray) yield return Changed("too many", list => Repeat(list.AsArray(), items.GetValue<int>() + 1));
        if (schema["pattern"] is { } pattern && pattern.GetValue<string>().Contains("u0000", StringComparison.Ordinal)) yield return Replaced("two lines", "a\nb");
        // A nullable object that is null has no members to break.
        if (At(body, place.Pointer) is not JsonObject) yield break;
        foreach (var name in schema["required"]?.AsArray().Select(name => name!.GetValue<string>()) ?? [])
            yield return Changed($"without {name}", members => members.AsObject().Remove(name), name);
        if (schema["additionalProperties"] is System.Text.Json.Nodes.JsonValue closed && !closed.GetValue<bool>())
            yield return Changed("unknown member", members => members.AsObject()[Surprise] = "!", Surprise);

        BrokenBody Replaced(string how, JsonNode value)
        {
            if (place.Pointer.Count == 0) return new($"{place.SchemaPath}: {how}", value, place.PointerTo());
            var copy = body.DeepClone();
            var parent = At(copy, place.Pointer.SkipLast(1));
            if (parent is JsonArray items) items[int.Parse(place.Pointer[^1], CultureInfo.InvariantCulture)] = value;
            else parent[place.Pointer[^1]] = value;
            return new($"{place.SchemaPath}: {how}", copy, place.PointerTo());
        }

        BrokenBody Changed(string how, Action<JsonNode> change, params string[] member)
        {
            var copy = body.DeepClone();
            change(At(copy, place.Pointer));
            return new($"{place.SchemaPath}: {how}", copy, place.PointerTo(member));
        }
    }

    private static void Repeat(JsonArray list, int count)
    {
        while (list.Count < count) list.Add(list.Count > 0 ? list[0]?.DeepClone() : null);
    }

    private static JsonNode At(JsonNode node, IEnumerable<string> pointer) => pointer.Aggregate(
        node, (found, step) => found is JsonArray items ? items[int.Parse(step, CultureInfo.InvariantCulture)]! : found[step]!);
}

/// <summary>A body with one fault.</summary>
/// <param name="How">Which rule of the schema it breaks.</param>
/// <param name="Body">The body.</param>
/// <param name="Pointer">Where the fault is.</param>
internal sealed record BrokenBody(string How, JsonNode Body, string Pointer);
