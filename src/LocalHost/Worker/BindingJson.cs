using System.Text.Json;

namespace Cadenza.LocalHost.Worker;

/// <summary>A binding as the worker describes it. Names are found in any case.</summary>
internal sealed class BindingJson
{
    private readonly JsonElement _json;

    private BindingJson(JsonElement json) => _json = json;

    public string Name => Text("name") ?? "";

    public string Type => Text("type") ?? "";

    public bool IsTrigger => Type.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the worker wants the whole thing that it binds, not its text.</summary>
    public bool WantsModel => Find(_json, "properties") is { ValueKind: JsonValueKind.Object } properties
        && string.Equals(Text(properties, "supportsDeferredBinding"), bool.TrueString, StringComparison.OrdinalIgnoreCase);

    /// <exception cref="JsonException">It is not JSON.</exception>
    public static BindingJson Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return new BindingJson(document.RootElement.Clone());
    }

    public bool Is(string type) => string.Equals(Type, type, StringComparison.OrdinalIgnoreCase);

    /// <summary>A property's text; null when it is missing, null or empty.</summary>
    public string? Text(string property) => Text(_json, property) is { Length: > 0 } text ? text : null;

    public bool Flag(string property, bool absent) => bool.TryParse(Text(property), out var flag) ? flag : absent;

    /// <summary>A property's list of texts; null when it is missing or null.</summary>
    public IReadOnlyList<string>? Texts(string property) =>
        Find(_json, property) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(item => item.ToString())] : null;

    private static string? Text(JsonElement json, string property) =>
        Find(json, property) is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } found ? found.ToString() : null;

    private static JsonElement? Find(JsonElement json, string property)
    {
        foreach (var candidate in json.EnumerateObject())
            if (string.Equals(candidate.Name, property, StringComparison.OrdinalIgnoreCase))
                return candidate.Value;
        return null;
    }
}
