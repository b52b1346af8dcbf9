using System.Globalization;

namespace Cadenza.Domain.Expressions;

/// <summary>
/// A number of the data, also one that came as text: exact where it has at most 28 digits, as amounts and identifiers do,
/// else a double.
/// </summary>
internal readonly record struct Quantity(decimal? Exact, double Rounded)
{
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
    private const int LongestText = 64;

    public static bool TryRead(in Value value, out Quantity quantity)
    {
        quantity = default;
        if (value.TextOrNull is { } text) return TryRead(text.AsSpan().Trim(), out quantity);
        if (!value.IsNumber || !double.IsFinite(value.Number)) return false;
        return TryRead(value.ToText(), out quantity);
    }

    /// <summary>Below zero, zero or above, as this is less than, equal to or greater than the other.</summary>
    public int CompareTo(Quantity other) =>
        Exact is { } exact && other.Exact is { } others ? exact.CompareTo(others) : Rounded.CompareTo(other.Rounded);

    public string ToText(string format) =>
        Exact is { } exact ? exact.ToString(format, CultureInfo.InvariantCulture) : Rounded.ToString(format, CultureInfo.InvariantCulture);

    private static bool TryRead(ReadOnlySpan<char> text, out Quantity quantity)
    {
        quantity = default;
        if (text.Length is 0 or > LongestText || !(char.IsAsciiDigit(text[^1]) || text[^1] == '.')) return false;
        if (!double.TryParse(text, Style, CultureInfo.InvariantCulture, out var rounded) || !double.IsFinite(rounded)) return false;
        var isExact = decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out var exact) && KeepsDigits(text);
        quantity = new Quantity(isExact ? exact : null, rounded);
        return true;
    }

    // decimal rounds silently beyond its 28 digits.
    private static bool KeepsDigits(ReadOnlySpan<char> text) => text.Length <= 28 && !text.ContainsAny('e', 'E');
}
