using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Cadenza.Domain.Values;

/// <summary>
/// A phone number in E.164: <c>+</c> and 7 to 15 digits, the first not 0, and nothing else. What people write is read by
/// <see cref="PhoneNumberReader"/>; this is the form that is stored, compared and dialled.
/// </summary>
public readonly partial record struct PhoneNumber
{
    private readonly string? _value;

    private PhoneNumber(string value) => _value = value;

    /// <summary>Reads a number that was stored; throws when it is not one.</summary>
    /// <exception cref="FormatException">The text breaks the rules above.</exception>
    public static PhoneNumber Parse(string text) =>
        TryParse(text, out var number) ? number : throw new FormatException("Not a phone number in E.164.");

    /// <summary>Reads a number that is in E.164 to the letter, whether or not a numbering plan has it; or says that the text is not one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PhoneNumber number)
    {
        number = default;
        if (text is null || !Pattern().IsMatch(text)) return false;
        number = new PhoneNumber(text);
        return true;
    }

    /// <summary>The number in E.164, by which it is unique within an organization (B11).</summary>
    public override string ToString() => _value ?? throw new InvalidOperationException("A phone number was never set.");

    [GeneratedRegex(@"\A\+[1-9][0-9]{6,14}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
