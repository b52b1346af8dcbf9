using System.Text.RegularExpressions;

namespace Cadenza.Domain.Expressions;

/// <summary>What can be told of a mail body from its text alone.</summary>
public static partial class MailBody
{
    /// <summary>True when the text contains an HTML document type or one of HTML's usual tags.</summary>
    public static bool LooksLikeHtml(string body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return body.Contains('<', StringComparison.Ordinal) && Tag().IsMatch(body);
    }

    // Linear-time matching throughout: a body is the customer's text and may be a megabyte of anything.
    private const RegexOptions Safe =
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;

    [GeneratedRegex(@"<!doctype html|</?(html|head|body|p|div|span|br|hr|a|b|i|u|em|strong|small|h[1-6]|ul|ol|li|table|tr|td|th|img|font|center|pre|code|blockquote|style)(\s[^<>]*)?/?>", Safe)]
    private static partial Regex Tag();
}
