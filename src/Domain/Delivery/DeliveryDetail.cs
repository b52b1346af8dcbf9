using System.Text.RegularExpressions;

namespace Cadenza.Domain.Delivery;

/// <summary>Makes a provider's words fit to store and log.</summary>
public static partial class DeliveryDetail
{
    /// <summary>The most characters a detail has.</summary>
    public const int MaxLength = 200;

    /// <summary>
    /// One line of at most <see cref="MaxLength"/> characters in which every e-mail address reads <c>[address]</c>
    /// and every run of seven or more digits, as in a phone number, <c>[number]</c>.
    /// </summary>
    public static string Redact(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var line = Space().Replace(words, " ").Trim();
        line = Number().Replace(Address().Replace(line, "[address]"), "[number]");
        return line.Length <= MaxLength ? line : line[..(MaxLength - 1)] + "…";
    }

    private const RegexOptions Safe = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;

    [GeneratedRegex(@"[\s\p{Cc}]+", Safe)]
    private static partial Regex Space();

    [GeneratedRegex("""("[^"]*"|[^\s<>"'(),:;\[\]]+)@[^\s<>"'(),:;]+""", Safe)]
    private static partial Regex Address();

    [GeneratedRegex(@"\+?\d[\d -]{5,}\d", Safe)]
    private static partial Regex Number();
}
