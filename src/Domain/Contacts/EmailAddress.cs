using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Cadenza.Domain.Contacts;

/// <summary>
/// An e-mail address that a message can be sent to: one <c>@</c>, a local part of at most 64 characters, a domain of labels,
/// no white space, control or list characters, no half of a surrogate pair, at most 254 characters. It keeps the case it was given; two addresses are
/// the same person when their <see cref="Key"/>s are equal.
/// </summary>
public readonly record struct EmailAddress
{
    private const int MaxLength = 254;
    private const int MaxLocalLength = 64;
    private static readonly SearchValues<char> Forbidden = SearchValues.Create(",;:<>()[]\\\"");
    private readonly string? _value;

    private EmailAddress(string value) => _value = value;

    /// <summary>The address in lower case, by which it is unique within an organization (B11).</summary>
    public string Key => ToString().ToLowerInvariant();

    /// <summary>Reads an address; throws when it is not one.</summary>
    /// <exception cref="FormatException">The text breaks the rules above.</exception>
    public static EmailAddress Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException("Not an e-mail address.");

    /// <summary>Reads an address, or says that the text is not one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out EmailAddress address)
    {
        var valid = text is { Length: <= MaxLength } && IsAddress(text);
        address = valid ? new EmailAddress(text!) : default;
        return valid;
    }

    /// <summary>The address as it was given.</summary>
    public override string ToString() => _value ?? throw new InvalidOperationException("An e-mail address was never set.");

    private static bool IsAddress(ReadOnlySpan<char> text)
    {
        var at = text.IndexOf('@');
        return at is > 0 and <= MaxLocalLength
            && !text.ContainsAny(Forbidden)
            && !ContainsInvisible(text)
            && IsDomain(text[(at + 1)..]);
    }

    private static bool IsDomain(ReadOnlySpan<char> domain)
    {
        if (domain.IsEmpty) return false;
        foreach (var range in domain.Split('.'))
        {
            var label = domain[range];
            if (label.IsEmpty || label.Length > 63 || label[0] == '-' || label[^1] == '-') return false;
            foreach (var character in label)
            {
                if (character != '-' && !char.IsLetterOrDigit(character)) return false;
            }
        }

        return true;
    }

    private static bool ContainsInvisible(ReadOnlySpan<char> text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            // What stands for a broken character is refused with it: two different texts must not end as the same bytes.
            if (Rune.IsControl(rune) || Rune.IsWhiteSpace(rune) || rune == Rune.ReplacementChar) return true;
        }

        return false;
    }
}
