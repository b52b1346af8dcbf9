using System.Text.Json.Nodes;

namespace Cadenza.Functions.Platform.Http.Bodies;

/// <summary>
/// The JSON Schema (2020-12) of one value, being written by the reader that would otherwise read the value. A reader that
/// is given a <see cref="JsonValue"/> with a shape describes what it takes and gives the default.
/// </summary>
/// <remarks>
/// A new primitive begins with
/// <code>
/// if (value.Shape is { } shape) return shape.Is("string").With("format", "duration").Done&lt;TimeSpan&gt;();
/// </code>
/// Readers made of other readers need nothing: they pass the value on, and the inner reader describes it.
/// </remarks>
internal sealed class JsonShape
{
    // Deeper than any body may nest: whoever gets here contains itself.
    private const int MaxDepth = JsonSyntax.MaxDepth;

    private readonly JsonSchemas _schemas;
    private readonly int _depth;
    private bool _described;

    private JsonShape(JsonSchemas schemas, string path, int depth)
    {
        if (depth > MaxDepth) throw new InvalidOperationException($"The reader of {path} contains itself: give it a name with Named().");
        (_schemas, Path, _depth) = (schemas, path, depth);
    }

    /// <summary>What is written so far.</summary>
    public JsonObject Schema { get; private set; } = [];

    /// <summary>Where in the body this is, for messages to developers.</summary>
    public string Path { get; }

    /// <summary>The schema of what <paramref name="describe"/> reads.</summary>
    /// <param name="schemas">Takes the named schemas in it.</param>
    /// <param name="path">Where it is, for messages to developers.</param>
    /// <param name="describe">Calls the reader with a value that has this shape.</param>
    /// <exception cref="InvalidOperationException">A reader in it does not describe itself.</exception>
    public static JsonObject Of(JsonSchemas schemas, string path, Action<JsonValue> describe) =>
        new JsonShape(schemas, path, 0).Filled(describe).Schema;

    /// <summary>Says which JSON type the value has.</summary>
    public JsonShape Is(string type) => With("type", type);

    /// <summary>Says that any JSON value will do.</summary>
    public JsonShape IsAnything()
    {
        _described = true;
        return this;
    }

    /// <summary>Adds a keyword.</summary>
    /// <param name="keyword">Its name in JSON Schema.</param>
    /// <param name="value">Its value.</param>
    public JsonShape With(string keyword, JsonNode? value)
    {
        _described = true;
        Schema[keyword] = value;
        return this;
    }

    /// <summary>Adds a limit, unless it is the type's own, which limits nothing.</summary>
    public JsonShape WithLimit<T>(string keyword, T limit, T none)
        where T : struct, IEquatable<T> => limit.Equals(none) ? this : With(keyword, System.Text.Json.Nodes.JsonValue.Create(limit));

    /// <summary>Ends a reader's description: the default, which nobody will see.</summary>
    public T Done<T>() => _described ? default! : throw Undescribed();

    /// <summary>Says in words what the value is or must be; what was said before, closer to the value, follows.</summary>
    public void About(string words) =>
        Schema["description"] = Schema["description"]?.GetValue<string>() is { } earlier ? $"{words} {earlier}" : words;

    /// <summary>Says that null is as good as what is described.</summary>
    public void OrNull()
    {
        // What may be anything may be null.
        if (Schema.All(keyword => keyword.Key is "description" or "default")) return;
        if (Schema["type"]?.GetValueKind() == System.Text.Json.JsonValueKind.String && !Schema.ContainsKey("enum") && !Schema.ContainsKey("const"))
        {
            Schema["type"] = new JsonArray(Schema["type"]!.DeepClone(), "null");
            return;
        }

        Schema = new JsonObject { ["anyOf"] = new JsonArray(Schema, new JsonObject { ["type"] = "null" }) };
    }

    /// <summary>The schema of a value inside this one.</summary>
    /// <param name="step">Its name, or <c>*</c> for every item or member.</param>
    /// <param name="describe">Calls the reader with a value that has the inner shape.</param>
    public JsonShape Inner(string step, Action<JsonValue> describe) => new JsonShape(_schemas, $"{Path}/{step}", _depth + 1).Filled(describe);

    /// <summary>Points to a schema that is written once and used by name.</summary>
    /// <param name="name">The name among the document's schemas.</param>
    /// <param name="describe">Calls the reader with a value that has the named shape.</param>
    public void Refer(string name, Action<JsonValue> describe)
    {
        _schemas.Add(name, () => Of(_schemas, name, describe));
        With("$ref", JsonSchemas.Pointer + name);
    }

    private JsonShape Filled(Action<JsonValue> describe)
    {
        describe(new JsonValue(this));
        return _described ? this : throw Undescribed();
    }

    private InvalidOperationException Undescribed() => new($"The reader of {Path} does not describe itself: see JsonShape.");
}
