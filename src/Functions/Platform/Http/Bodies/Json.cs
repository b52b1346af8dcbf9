using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cadenza.Domain.Expressions;

namespace Cadenza.Functions.Platform.Http.Bodies;

/// <summary>Readers of single values. They combine: <c>Json.Array(Json.Closed(Step), min: 1)</c>.</summary>
/// <remarks>
/// The code that reads is also the code that describes: given a <see cref="JsonValue"/> with a <see cref="JsonShape"/>, a
/// reader writes its JSON Schema there and gives its default. Readers made of these need nothing for it; a new primitive,
/// which looks at the value's element itself, begins with
/// <code>
/// if (value.Shape is { } shape) return shape.Is("string").With("format", "uuid").Done&lt;Guid&gt;();
/// </code>
/// What it is in words is added by <see cref="About{T}"/>, where the reader is used; a schema that is used in several
/// places, or contains itself, gets a name with <see cref="Named{T}"/>. A reader of an endpoint that does not describe
/// itself makes the test of the OpenAPI document fail and says where.
/// </remarks>
internal static partial class Json
{
    /// <summary>true or false.</summary>
    public static readonly JsonReader<bool> Bool = static value => value.Kind switch
    {
        _ when value.Shape is { } shape => shape.Is("boolean").Done<bool>(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => value.Fault<bool>("must be true or false"),
    };

    /// <summary>A time with its offset: ISO 8601, <c>2026-01-31T08:00:00Z</c>.</summary>
    public static readonly JsonReader<DateTimeOffset> Time = static value =>
    {
        if (value.Shape is { } shape) return shape.Is("string").With("format", "date-time").Done<DateTimeOffset>();
        string? fault = WallTime.MomentRule;
        return value.Kind == JsonValueKind.String && WallTime.TryReadMoment(value.Element.GetString()!, out var time, out fault) ? time : value.Fault<DateTimeOffset>(fault!);
    };

    /// <summary>A UUID in its hyphenated form.</summary>
    public static readonly JsonReader<Guid> Uuid = static value =>
    {
        if (value.Shape is { } shape) return shape.Is("string").With("format", "uuid").Done<Guid>();
        return value.Kind == JsonValueKind.String && Guid.TryParseExact(value.Element.GetString(), "D", out var id)
            ? id
            : value.Fault<Guid>("must be a UUID");
    };

    /// <summary>Any value, as the JSON text it was sent as.</summary>
    public static readonly JsonReader<string> Raw = static value =>
        value.Shape is { } shape ? shape.IsAnything().Done<string>() : value.Element.GetRawText();

    /// <summary>Any value, as it was sent; it outlives the request.</summary>
    public static readonly JsonReader<JsonElement> Any = static value =>
        value.Shape is { } shape ? shape.IsAnything().Done<JsonElement>() : value.Element.Clone();

    /// <summary>Text of any characters, line breaks included.</summary>
    /// <param name="min">The fewest UTF-16 units.</param>
    /// <param name="max">The most UTF-16 units.</param>
    public static JsonReader<string> Text(int min = 0, int max = int.MaxValue) => value =>
    {
        if (value.Shape is { } shape)
            return shape.Is("string").WithLimit("minLength", min, none: 0).WithLimit("maxLength", max, none: int.MaxValue).Done<string>();
        if (value.Kind != JsonValueKind.String) return value.Fault<string>("must be a string");
        var text = value.Element.GetString()!;
        if (text.Length < min) return value.Fault<string>(min == 1 ? "must not be empty" : $"must have at least {min} characters");
        return text.Length > max ? value.Fault<string>($"must have at most {max} characters") : text;
    };

    /// <summary>Text of one line: no control characters, so it is safe in a header, a key or a log.</summary>
    /// <inheritdoc cref="Text(int, int)"/>
    public static JsonReader<string> Line(int min = 0, int max = int.MaxValue)
    {
        var text = Text(min, max);
        return value =>
        {
            var line = text(value);
            if (value.Shape is { } shape) return shape.With("pattern", "^[^\\u0000-\\u001f]*$").Done<string>();
            return line.AsSpan().ContainsAnyInRange('\0', '\u001f')
                ? value.Fault<string>("must not contain control characters")
                : line;
        };
    }

    /// <summary>A finite number, fractions allowed.</summary>
    /// <param name="min">The least.</param>
    /// <param name="max">The greatest.</param>
    public static JsonReader<double> Number(double min = double.MinValue, double max = double.MaxValue) => value =>
    {
        if (value.Shape is { } shape)
            return shape.Is("number").WithLimit("minimum", min, none: double.MinValue).WithLimit("maximum", max, none: double.MaxValue).Done<double>();
        if (value.Kind != JsonValueKind.Number) return value.Fault<double>("must be a number");
        if (!value.Element.TryGetDouble(out var number) || !double.IsFinite(number)) return value.Fault<double>("is too large a number");
        if (number < min) return value.Fault<double>(string.Create(CultureInfo.InvariantCulture, $"must be at least {min}"));
        return number > max
            ? value.Fault<double>(string.Create(CultureInfo.InvariantCulture, $"must be at most {max}"))
            : number;
    };

    /// <summary>A whole number; <c>3.0</c> is one, <c>3.5</c> is not.</summary>
    /// <param name="min">The least.</param>
    /// <param name="max">The greatest.</param>
    public static JsonReader<int> Integer(int min = int.MinValue, int max = int.MaxValue) => value =>
    {
        if (value.Shape is { } shape)
            return shape.Is("integer").WithLimit("minimum", min, none: int.MinValue).WithLimit("maximum", max, none: int.MaxValue).Done<int>();
        if (value.Kind != JsonValueKind.Number) return value.Fault<int>("must be a whole number");
        if (!value.Element.TryGetDouble(out var number) || number != Math.Floor(number)) return value.Fault<int>("must be a whole number");
        if (number < min) return value.Fault<int>($"must be at least {min}");
        return number > max ? value.Fault<int>($"must be at most {max}") : (int)number;
    };

    /// <summary>One of a fixed list of words.</summary>
    public static JsonReader<T> Choice<T>(IReadOnlyDictionary<string, T> choices)
    {
        var message = "must be one of " + string.Join(", ", choices.Keys);
        return value =>
        {
            if (value.Shape is { } shape)
                return shape.Is("string").With("enum", new JsonArray([.. choices.Keys.Select(word => (JsonNode?)word)])).Done<T>();
            return value.Kind == JsonValueKind.String && choices.TryGetValue(value.Element.GetString()!, out var choice)
                ? choice
                : value.Fault<T>(message);
        };
    }

    /// <summary>What <paramref name="read"/> takes, or null.</summary>
    public static JsonReader<T?> OrNull<T>(JsonReader<T> read)
        where T : class => value =>
        {
            if (value.Kind == JsonValueKind.Null) return null;
            var result = read(value);
            value.Shape?.OrNull();
            return result;
        };

    /// <summary>What <paramref name="read"/> takes, with words about it for the OpenAPI document: whole sentences.</summary>
    public static JsonReader<T> About<T>(this JsonReader<T> read, string words) => value =>
    {
        var result = read(value);
        value.Shape?.About(words);
        return result;
    };

    /// <summary>What <paramref name="read"/> takes, described once and under this name.</summary>
    /// <param name="read">Reads the body.</param>
    /// <param name="name">The name among the schemas of the OpenAPI document: <c>ContactsFilter</c>.</param>
    public static JsonReader<T> Named<T>(this JsonReader<T> read, string name) => value =>
    {
        if (value.Shape is not { } shape) return read(value);
        shape.Refer(name, named => read(named));
        return shape.Done<T>();
    };

    /// <summary>What <paramref name="read"/> takes and <paramref name="convert"/> accepts.</summary>
    /// <param name="read">Reads the plain value.</param>
    /// <param name="convert">Usually a TryParse.</param>
    /// <param name="message">What to say when it does not accept: "must be an e-mail address".</param>
    /// <param name="format">The format that JSON Schema knows it by, if any: "email".</param>
    /// <param name="pattern">A regular expression that all accepted texts match, if there is one.</param>
    public static JsonReader<TOut> Then<TIn, TOut>(
        this JsonReader<TIn> read, TryConvert<TIn, TOut> convert, string message, string? format = null, string? pattern = null) =>
        read.Then((TIn plain, out TOut result, out string? fault) => (fault = convert(plain, out result) ? null : message) is null, message, format, pattern);

    /// <summary>What <paramref name="read"/> takes and <paramref name="convert"/> accepts; it says itself what is wrong with others.</summary>
    /// <param name="read">Reads the plain value.</param>
    /// <param name="convert">Converts it.</param>
    /// <param name="rule">What it takes, for the description: "must be a phone number".</param>
    /// <param name="format">The format that JSON Schema knows it by, if any.</param>
    /// <param name="pattern">A regular expression that all accepted texts match, if there is one.</param>
    public static JsonReader<TOut> Then<TIn, TOut>(
        this JsonReader<TIn> read, TryConvertOrSay<TIn, TOut> convert, string rule, string? format = null, string? pattern = null) => value =>
    {
        if (value.Shape is { } shape)
        {
            read(value);
            shape.About($"It {rule}.");
            if (format is not null) shape.With("format", format);
            if (pattern is not null) shape.With("pattern", pattern);
            return shape.Done<TOut>();
        }

        var before = value.Faults;
        var plain = read(value);
        if (value.Faults != before) return default!;
        return convert(plain, out var result, out var fault) ? result : value.Fault<TOut>(fault!);
    };
}
