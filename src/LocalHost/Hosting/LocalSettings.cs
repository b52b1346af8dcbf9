using System.Text.Json;

namespace Cadenza.LocalHost.Hosting;

/// <summary>The <c>Values</c> of local.settings.json, which stand in for environment variables.</summary>
internal static class LocalSettings
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The values of the folder's file, under the names that configuration has for them; none without a file.</summary>
    /// <exception cref="StartException">The file is malformed.</exception>
    public static IReadOnlyDictionary<string, string?> Read(string folder)
    {
        var file = Path.Combine(folder, "local.settings.json");
        return File.Exists(file) ? Parse(file) : new Dictionary<string, string?>();
    }

    private static Dictionary<string, string?> Parse(string file)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file), Lenient);
            if (json.RootElement.ValueKind != JsonValueKind.Object) throw new StartException($"{file}: must be a JSON object.");
            return json.RootElement.TryGetProperty("Values", out var values) ? Values(file, values) : [];
        }
        catch (JsonException fault)
        {
            throw new StartException($"{file} is not valid JSON: {fault.Message}", fault);
        }
    }

    private static Dictionary<string, string?> Values(string file, JsonElement values)
    {
        if (values.ValueKind != JsonValueKind.Object) throw new StartException($"{file}: Values must be an object of names and texts.");
        var read = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var value in values.EnumerateObject())
        {
            if (value.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array) throw new StartException($"{file}: Values.{value.Name} must be a text, as an environment variable is.");
            read[value.Name.Replace("__", ":", StringComparison.Ordinal)] = value.Value.ToString();
        }

        return read;
    }
}
