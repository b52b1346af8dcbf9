using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cadenza.Functions.Platform.Http.Bodies;

/// <summary>The members of one JSON object, read by name. How a member may be absent is said here, what it is by a <see cref="JsonReader{T}"/>.</summary>
/// <remarks>
/// <code>
/// internal sealed record CreateSequence(string Name, bool IsContinuous, Filter? Filter, Step[] Steps)
/// {
///     public static CreateSequence Read(JsonFields body) => new(
///         Name: body.Default("name", Json.Line(1, 200), "New Sequence"),       // omitted: the default; null: a fault
///         IsContinuous: body.Default("is_continuous", Json.Bool, true),
///         Filter: body.Required("filter", Json.OrNull(FilterBody.Read)),       // must be there, may be null
///         Steps: body.Required("steps", Json.Array(StepBody.Read, min: 1, max: 100)));
/// }
///
/// internal sealed record ChangeContact(Patch&lt;string&gt; Name, Patch&lt;bool&gt; Unsubscribed)
/// {
///     public static ChangeContact Read(JsonFields body) => new(
///         Name: body.Patch("name", Json.Line(1, 200)),                         // omitted | null | value
///         Unsubscribed: body.PatchValue("unsubscribed", Json.Bool));           // omitted | value; null: a fault
/// }
/// </code>
/// </remarks>
internal sealed class JsonFields(JsonElement element, JsonPlace place)
{
    private readonly List<string> _known = new(8);

    // What the object's reader describes itself in; null when there is an object to read.
    private JsonShape? _shape;

    /// <summary>The members of no object: those that are asked for describe what they would be, in the value's shape.</summary>
    public static JsonFields Describing(JsonValue value)
    {
        value.Shape!.Is("object");
        return new JsonFields(default, value.AsPlace()) { _shape = value.Shape };
    }

    /// <summary>Describes a member that has one value only, such as the one that tells shapes apart.</summary>
    public void DescribeConstant(string name, string constant) =>
        Describe(name, value => value.Shape!.Is("string").With("const", constant).Done<string>(), required: true);

    /// <summary>A member that must be there. Null is a fault unless <paramref name="read"/> is a <see cref="Json.OrNull{T}(JsonReader{T})"/>.</summary>
    public T Required<T>(string name, JsonReader<T> read)
    {
        if (_shape is not null) return Describe(name, read, required: true);
        return Find(name, out var value) ? read(value) : value.Fault<T>("is required");
    }

    /// <summary>A member that may be absent or null: null then.</summary>
    public T? Optional<T>(string name, JsonReader<T> read)
        where T : class
    {
        if (_shape is not null) return Describe(name, read, nullable: true);
        return Find(name, out var value) && value.Kind != JsonValueKind.Null ? read(value) : null;
    }

    /// <inheritdoc cref="Optional{T}(string, JsonReader{T})"/>
    /// <param name="name">The member's name.</param>
    /// <param name="read">What it must be.</param>
    /// <param name="absent">What stands for absent or null.</param>
    public T? Optional<T>(string name, JsonReader<T> read, T? absent = null)
        where T : struct
    {
        if (_shape is not null) return Describe(name, read, nullable: true, absent: absent);
        return Find(name, out var value) && value.Kind != JsonValueKind.Null ? read(value) : absent;
    }

    /// <summary>A member that may be absent, with what that means. Null is a fault.</summary>
    public T Default<T>(string name, JsonReader<T> read, T absent)
    {
        if (_shape is not null) return Describe(name, read, absent: absent);
        return Find(name, out var value) ? read(value) : absent;
    }

    /// <summary>A nullable member of a PATCH: absent keeps, null clears, a value replaces.</summary>
    public Patch<T> Patch<T>(string name, JsonReader<T> read)
    {
        if (_shape is not null)
        {
            Describe(name, read, nullable: true);
            return default;
        }

        if (!Find(name, out var value)) return default;
        return value.Kind == JsonValueKind.Null ? Bodies.Patch<T>.Null : Bodies.Patch<T>.Of(read(value));
    }

    /// <summary>A member of a PATCH that has no null: absent keeps, a value replaces.</summary>
    public Patch<T> PatchValue<T>(string name, JsonReader<T> read)
    {
        if (_shape is not null)
        {
            Describe(name, read);
            return default;
        }

        return Find(name, out var value) ? Bodies.Patch<T>.Of(read(value)) : default;
    }

    /// <summary>How many faults the body has so far; what was read without a new one is safe to look into.</summary>
    public int Faults => place.Faults.Count;

    /// <summary>Whether the object has the member at all, be it null.</summary>
    public bool Has(string name) => _shape is null && Find(name, out _);

    /// <summary>Notes that something is wrong with a member, or with two together: say it at one of them.</summary>
    /// <param name="name">The member's name.</param>
    /// <param name="message">The rest of a sentence about it: "must be after 'after'".</param>
    public void Fault(string name, string message) => place.Faults.Add(place.Pointer(name, 0), message);

    /// <summary>Notes that something is wrong inside a member, where another checker than a reader found it.</summary>
    /// <param name="name">The member's name.</param>
    /// <param name="inner">Where, as a JSON pointer within the member.</param>
    /// <param name="message">The rest of a sentence about that place.</param>
    public void FaultInside(string name, string inner, string message) => place.Faults.Add(place.Pointer(name, 0) + inner, message);

    /// <summary>Notes every member that was not asked for by name. Call it last, on objects that the surface documents as closed.</summary>
    public void RefuseOthers()
    {
        if (_shape is not null)
        {
            _shape.With("additionalProperties", false);
            return;
        }

        foreach (var member in element.EnumerateObject())
        {
            if (!_known.Contains(member.Name)) Fault(member.Name, "is not a known member");
        }
    }

    private T Describe<T>(string name, JsonReader<T> read, bool required = false, bool nullable = false, object? absent = null)
    {
        var member = _shape!.Inner(name, value => read(value));
        if (nullable) member.OrNull();
        if (AsJson(absent) is { } usual) member.With("default", usual);
        Members("properties", static () => new JsonObject()).Add(name, member.Schema);
        if (required) Members("required", static () => new JsonArray()).Add(name);
        return default!;
    }

    private TNode Members<TNode>(string keyword, Func<TNode> create)
        where TNode : JsonNode
    {
        if (_shape!.Schema[keyword] is TNode present) return present;
        var created = create();
        _shape.With(keyword, created);
        return created;
    }

    // Only plain values are worth telling as a default; anything else is told in words.
    private static JsonNode? AsJson(object? value) => value switch
    {
        bool flag => flag,
        string text => text,
        int number => number,
        double number => number,
        _ => null,
    };

    private bool Find(string name, out JsonValue value)
    {
        _known.Add(name);
        var found = element.TryGetProperty(name, out var member);
        value = new JsonValue(member, place, name, 0);
        return found;
    }
}
