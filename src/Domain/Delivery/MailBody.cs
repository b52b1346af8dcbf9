using System.Net;
using System.Text.RegularExpressions;

namespace Cadenza.Domain.Delivery;

/// <summary>What can be told of a mail body from its text alone.</summary>
public static partial class MailBody
{
    /// <summary>True when the text contains an HTML document type or one of HTML's usual tags.</summary>
    public static bool LooksLikeHtml(string body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return body.Contains('<', StringComparison.Ordinal) && Tag().IsMatch(body);
    }

    /// <summary>The text of an HTML body for a reader without HTML: tags away, blocks on lines of their own, links behind their text.</summary>
    public static string ToPlainText(string html)
    {
        ArgumentNullException.ThrowIfNull(html);
        var text = Invisible().Replace(html, "");
        text = Space().Replace(text, " ");
        text = Link().Replace(text, match => match.Groups[2].Value + " (" + match.Groups[1].Value + ")");
        text = Break().Replace(text, "\n");
        text = WebUtility.HtmlDecode(AnyTag().Replace(text, ""));
        text = string.Join('\n', text.Split('\n').Select(line => line.Trim()));
        return BlankLines().Replace(text, "\n\n").Trim();
    }

    // Linear-time matching throughout: a body is the customer's text and may be a megabyte of anything.
    private const RegexOptions Safe =
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;

    [GeneratedRegex(@"<!doctype html|</?(html|head|body|p|div|span|br|hr|a|b|i|u|em|strong|small|h[1-6]|ul|ol|li|table|tr|td|th|img|font|center|pre|code|blockquote|style)(\s[^<>]*)?/?>", Safe)]
    private static partial Regex Tag();

    [GeneratedRegex(@"<style(\s[^>]*)?>[^<]*</style>|<title(\s[^>]*)?>[^<]*</title>", Safe)]
    private static partial Regex Invisible();

    [GeneratedRegex(@"\s+", Safe)]
    private static partial Regex Space();

    [GeneratedRegex("""<a\s[^>]*href="([^"<>]*)"[^>]*>([^<]*)</a>""", Safe)]
    private static partial Regex Link();

    [GeneratedRegex(@"<br\s*/?>|</(p|div|h[1-6]|li|tr|ul|ol|table|blockquote)>", Safe)]
    private static partial Regex Break();

    [GeneratedRegex(@"</?[a-z!][^<>]*>", Safe)]
    private static partial Regex AnyTag();

    [GeneratedRegex(@"\n{3,}", Safe)]
    private static partial Regex BlankLines();
}
