using System.Globalization;
using System.Text;

namespace Cadenza.Domain.Expressions;

/// <summary>How numbers are written, which is how JavaScript writes them, and when a double is not enough for one.</summary>
internal static class NumberFormat
{
    // Any decimal of so many digits survives the way to a double and back (IEEE 754 binary64).
    private const int SafeDigits = 15;

    // A number of a thousand digits is a curiosity; nobody's identifier is that long.
    private const int LongestKept = 64;

    /// <summary>
    /// The shortest decimal that reads back as the same double: 1, 0.1, 1e21, and 1e-7; without an exponent
    /// between 1e-7 and 1e21.
    /// </summary>
    public static string Shortest(double number)
    {
        if (double.IsNaN(number)) return "NaN";
        if (double.IsInfinity(number)) return number > 0 ? "Infinity" : "-Infinity";
        if (number == 0) return "0";
        return Math.Abs(number) < 1e15 && number == Math.Truncate(number)
            ? ((long)number).ToString(CultureInfo.InvariantCulture)
            : FromDigits(number.ToString("R", CultureInfo.InvariantCulture), number < 0);
    }

    /// <summary>Whether the number in the text has digits that its double does not keep.</summary>
    public static bool LosesDigits(string text, double number)
    {
        if (text.Length <= SafeDigits && !text.AsSpan().ContainsAny('e', 'E')) return false;
        if (text.Length > LongestKept) return false;
        return !double.IsFinite(number)
            || Significant(text) != Significant(number.ToString("R", CultureInfo.InvariantCulture));
    }

    // The digits without leading and trailing zeros, and the power of ten of the last of them.
    private static (string Digits, long Exponent) Significant(string text)
    {
        var digits = new StringBuilder(text.Length);
        var (exponent, afterPoint) = (0L, false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '.') afterPoint = true;
            else if (c is 'e' or 'E')
            {
                // An exponent with more digits than a long has is zero or infinite in a double; it cannot match anything.
                _ = long.TryParse(text.AsSpan(i + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var power);
                exponent += power;
                break;
            }
            else if (char.IsAsciiDigit(c))
            {
                if (afterPoint) exponent--;
                if (c != '0' || digits.Length > 0) digits.Append(c);
            }
        }

        var end = digits.Length;
        while (end > 0 && digits[end - 1] == '0') (end, exponent) = (end - 1, exponent + 1);
        return end == 0 ? ("", 0) : (digits.ToString(0, end), exponent);
    }

    private static string FromDigits(string roundTrip, bool isNegative)
    {
        var (digits, exponent) = Significant(roundTrip);
        var point = digits.Length + exponent;
        var plain = point switch
        {
            > 21 or <= -6 => Scientific(digits, point - 1),
            <= 0 => "0." + new string('0', (int)-point) + digits,
            _ when point >= digits.Length => digits + new string('0', (int)(point - digits.Length)),
            _ => string.Concat(digits.AsSpan(0, (int)point), ".", digits.AsSpan((int)point)),
        };
        return isNegative ? "-" + plain : plain;
    }

    private static string Scientific(string digits, long power)
    {
        var mantissa = digits.Length == 1 ? digits : $"{digits[..1]}.{digits[1..]}";
        return string.Create(CultureInfo.InvariantCulture, $"{mantissa}e{(power < 0 ? "-" : "+")}{Math.Abs(power)}");
    }
}

/// <summary>The text of a number whose double has fewer digits.</summary>
internal sealed record NumberText(string Text);
