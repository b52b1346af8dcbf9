using System.Globalization;
using System.Text.Json;

namespace Cadenza.Domain.Flows.Targeting;

/// <summary>One value in a targeting expression: a property of a user, a literal, the time (E5).</summary>
public readonly struct TargetingValue : IEquatable<TargetingValue>
{
    private readonly object? _reference;
    private readonly long _bits;

    private TargetingValue(TargetingKind kind, long bits, object? reference = null) => (Kind, _bits, _reference) = (kind, bits, reference);

    /// <summary>What it is.</summary>
    public TargetingKind Kind { get; }

    /// <summary>The value of what is not set.</summary>
    public static TargetingValue Unset => default;

    /// <summary>Whether it is anything at all.</summary>
    public bool IsSet => Kind != TargetingKind.Unset;

    /// <summary>The flag; false for anything else.</summary>
    public bool Flag => Kind == TargetingKind.Flag && _bits != 0;

    /// <summary>The number; 0 for anything else.</summary>
    public double Number => Kind == TargetingKind.Number ? BitConverter.Int64BitsToDouble(_bits) : 0;

    /// <summary>The text; "" for anything else.</summary>
    public string Text => Kind == TargetingKind.Text ? (string)_reference! : "";

    /// <summary>The time; the epoch of the calendar for anything else.</summary>
    public DateTimeOffset Time => Kind == TargetingKind.Time ? new DateTimeOffset(_bits, TimeSpan.Zero) : default;

    /// <summary>The values of a list; none for anything else.</summary>
    public IReadOnlyList<TargetingValue> Items => Kind == TargetingKind.List ? (TargetingValue[])_reference! : [];

    /// <summary>The values of a list, to go through without an enumerator.</summary>
    internal ReadOnlySpan<TargetingValue> Span => Kind == TargetingKind.List ? (TargetingValue[])_reference! : [];

    /// <summary>Whether it counts as true where a condition stands: set, and not false, 0, "" or an empty list.</summary>
    public bool IsTruthy => Kind switch
    {
        TargetingKind.Unset => false,
        TargetingKind.Flag => _bits != 0,
        TargetingKind.Number => Number != 0 && !double.IsNaN(Number),
        TargetingKind.Text => Text.Length > 0,
        TargetingKind.List => Items.Count > 0,
        _ => true,
    };

    /// <summary>A flag.</summary>
    public static TargetingValue Of(bool flag) => new(TargetingKind.Flag, flag ? 1 : 0);

    /// <summary>A number.</summary>
    public static TargetingValue Of(double number) => new(TargetingKind.Number, BitConverter.DoubleToInt64Bits(number));

    /// <summary>A text; null is nothing.</summary>
    public static TargetingValue Of(string? text) => text is null ? default : new(TargetingKind.Text, 0, text);

    /// <summary>A time; null is nothing.</summary>
    public static TargetingValue Of(DateTimeOffset? time) => time is { } at ? new(TargetingKind.Time, at.UtcTicks) : default;

    /// <summary>A list.</summary>
    public static TargetingValue Of(IEnumerable<TargetingValue> items) => new(TargetingKind.List, 0, items.ToArray());

    /// <summary>A JSON value; an object, which no expression can look into, is nothing.</summary>
    public static TargetingValue From(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => Of(true),
        JsonValueKind.False => Of(false),
        JsonValueKind.Number => json.TryGetDouble(out var number) ? Of(number) : default,
        JsonValueKind.String => Of(json.GetString()),
        JsonValueKind.Array => Of(json.EnumerateArray().Select(From)),
        _ => default,
    };

    /// <summary>It as a time: a time, or a text that is an ISO 8601 date or time.</summary>
    public bool TryGetTime(out DateTimeOffset time)
    {
        time = Time;
        return Kind == TargetingKind.Time || (Kind == TargetingKind.Text && TargetingTimes.TryParse(Text, out time));
    }

    /// <summary>It as a number: a number, or a text that is one.</summary>
    public bool TryGetNumber(out double number)
    {
        number = Number;
        return Kind == TargetingKind.Number
            || (Kind == TargetingKind.Text && double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number));
    }

    /// <summary>It as a text: a text, or a number or flag as it is written. Null for anything else.</summary>
    public string? AsText() => Kind switch
    {
        TargetingKind.Text => Text,
        TargetingKind.Number => Number.ToString("R", CultureInfo.InvariantCulture),
        TargetingKind.Flag => Flag ? "true" : "false",
        _ => null,
    };

    /// <summary>Writes it as JSON: times as ISO 8601 texts.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        switch (Kind)
        {
            case TargetingKind.Flag: json.WriteBooleanValue(Flag); break;
            case TargetingKind.Number when double.IsFinite(Number): json.WriteNumberValue(Number); break;
            case TargetingKind.Text: json.WriteStringValue(Text); break;
            case TargetingKind.Time: json.WriteStringValue(TargetingTimes.Print(Time)); break;
            case TargetingKind.List:
                json.WriteStartArray();
                foreach (var item in Items) item.WriteTo(json);
                json.WriteEndArray();
                break;
            default: json.WriteNullValue(); break;
        }
    }

    /// <summary>Whether two values are the same and of one kind; see <see cref="TargetingComparison.AreEqual"/> for ==.</summary>
    public bool Equals(TargetingValue other)
    {
        if (Kind != other.Kind) return false;
        return Kind switch
        {
            TargetingKind.Text => string.Equals(Text, other.Text, StringComparison.Ordinal),
            TargetingKind.Number => Number.Equals(other.Number),
            TargetingKind.List => Items.SequenceEqual(other.Items),
            _ => _bits == other._bits,
        };
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TargetingValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Kind switch
    {
        TargetingKind.Text => Text.GetHashCode(StringComparison.Ordinal),
        TargetingKind.List => Items.Count,
        _ => _bits.GetHashCode(),
    };

    /// <summary>Whether two values are the same and of one kind.</summary>
    public static bool operator ==(TargetingValue left, TargetingValue right) => left.Equals(right);

    /// <summary>Whether two values are not the same.</summary>
    public static bool operator !=(TargetingValue left, TargetingValue right) => !left.Equals(right);
}
