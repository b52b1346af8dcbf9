using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Cadenza.Domain.Values;

/// <summary>
/// A phone number in E.164: <c>+</c> and 7 to 15 digits, the first not 0. Spaces, hyphens, dots and parentheses in the
/// given text are dropped, and so is a <c>(0)</c> behind the country code, which is dialled only within the country.
/// </summary>
public readonly partial record struct PhoneNumber
{
    private const int MaxGivenLength = 40;

    // Italy with the Vatican, San Marino, Ivory Coast, Gabon and Congo: there a 0 belongs to the number and is dialled from abroad too.
    private static readonly string[] KeepZero = ["39", "378", "379", "225", "241", "242"];

    private readonly string? _value;

    private PhoneNumber(string value) => _value = value;

    /// <summary>Reads a number; throws when it is not one.</summary>
    /// <exception cref="FormatException">The text breaks the rules above.</exception>
    public static PhoneNumber Parse(string text) =>
        TryParse(text, out var number) ? number : throw new FormatException("Not a phone number in E.164.");

    /// <summary>Reads a number, or says that the text is not one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PhoneNumber number)
    {
        number = default;
        if (text is null or { Length: > MaxGivenLength }) return false;
        var digits = string.Concat(WithoutTrunkPrefix(text).Where(character => character is not (' ' or '-' or '.' or '(' or ')')));
        if (!Pattern().IsMatch(digits)) return false;
        number = new PhoneNumber(digits);
        return true;
    }

    /// <summary>The number in E.164, by which it is unique within an organization (B11).</summary>
    public override string ToString() => _value ?? throw new InvalidOperationException("A phone number was never set.");

    private static string WithoutTrunkPrefix(string text)
    {
        var trunk = TrunkPrefix().Match(text);
        return trunk.Success && !KeepZero.Contains(trunk.Groups["country"].Value) ? text.Remove(trunk.Groups["zero"].Index, trunk.Groups["zero"].Length) : text;
    }

    [GeneratedRegex(@"\A *\+ *(?<country>[1-9][0-9]{0,2})[ .-]*(?<zero>\( *0 *\))[ .()-]*[0-9]", RegexOptions.CultureInvariant)]
    private static partial Regex TrunkPrefix();

    [GeneratedRegex(@"\A\+[1-9][0-9]{6,14}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
