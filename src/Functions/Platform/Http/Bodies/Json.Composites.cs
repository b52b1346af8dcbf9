using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cadenza.Functions.Platform.Http.Bodies;

/// <content>Readers of objects and arrays.</content>
internal static partial class Json
{
    /// <summary>An object that may hold members nobody asked for.</summary>
    public static JsonReader<T> Object<T>(Func<JsonFields, T> read) => value =>
    {
        if (value.Shape is not null) return read(JsonFields.Describing(value));
        return value.Kind == JsonValueKind.Object
            ? read(new JsonFields(value.Element, value.AsPlace()))
            : value.Fault<T>("must be an object");
    };

    /// <summary>An object that the surface documents as closed: a member nobody asked for is a fault.</summary>
    public static JsonReader<T> Closed<T>(Func<JsonFields, T> read) => Object(Closing(read));

    /// <summary>An object of one of several shapes, told apart by a member.</summary>
    /// <param name="member">The telling member: "type".</param>
    /// <param name="shapes">The shapes by the telling member's value.</param>
    /// <param name="closed">Whether a member that the shape does not ask for is a fault.</param>
    public static JsonReader<T> OneOf<T>(string member, IReadOnlyDictionary<string, Func<JsonFields, T>> shapes, bool closed = false)
    {
        var kind = Choice(shapes);
        var whole = Object(fields =>
        {
            if (fields.Required(member, kind) is not { } read) return default!;
            return closed ? Closing(read)(fields) : read(fields);
        });
        return value => value.Shape is { } shape ? Alternatives(shape, member, shapes, closed) : whole(value);
    }

    /// <summary>An array, read item by item.</summary>
    /// <param name="item">Reads each item.</param>
    /// <param name="min">The fewest items.</param>
    /// <param name="max">The most items; a longer array is refused as a whole.</param>
    public static JsonReader<T[]> Array<T>(JsonReader<T> item, int min = 0, int max = int.MaxValue) => value =>
    {
        if (value.Shape is { } shape)
        {
            shape.Is("array").With("items", shape.Inner("*", inner => item(inner)).Schema);
            return shape.WithLimit("minItems", min, none: 0).WithLimit("maxItems", max, none: int.MaxValue).Done<T[]>();
        }

        if (value.Kind != JsonValueKind.Array) return value.Fault<T[]>("must be an array");
        var count = value.Element.GetArrayLength();
        if (count < min) return value.Fault<T[]>(min == 1 ? "must not be empty" : $"must have at least {min} items");
        if (count > max) return value.Fault<T[]>($"must have at most {max} items");
        var place = value.AsPlace();
        var items = new T[count];
        var index = 0;
        foreach (var element in value.Element.EnumerateArray())
        {
            items[index] = item(new JsonValue(element, place, null, index));
            index++;
        }

        return items;
    };

    /// <inheritdoc cref="Array{T}(JsonReader{T}, int, int)"/>
    public static JsonReader<T[]> Array<T>(Func<JsonFields, T> item, int min = 0, int max = int.MaxValue) =>
        Array(Object(item), min, max);

    /// <summary>An object whose member names are data, such as a contact's attributes.</summary>
    /// <param name="item">Reads each member's value.</param>
    /// <param name="max">The most members.</param>
    public static JsonReader<Dictionary<string, T>> Map<T>(JsonReader<T> item, int max = int.MaxValue) => value =>
    {
        if (value.Shape is { } shape)
        {
            shape.Is("object").With("additionalProperties", shape.Inner("*", inner => item(inner)).Schema);
            return shape.WithLimit("maxProperties", max, none: int.MaxValue).Done<Dictionary<string, T>>();
        }

        if (value.Kind != JsonValueKind.Object) return value.Fault<Dictionary<string, T>>("must be an object");
        if (value.Element.GetPropertyCount() > max) return value.Fault<Dictionary<string, T>>($"must have at most {max} members");
        var place = value.AsPlace();
        var map = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var member in value.Element.EnumerateObject())
        {
            map[member.Name] = item(new JsonValue(member.Value, place, member.Name, 0));
        }

        return map;
    };

    private static T Alternatives<T>(
        JsonShape shape, string member, IReadOnlyDictionary<string, Func<JsonFields, T>> shapes, bool closed)
    {
        if (shapes.Count == 1) return Alternative(new JsonValue(shape), member, shapes.Single(), closed);
        var alternatives = shapes.Select(one => (JsonNode?)shape.Inner(one.Key, inner => Alternative(inner, member, one, closed)).Schema);
        return shape.With("oneOf", new JsonArray([.. alternatives])).Done<T>();
    }

    private static T Alternative<T>(JsonValue value, string member, KeyValuePair<string, Func<JsonFields, T>> one, bool closed)
    {
        var fields = JsonFields.Describing(value);
        fields.DescribeConstant(member, one.Key);
        return closed ? Closing(one.Value)(fields) : one.Value(fields);
    }

    private static Func<JsonFields, T> Closing<T>(Func<JsonFields, T> read) => fields =>
    {
        var result = read(fields);
        fields.RefuseOthers();
        return result;
    };
}
