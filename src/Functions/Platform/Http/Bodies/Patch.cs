using System.Diagnostics.CodeAnalysis;

namespace Cadenza.Functions.Platform.Http.Bodies;

/// <summary>What a PATCH says about one field: nothing (keep it), null (clear it) or a new value.</summary>
internal readonly struct Patch<T>
{
    private readonly State _state;
    private readonly T _value;

    private Patch(State state, T value) => (_state, _value) = (state, value);

    private enum State
    {
        Omitted,
        Null,
        Value,
    }

    /// <summary>The field is not in the body: it keeps its value.</summary>
    public static Patch<T> Omitted => default;

    /// <summary>The field is null in the body: it loses its value.</summary>
    public static Patch<T> Null => new(State.Null, default!);

    /// <summary>Whether the body leaves the field alone.</summary>
    public bool IsOmitted => _state == State.Omitted;

    /// <summary>Whether the body clears the field.</summary>
    public bool IsNull => _state == State.Null;

    /// <summary>The field has this value in the body.</summary>
    public static Patch<T> Of(T value) => new(State.Value, value);

    /// <summary>Whether the body gives the field a value, and which.</summary>
    public bool Has([MaybeNullWhen(false)] out T value)
    {
        value = _value;
        return _state == State.Value;
    }

    /// <summary>The field's value after the patch.</summary>
    /// <param name="current">Its value before.</param>
    /// <param name="cleared">Its value when cleared: null, or an empty list.</param>
    public T Or(T current, T cleared = default!) => _state switch
    {
        State.Omitted => current,
        State.Null => cleared,
        _ => _value,
    };
}
