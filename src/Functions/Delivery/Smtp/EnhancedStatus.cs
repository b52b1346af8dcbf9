using System.Text.RegularExpressions;

namespace Cadenza.Functions.Delivery.Smtp;

/// <summary>An enhanced status code (RFC 3463), as a mail server puts it before the words of an answer: <c>5.1.1</c>.</summary>
/// <param name="Class">4 for now, 5 for good.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Detail">What exactly.</param>
internal readonly partial record struct EnhancedStatus(int Class, int Subject, int Detail)
{
    /// <summary>The code that a text begins with, or null.</summary>
    public static EnhancedStatus? Of(string text)
    {
        var match = Code().Match(text);
        return match.Success ? new EnhancedStatus(Number(match, 1), Number(match, 2), Number(match, 3)) : null;
    }

    /// <summary>It is about the recipient's address or mailbox.</summary>
    public bool IsAboutRecipient => (Subject, Detail) is (1, >= 1 and <= 6) or (1, 10) or (2, _);

    /// <summary>It is about the size of the mail.</summary>
    public bool IsAboutSize => (Subject, Detail) is (2, 3) or (3, 4);

    /// <summary>It is about our credentials.</summary>
    public bool IsAboutCredentials => Subject == 7 && Detail is 8 or 9 or 11 or 12 or 14;

    /// <summary>It is about the sender's address, what vouches for its domain (SPF, DKIM, DMARC, reverse DNS), or the server itself.</summary>
    public bool IsAboutSenderOrServer => (Subject, Detail) is (1, 7 or 8) or (3, 1 or 2 or 5) or (7, >= 20 and <= 29);

    /// <inheritdoc/>
    public override string ToString() => $"{Class}.{Subject}.{Detail}";

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\s*([45])\.(\d{1,3})\.(\d{1,3})(?!\S)", RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}
