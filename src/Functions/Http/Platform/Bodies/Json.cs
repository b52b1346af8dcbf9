using System.Globalization;
using System.Text.Json;

namespace Cadenza.Functions.Http.Platform.Bodies;

/// <summary>Readers of single values. They combine: <c>Json.Array(Json.Closed(Step), min: 1)</c>.</summary>
internal static partial class Json
{
    /// <summary>true or false.</summary>
    public static readonly JsonReader<bool> Bool = static value => value.Kind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => value.Fault<bool>("must be true or false"),
    };

    /// <summary>A time with its offset: ISO 8601, <c>2026-01-31T08:00:00Z</c>.</summary>
    public static readonly JsonReader<DateTimeOffset> Time = static value =>
        value.Kind == JsonValueKind.String
        && value.Element.GetString() is { } text
        && HasOffset(text)
        && value.Element.TryGetDateTimeOffset(out var time)
            ? time.ToUniversalTime()
            : value.Fault<DateTimeOffset>("must be an ISO 8601 time with its offset, such as 2026-01-31T08:00:00Z");

    /// <summary>A UUID in its hyphenated form.</summary>
    public static readonly JsonReader<Guid> Uuid = static value =>
        value.Kind == JsonValueKind.String && Guid.TryParseExact(value.Element.GetString(), "D", out var id)
            ? id
            : value.Fault<Guid>("must be a UUID");

    /// <summary>Any value, as the JSON text it was sent as.</summary>
    public static readonly JsonReader<string> Raw = static value => value.Element.GetRawText();

    /// <summary>Text of any characters, line breaks included.</summary>
    /// <param name="min">The fewest UTF-16 units.</param>
    /// <param name="max">The most UTF-16 units.</param>
    public static JsonReader<string> Text(int min = 0, int max = int.MaxValue) => value =>
    {
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
        if (value.Kind != JsonValueKind.Number) return value.Fault<int>("must be a whole number");
        if (!value.Element.TryGetDouble(out var number) || number != Math.Floor(number)) return value.Fault<int>("must be a whole number");
        if (number < min) return value.Fault<int>($"must be at least {min}");
        return number > max ? value.Fault<int>($"must be at most {max}") : (int)number;
    };

    /// <summary>One of a fixed list of words.</summary>
    public static JsonReader<T> Choice<T>(IReadOnlyDictionary<string, T> choices)
    {
        var message = "must be one of " + string.Join(", ", choices.Keys);
        return value => value.Kind == JsonValueKind.String && choices.TryGetValue(value.Element.GetString()!, out var choice)
            ? choice
            : value.Fault<T>(message);
    }

    /// <summary>What <paramref name="read"/> takes, or null.</summary>
    public static JsonReader<T?> OrNull<T>(JsonReader<T> read)
        where T : class => value => value.Kind == JsonValueKind.Null ? null : read(value);

    /// <summary>What <paramref name="read"/> takes and <paramref name="convert"/> accepts.</summary>
    /// <param name="read">Reads the plain value.</param>
    /// <param name="convert">Usually a TryParse.</param>
    /// <param name="message">What to say when it does not accept: "must be an e-mail address".</param>
    public static JsonReader<TOut> Then<TIn, TOut>(this JsonReader<TIn> read, TryConvert<TIn, TOut> convert, string message) => value =>
    {
        var before = value.Faults;
        var plain = read(value);
        if (value.Faults != before) return default!;
        return convert(plain, out var result) ? result : value.Fault<TOut>(message);
    };

    // Without its offset a time means something else on every machine; the framework's parser would take the local one.
    private static bool HasOffset(string text) =>
        text.EndsWith('Z') || (text.Length > 6 && text[^3] == ':' && text[^6] is '+' or '-');
}
