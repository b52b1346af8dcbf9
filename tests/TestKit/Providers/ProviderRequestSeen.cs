using System.Text.Json;

namespace Cadenza.TestKit.Providers;

/// <summary>A request that a <see cref="ProviderServer"/> received.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">Path and query as they came.</param>
/// <param name="Headers">The headers by lower-case name.</param>
/// <param name="Body">The body.</param>
/// <param name="AtOnce">How many requests were open when it came, itself included.</param>
public sealed record ProviderRequestSeen(
    string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body, int AtOnce)
{
    /// <summary>The body as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>The body as the fields of a form, in order.</summary>
    public IReadOnlyList<(string Name, string Value)> Form =>
        [.. Body.Split('&').Select(pair => pair.Split('=')).Select(pair => (Decode(pair[0]), Decode(pair[1])))];

    /// <summary>A field of the form.</summary>
    public string Field(string name) => Form.Single(pair => pair.Name == name).Value;

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
