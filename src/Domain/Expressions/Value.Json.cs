using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cadenza.Domain.Expressions;

public readonly partial struct Value
{
    private static readonly JsonWriterOptions Compact =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaxDepth + 1, SkipValidation = true };

    /// <summary>The value of a piece of JSON; of two members with the same name the later one counts.</summary>
    /// <exception cref="JsonException">It is deeper than <see cref="MaxDepth"/>, or an escape in it is half of a character.</exception>
    public static Value From(JsonElement element)
    {
        try
        {
            return From(element, MaxDepth);
        }
        catch (InvalidOperationException fault) when (fault is not ObjectDisposedException)
        {
            // JSON's grammar allows "\ud800", half of a character; it is no text, and could not be stored or sent.
            throw new JsonException("A \\u escape is half of a character.", fault);
        }
    }

    /// <summary>The value of a JSON text.</summary>
    /// <exception cref="JsonException">It is not JSON, deeper than <see cref="MaxDepth"/>, or an escape in it is half of a character.</exception>
    public static Value Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
        return From(document.RootElement);
    }

    /// <summary>Writes it. A number that JSON cannot say (NaN, infinite) becomes null, as in JavaScript.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        switch (_content)
        {
            case null: writer.WriteNullValue(); break;
            case string text: writer.WriteStringValue(text); break;
            case NumberText number: writer.WriteRawValue(number.Text, skipInputValidation: true); break;
            case ArrayItems array:
                writer.WriteStartArray();
                foreach (var item in array.Values) item.WriteTo(writer);
                writer.WriteEndArray();
                break;
            case ObjectMembers members:
                writer.WriteStartObject();
                foreach (var (name, member) in members.All)
                {
                    writer.WritePropertyName(name);
                    member.WriteTo(writer);
                }

                writer.WriteEndObject();
                break;
            default: WriteSimple(writer); break;
        }
    }

    /// <summary>The same value as a piece of JSON.</summary>
    public JsonElement ToJson()
    {
        using var document = JsonDocument.Parse(ToUtf8().WrittenMemory, new JsonDocumentOptions { MaxDepth = MaxDepth });
        return document.RootElement.Clone();
    }

    /// <summary>
    /// The value as it appears in a text: null is nothing at all, a number its shortest decimal form, an array or object its JSON.
    /// </summary>
    public string ToText() => _content switch
    {
        null => "",
        string text => text,
        NumberText number => number.Text,
        ArrayItems or ObjectMembers => ToJsonText(),
        _ => IsBoolean ? (AsBoolean ? "true" : "false") : NumberFormat.Shortest(_number),
    };

    /// <summary>The value as JSON text.</summary>
    public override string ToString() => ToJsonText();

    private static Value From(JsonElement element, int levels)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.True: return Of(true);
            case JsonValueKind.False: return Of(false);
            case JsonValueKind.String: return Of(element.GetString());
            case JsonValueKind.Number: return FromNumber(element);
            case JsonValueKind.Array:
                if (levels == 0) throw TooDeep();
                var items = new Value[element.GetArrayLength()];
                var next = 0;
                foreach (var item in element.EnumerateArray()) items[next++] = From(item, levels - 1);
                return Own(items);
            case JsonValueKind.Object:
                if (levels == 0) throw TooDeep();
                var members = new KeyValuePair<string, Value>[element.GetPropertyCount()];
                var at = 0;
                foreach (var member in element.EnumerateObject())
                    members[at++] = new KeyValuePair<string, Value>(member.Name, From(member.Value, levels - 1));
                return new Value(new ObjectMembers(members));
            default: return Null;
        }
    }

    private static Value FromNumber(JsonElement element)
    {
        var number = element.GetDouble();
        var text = element.GetRawText();
        return NumberFormat.LosesDigits(text, number) ? new Value(new NumberText(text), number) : Of(number);
    }

    private static JsonException TooDeep() =>
        new(string.Create(CultureInfo.InvariantCulture, $"JSON may be at most {MaxDepth} levels deep."));

    private void WriteSimple(Utf8JsonWriter writer)
    {
        if (IsBoolean) writer.WriteBooleanValue(AsBoolean);
        else if (!double.IsFinite(_number)) writer.WriteNullValue();
        else writer.WriteRawValue(NumberFormat.Shortest(_number), skipInputValidation: true);
    }

    private string ToJsonText() => Encoding.UTF8.GetString(ToUtf8().WrittenSpan);

    private ArrayBufferWriter<byte> ToUtf8()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Compact)) WriteTo(writer);
        return buffer;
    }
}
