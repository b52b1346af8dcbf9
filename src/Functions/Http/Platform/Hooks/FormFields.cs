using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace Cadenza.Functions.Http.Platform.Hooks;

/// <summary>The fields of an HTML form, <c>application/x-www-form-urlencoded</c>, in the character set that it was sent in.</summary>
internal static class FormFields
{
    /// <summary>The media type.</summary>
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

    /// <summary>Reads the fields as a JSON object of texts; those of one name are joined by commas. False when there are octets that are no text in the charset.</summary>
    public static bool TryRead(byte[] body, Encoding charset, out JsonElement fields)
    {
        fields = default;
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
            return false;
        }

        fields = ToJson(read);
        return true;
    }

    private static JsonElement ToJson(IEnumerable<(string Name, string Value)> read)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            foreach (var named in read.GroupBy(field => field.Name, StringComparer.OrdinalIgnoreCase).Take(MaxFields))
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
