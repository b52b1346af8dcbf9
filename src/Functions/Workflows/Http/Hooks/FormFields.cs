using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace Cadenza.Functions.Workflows.Http.Hooks;

/// <summary>The fields of an HTML form, <c>application/x-www-form-urlencoded</c>, in the character set that it was sent in.</summary>
internal static class FormFields
{
    public const string MediaType = "application/x-www-form-urlencoded";

    private const int MaxFields = 500;

    /// <summary>How a form's octets are text: by the parameter <c>charset</c>, UTF-8 without it; null when it is none that forms can have.</summary>
    public static Encoding? CharsetOf(MediaTypeHeaderValue type)
    {
        var name = HeaderUtilities.RemoveQuotes(type.Charset).ToString();
        if (name.Length == 0) name = "utf-8";
        // Browsers mean Windows-1252 by this name, which has characters where ISO 8859-1 has none.
        if (name.Equals("iso-8859-1", StringComparison.OrdinalIgnoreCase)) name = "windows-1252";
        var charset = Known(name);
        return charset?.GetBytes("&") is [(byte)'&'] ? charset : null;
    }

    /// <summary>Reads the fields as a JSON object of texts; those of one name are joined by commas. False, with a sentence for the caller, when there are octets that are no text in the charset, or too many fields.</summary>
    public static bool TryRead(byte[] body, Encoding charset, out JsonElement fields, [NotNullWhen(false)] out string? fault)
    {
        (fields, fault) = (default, null);
        var read = new List<(string Name, string Value)>();
        try
        {
            ReadOnlySpan<byte> form = body;
            foreach (var field in form.Split((byte)'&'))
            {
                var octets = form[field];
                if (octets.IsEmpty) continue;
                var equals = octets.IndexOf((byte)'=');
                read.Add((Text(equals < 0 ? octets : octets[..equals], charset), equals < 0 ? "" : Text(octets[(equals + 1)..], charset)));
            }
        }
        catch (DecoderFallbackException)
        {
            fault = $"The form is not in {charset.WebName}; say its charset in the Content-Type.";
            return false;
        }

        var named = read.GroupBy(field => field.Name, StringComparer.OrdinalIgnoreCase).ToList();
        if (named.Count > MaxFields)
        {
            fault = $"A form may have at most {MaxFields} fields.";
            return false;
        }

        fields = ToJson(named);
        return true;
    }

    private static JsonElement ToJson(IEnumerable<IGrouping<string, (string Name, string Value)>> fields)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            foreach (var named in fields)
                writer.WriteString(named.Key, string.Join(',', named.Select(field => field.Value)));
            writer.WriteEndObject();
        }

        return JsonElement.Parse(json.ToArray());
    }

    private static string Text(ReadOnlySpan<byte> encoded, Encoding charset) =>
        charset.GetString(WebUtility.UrlDecodeToBytes(encoded.ToArray(), 0, encoded.Length) ?? []);

    private static Encoding? Known(string name)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
                ?? Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            // No charset has this name, or one that nobody should use.
            return null;
        }
    }
}
