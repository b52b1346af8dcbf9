using System.Text.Json;

namespace Cadenza.Functions.Platform.Http.Bodies;

/// <summary>One value of a body together with where it is, so that a fault can say so.</summary>
internal readonly struct JsonValue
{
    private readonly JsonPlace? _parent;
    private readonly JsonFaults _faults;
    private readonly string? _name;
    private readonly int _index;

    /// <summary>The body itself.</summary>
    public JsonValue(JsonElement element, JsonFaults faults) => (Element, _faults) = (element, faults);

    /// <summary>A member or item of what is at <paramref name="parent"/>.</summary>
    public JsonValue(JsonElement element, JsonPlace parent, string? name, int index) =>
        (Element, _parent, _faults, _name, _index) = (element, parent, parent.Faults, name, index);

    /// <summary>No value: readers are asked to describe in <paramref name="shape"/> what they would take here.</summary>
    public JsonValue(JsonShape shape) => (Shape, _faults) = (shape, new JsonFaults());

    /// <summary>Where the reader is to describe itself instead of reading, or null.</summary>
    public JsonShape? Shape { get; }

    /// <summary>The value.</summary>
    public JsonElement Element { get; }

    /// <summary>What kind of value it is.</summary>
    public JsonValueKind Kind => Element.ValueKind;

    /// <summary>How many faults the body has so far; a reader that leaves it unchanged has succeeded.</summary>
    public int Faults => _faults.Count;

    /// <summary>Notes that something is wrong here and gives the default, which nobody will see.</summary>
    /// <param name="message">The rest of a sentence about this place: "must be a string".</param>
    public T Fault<T>(string message)
    {
        _faults.Add(_parent?.Pointer(_name, _index) ?? "", message);
        return default!;
    }

    /// <summary>Notes that something is wrong inside this value, where another checker than a reader found it.</summary>
    /// <param name="inner">Where, as a JSON pointer within this value.</param>
    /// <param name="message">The rest of a sentence about that place.</param>
    public void FaultInside(string inner, string message) => _faults.Add((_parent?.Pointer(_name, _index) ?? "") + inner, message);

    /// <summary>This value as the place of the members or items in it.</summary>
    public JsonPlace AsPlace() => new(_faults, _parent, _name, _index);
}
