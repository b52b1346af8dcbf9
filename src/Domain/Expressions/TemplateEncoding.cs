using System.Net;

namespace Cadenza.Domain.Expressions;

/// <summary>What the values of a template have to be made safe for. The template's own text is never changed.</summary>
public enum TemplateEncoding
{
    /// <summary>Plain text: values appear as they are.</summary>
    Text,

    /// <summary>HTML: <c>&lt; &gt; &amp; " '</c> in values are escaped.</summary>
    Html,

    /// <summary>One line, such as a subject: each run of line breaks and control characters in a value becomes a space.</summary>
    SingleLine,

    /// <summary>A URL: values are percent-encoded, unless they begin it, so that none can add a path, a parameter or a host.</summary>
    Url,
}

internal static class TemplateEncodings
{
    public static string Encode(this TemplateEncoding encoding, string value) => encoding switch
    {
        TemplateEncoding.Text => value,
        TemplateEncoding.Html => WebUtility.HtmlEncode(value),
        TemplateEncoding.SingleLine => ToSingleLine(value),
        TemplateEncoding.Url => Uri.EscapeDataString(value),
        _ => throw new ArgumentOutOfRangeException(nameof(encoding), encoding, null),
    };

    private static string ToSingleLine(string value)
    {
        if (!value.Any(BreaksLine)) return value;
        var line = new System.Text.StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
            if (!BreaksLine(value[i])) line.Append(value[i]);
            else if (i == 0 || !BreaksLine(value[i - 1])) line.Append(' ');
        return line.ToString();
    }

    private static bool BreaksLine(char c) => char.IsControl(c) || c is '\u2028' or '\u2029';
}
