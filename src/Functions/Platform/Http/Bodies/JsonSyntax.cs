using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Cadenza.Functions.Platform.Http.Problems;

namespace Cadenza.Functions.Platform.Http.Bodies;

/// <summary>From bytes to values: what is not well-formed, unambiguous JSON in UTF-8 goes no further.</summary>
internal static class JsonSyntax
{
    /// <summary>The deepest nesting that is read.</summary>
    public const int MaxDepth = 64;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };
    private static readonly JsonDocumentOptions WithDuplicates = new() { MaxDepth = MaxDepth };

    /// <summary>Reads <paramref name="body"/> with <paramref name="read"/>.</summary>
    public static Parsed<T> Read<T>(ReadOnlyMemory<byte> body, JsonReader<T> read)
    {
        body = WithoutByteOrderMark(body);
        if (body.IsEmpty) return Parsed<T>.Refused(Problem.Malformed("The body is empty; send a JSON object."));
        if (!Utf8.IsValid(body.Span)) return Parsed<T>.Refused(Problem.Malformed(NotUtf8(body.Span)));
        if (HasLoneSurrogate(body.Span)) return Parsed<T>.Refused(Problem.Malformed("The body has a \\u escape that is half of a character."));
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            return Convert(document.RootElement, read);
        }
        catch (JsonException notJson) when (notJson.LineNumber is not null)
        {
            return Parsed<T>.Refused(Problem.Malformed(Explain(notJson)));
        }
        catch (JsonException)
        {
            return Parsed<T>.Refused(Duplicates(body));
        }
    }

    private static string NotUtf8(ReadOnlySpan<byte> body)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(body[at..], out _, out var length) == OperationStatus.Done) at += length;
        var before = body[..at];
        return $"The body is not valid UTF-8 at line {before.Count((byte)'\n') + 1}, byte {at - before.LastIndexOf((byte)'\n')}.";
    }

    private static Parsed<T> Convert<T>(JsonElement root, JsonReader<T> read)
    {
        var faults = new JsonFaults();
        var value = read(new JsonValue(root, faults));
        return faults.Count == 0 ? Parsed<T>.Of(value) : Parsed<T>.Refused(faults.ToProblem());
    }

    private static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> body) =>
        body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body;

    private static string Explain(JsonException fault)
    {
        var reason = fault.Message.AsSpan();
        if (reason.IndexOf(" LineNumber:") is > 0 and var end) reason = reason[..end];
        if (reason.IndexOf(" Change the reader options") is > 0 and var hint) reason = reason[..hint];
        return $"The body is not JSON at line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}: {reason}";
    }

    // The strict parser says that a name occurs twice but not where, so the body is read once more to point at it.
    private static Problem Duplicates(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body, WithDuplicates);
        var faults = new JsonFaults();
        FindDuplicates(new JsonValue(document.RootElement, faults));
        return faults.ToProblem() with { Code = ProblemCode.MalformedBody };
    }

    /// <summary>Notes a fault at each member whose name occurs before it in the same object; for JSON that was parsed with duplicates.</summary>
    public static void FindDuplicates(JsonValue value)
    {
        var place = value.AsPlace();
        if (value.Kind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in value.Element.EnumerateArray()) FindDuplicates(new JsonValue(item, place, null, index++));
        }

        if (value.Kind != JsonValueKind.Object) return;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in value.Element.EnumerateObject())
        {
            var here = new JsonValue(member.Value, place, member.Name, 0);
            if (!names.Add(member.Name)) here.Fault<object>("occurs twice");
            FindDuplicates(here);
        }
    }

    /// <summary>Whether a <c>\u</c> escape of a piece of JSON is half of a character: valid grammar but no text, which could not be stored or sent.</summary>
    public static bool HasLoneSurrogate(ReadOnlySpan<byte> body)
    {
        for (var escape = body.IndexOf((byte)'\\'); escape >= 0; escape = body.IndexOf((byte)'\\'))
        {
            body = body[escape..];
            var unit = EscapedUnit(body);
            if (char.IsLowSurrogate(unit)) return true;
            if (!char.IsHighSurrogate(unit))
            {
                body = body[Math.Min(2, body.Length)..];
                continue;
            }

            if (!char.IsLowSurrogate(EscapedUnit(body[6..]))) return true;
            body = body[12..];
        }

        return false;
    }

    private static char EscapedUnit(ReadOnlySpan<byte> text) =>
        text.Length >= 6
        && text.StartsWith("\\u"u8)
        && ushort.TryParse(text[2..6], System.Globalization.NumberStyles.AllowHexSpecifier, null, out var unit)
            ? (char)unit
            : '\0';
}
