using System.Text.RegularExpressions;

namespace Cadenza.Domain.Delivery;

/// <summary>
/// Values of parameters as WhatsApp takes them: it refuses a message whose parameters have line breaks, tabs or more than four
/// blanks in a row. Line breaks, other control characters and blanks around them, and runs of more than four blanks, are one
/// blank each; up to four blanks stay.
/// </summary>
public static partial class WhatsAppLine
{
    /// <summary>The value on one line.</summary>
    public static string Of(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Refused().Replace(value, " ");
    }

    [GeneratedRegex(@"\p{Zs}*[\p{Cc}\u2028\u2029][\p{Cc}\p{Z}]*|\p{Zs}{5,}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Refused();
}
