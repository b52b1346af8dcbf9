using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Cadenza.Domain.Values;

/// <summary>
/// An e-mail address that a message can be sent to: one <c>@</c>, a local part of at most 64 characters whose dots stand
/// between others, a domain of labels, no white space, control or list characters, no half of a surrogate pair, at most 254
/// characters. Invisible characters around it are dropped, and inside it are refused, for nobody could tell two such addresses
/// apart. It keeps the case it was given; two addresses are the same person when their <see cref="Key"/>s are equal.
/// </summary>
public readonly record struct EmailAddress
{
    private const int MaxLength = 254;
    private const int MaxLocalLength = 64;

    // Room for what is invisible around an address.
    private const int MaxGivenLength = MaxLength + 16;
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
        address = default;
        if (text is null or { Length: > MaxGivenLength } || Unwrap(text) is not { } given || !IsAddress(given)) return false;
        address = new EmailAddress(given);
        return true;
    }

    /// <summary>An address that was taken when it was stored, whatever has been refused since.</summary>
    public static EmailAddress Stored(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return new EmailAddress(text);
    }

    /// <summary>The address as it was given, without what was invisible around it.</summary>
    public override string ToString() => _value ?? throw new InvalidOperationException("An e-mail address was never set.");

    private static bool IsAddress(ReadOnlySpan<char> text)
    {
        var at = text.IndexOf('@');
        return text.Length <= MaxLength
            && at is > 0 and <= MaxLocalLength
            && !text.ContainsAny(Forbidden)
            && IsDotted(text[..at])
            && IsDomain(text[(at + 1)..]);
    }

    // The text without what is invisible around it, or null when something is left that no line may hold.
    private static string? Unwrap(string text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && Rune.TryGetRuneAt(text, start, out var first) && IsUnseen(first)) start += first.Utf16SequenceLength;
        while (start < end && Rune.DecodeLastFromUtf16(text.AsSpan(start, end - start), out var last, out var length) == OperationStatus.Done && IsUnseen(last)) end -= length;
        return ContainsInvisible(text.AsSpan(start, end - start)) ? null : text[start..end];
    }

    private static bool IsDotted(ReadOnlySpan<char> local) => local[0] != '.' && local[^1] != '.' && !local.Contains("..", StringComparison.Ordinal);

    private static bool IsDomain(ReadOnlySpan<char> domain)
    {
        if (domain.IsEmpty) return false;
        foreach (var range in domain.Split('.'))
        {
            var label = domain[range];
            if (label.IsEmpty || label.Length > 63 || label[0] == '-' || label[^1] == '-') return false;
            // Scripts such as Devanagari and Thai write vowels as marks on the letter before.
            if (Rune.DecodeFromUtf16(label, out var first, out _) != OperationStatus.Done || IsMark(first)) return false;
            foreach (var rune in label.EnumerateRunes())
            {
                if (rune.Value != '-' && !Rune.IsLetterOrDigit(rune) && !IsMark(rune)) return false;
            }
        }

        return true;
    }

    private static bool ContainsInvisible(ReadOnlySpan<char> text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            // What stands for a broken character is refused with it: two different texts must not end as the same bytes.
            if (Rune.IsControl(rune) || Rune.IsWhiteSpace(rune) || rune == Rune.ReplacementChar || IsUnseen(rune)) return true;
        }

        return false;
    }

    // Not the marks of no script in particular: with a letter before they look like one letter, as ü does, and would be another address.
    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
        && rune.Value is not ((>= 0x0300 and <= 0x036F) or (>= 0x1AB0 and <= 0x1AFF) or (>= 0x1DC0 and <= 0x1DFF) or (>= 0x20D0 and <= 0x20FF) or (>= 0xFE20 and <= 0xFE2F));

    // Format characters (U+FEFF, U+200B, U+00AD), and what else Unicode says is shown as nothing: fillers and variation selectors.
    private static bool IsUnseen(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format
        || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x3164 or (>= 0xFE00 and <= 0xFE0F) or 0xFFA0 or (>= 0xE0000 and <= 0xE0FFF);
}
