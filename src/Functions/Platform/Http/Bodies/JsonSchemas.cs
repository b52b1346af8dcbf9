using System.Text.Json.Nodes;

namespace Cadenza.Functions.Platform.Http.Bodies;

/// <summary>The schemas that are written once and used by name: <c>#/components/schemas</c> of an OpenAPI document.</summary>
internal sealed class JsonSchemas
{
    /// <summary>What a reference to one begins with.</summary>
    public const string Pointer = "#/components/schemas/";

    private readonly SortedDictionary<string, JsonObject?> _named = new(StringComparer.Ordinal);

    /// <summary>They, by name.</summary>
    public IEnumerable<KeyValuePair<string, JsonObject>> Named => _named.Select(named => KeyValuePair.Create(named.Key, named.Value!));

    /// <summary>The schema of what <paramref name="read"/> takes, written by the reader itself.</summary>
    /// <exception cref="InvalidOperationException">A reader in it does not describe itself.</exception>
    public JsonObject Describe<T>(JsonReader<T> read) => JsonShape.Of(this, "", value => read(value));

    /// <summary>Adds a schema, or makes sure that it is the one there is.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="write">Writes it; inside, a reference to the same name is a recursion and not written again.</param>
    public void Add(string name, Func<JsonObject> write)
    {
        if (_named.TryGetValue(name, out var present))
        {
            if (present is null || JsonNode.DeepEquals(present, Again(name, write))) return;
            throw new InvalidOperationException($"Two different schemas are named {name}.");
        }

        _named[name] = null;
        _named[name] = write();
    }

    private JsonObject Again(string name, Func<JsonObject> write)
    {
        var present = _named[name];
        _named[name] = null;
        var again = write();
        _named[name] = present;
        return again;
    }
}
