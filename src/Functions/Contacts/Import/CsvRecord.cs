using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Cadenza.Functions.Contacts.Import;

/// <summary>The fields of one record of RFC 4180.</summary>
internal static class CsvRecord
{
    /// <summary>The most fields of a record.</summary>
    public const int MaxFields = 500;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Splits a record, or says what is wrong with it.</summary>
    public static bool TrySplit(ReadOnlySpan<byte> record, byte separator, [NotNullWhen(true)] out List<string>? fields, [NotNullWhen(false)] out string? fault)
    {
        fields = null;
        if (!TryDecode(record, out var text))
        {
            fault = "is not UTF-8";
            return false;
        }

        var found = new List<string>();
        var at = 0;
        do
        {
            if (found.Count == MaxFields)
            {
                fault = $"has more than {MaxFields} fields";
                return false;
            }

            if (!TryField(text, (char)separator, ref at, out var field, out fault)) return false;
            found.Add(field);
        }
        while (at++ < text.Length);
        fields = found;
        fault = null;
        return true;
    }

    // Ends on the separator behind the field, or behind the text.
    private static bool TryField(string text, char separator, ref int at, [NotNullWhen(true)] out string? field, [NotNullWhen(false)] out string? fault)
    {
        fault = null;
        if (at == text.Length || text[at] != '"')
        {
            var next = text.IndexOf(separator, at);
            var end = next < 0 ? text.Length : next;
            field = text[at..end];
            at = end;
            return true;
        }

        var unquoted = new StringBuilder();
        for (var from = ++at; ; from = ++at)
        {
            at = text.IndexOf('"', from);
            field = null;
            if (at < 0)
            {
                fault = "has a quote that is not closed";
                return false;
            }

            unquoted.Append(text, from, at - from);
            if (++at == text.Length || text[at] == separator)
            {
                field = unquoted.ToString();
                return true;
            }

            if (text[at] != '"')
            {
                fault = "has text behind a closing quote";
                return false;
            }

            unquoted.Append('"');
        }
    }

    private static bool TryDecode(ReadOnlySpan<byte> record, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = Strict.GetString(record);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = null;
            return false;
        }
    }
}
