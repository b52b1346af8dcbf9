using System.Globalization;
using System.Text;

namespace Cadenza.Domain.Expressions.Logic;

/// <summary>
/// JavaScript's conversions between kinds of values (ECMA-262, chapter 7), with the one difference that JSON Logic makes:
/// an empty array is falsy. What is missing is null here; only the number of arguments tells null from undefined.
/// </summary>
internal static class Coercion
{
    public static bool IsTruthy(in Value value)
    {
        if (value.IsBoolean) return value.AsBoolean;
        if (value.IsNull) return false;
        if (value.TextOrNull is { } text) return text.Length > 0;
        if (value.IsArray) return value.ItemSpan.Length > 0;
        return value.IsObject || (value.Number != 0 && !double.IsNaN(value.Number));
    }

    public static double ToNumber(in Value value, ref LogicWork work)
    {
        if (value.IsNumber) return value.Number;
        if (value.IsNull) return 0;
        if (value.TextOrNull is { } text) return ParseWhole(text, ref work);
        if (value.IsBoolean) return value.AsBoolean ? 1 : 0;
        return value.IsArray ? ParseWhole(ToText(value, ref work), ref work) : double.NaN;
    }

    /// <summary>parseFloat: the number that a text begins with.</summary>
    public static double ToNumberFromStart(in Value value, ref LogicWork work)
    {
        if (value.IsNumber) return value.Number;
        if (value.TextOrNull is { } text) return ParseStart(text, ref work);
        return value.IsArray ? ParseStart(ToText(value, ref work), ref work) : double.NaN;
    }

    /// <summary>String(value).</summary>
    public static string ToText(in Value value, ref LogicWork work)
    {
        if (value.TextOrNull is { } text) return text;
        if (value.IsNull) return "null";
        if (value.IsBoolean) return value.AsBoolean ? "true" : "false";
        if (value.IsObject) return "[object Object]";
        if (!value.IsArray) return value.ToText();
        work.Spend(value.Weight);
        var joined = new StringBuilder();
        Join(value.ItemSpan, joined);
        return joined.ToString();
    }

    /// <summary>The == of JavaScript: arrays and objects are equal only to themselves and to their text.</summary>
    public static bool LooselyEqual(in Value left, in Value right, ref LogicWork work)
    {
        if (left.TextOrNull is { } leftText && right.TextOrNull is { } rightText) return SameText(leftText, rightText, ref work);
        if (left.IsNumber && right.IsNumber) return left.Number == right.Number;
        if (left.IsNull || right.IsNull) return left.IsNull && right.IsNull;
        var (leftIsTree, rightIsTree) = (IsTree(left), IsTree(right));
        if (leftIsTree && rightIsTree) return Value.AreSame(left, right);
        if (left.IsBoolean && right.IsBoolean) return left.AsBoolean == right.AsBoolean;
        if ((leftIsTree && right.TextOrNull is not null) || (rightIsTree && left.TextOrNull is not null))
            return SameText(ToText(left, ref work), ToText(right, ref work), ref work);
        return ToNumber(left, ref work) == ToNumber(right, ref work);
    }

    /// <summary>The === of JavaScript.</summary>
    public static bool StrictlyEqual(in Value left, in Value right, ref LogicWork work)
    {
        if (left.TextOrNull is { } leftText) return right.TextOrNull is { } rightText && SameText(leftText, rightText, ref work);
        if (left.IsNumber) return right.IsNumber && left.Number == right.Number;
        return Value.AreSame(left, right);
    }

    /// <summary>
    /// Below zero, zero or above as in left &lt; right; null when they do not compare (something that is no number).
    /// Two texts compare by their characters, everything else as numbers.
    /// </summary>
    public static int? Compare(in Value left, in Value right, ref LogicWork work)
    {
        if (left.IsNumber && right.IsNumber) return Compare(left.Number, right.Number);
        var leftText = left.TextOrNull ?? (IsTree(left) ? ToText(left, ref work) : null);
        var rightText = right.TextOrNull ?? (IsTree(right) ? ToText(right, ref work) : null);
        if (leftText is not null && rightText is not null)
        {
            work.SpendReading(Math.Min(leftText.Length, rightText.Length));
            return string.CompareOrdinal(leftText, rightText);
        }

        return Compare(
            leftText is null ? ToNumber(left, ref work) : ParseWhole(leftText, ref work),
            rightText is null ? ToNumber(right, ref work) : ParseWhole(rightText, ref work));
    }

    /// <summary>What Array.prototype.join makes of an element: nothing of null, else its text.</summary>
    public static string ToJoined(in Value value, ref LogicWork work) => value.IsNull ? "" : ToText(value, ref work);

    private static int? Compare(double left, double right) =>
        left < right ? -1 : left > right ? 1 : left == right ? 0 : null;

    private static bool IsTree(in Value value) => value.IsArray || value.IsObject;

    private static bool SameText(string left, string right, ref LogicWork work)
    {
        if (left.Length != right.Length) return false;
        work.SpendReading(left.Length);
        return left == right;
    }

    // The caller has paid for the whole.
    private static void Join(ReadOnlySpan<Value> items, StringBuilder joined)
    {
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0) joined.Append(',');
            if (items[i].IsArray) Join(items[i].ItemSpan, joined);
            else if (items[i].IsObject) joined.Append("[object Object]");
            else joined.Append(items[i].ToText());
        }
    }

    private static double ParseWhole(string text, ref LogicWork work)
    {
        work.SpendReading(text.Length);
        var number = text.AsSpan().Trim(Space);
        if (number.IsEmpty) return 0;
        if (number.Length > 2 && number[0] == '0' && RadixOf(number[1]) is { } radix) return ParseDigits(number[2..], radix);
        var length = DecimalLength(number);
        return length == number.Length ? ParseDecimal(number) : double.NaN;
    }

    private static double ParseStart(string text, ref LogicWork work)
    {
        work.SpendReading(text.Length);
        var number = text.AsSpan().TrimStart(Space);
        var length = DecimalLength(number);
        return length == 0 ? double.NaN : ParseDecimal(number[..length]);
    }

    // The white space of ECMA-262: that of .NET, and the byte order mark.
    private const string Space =
        "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff";

    private static double ParseDecimal(ReadOnlySpan<char> number) =>
        number.EndsWith("Infinity", StringComparison.Ordinal)
            ? number[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity
            : double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture);

    // How many characters at the start are a decimal number; 0 when none are.
    private static int DecimalLength(ReadOnlySpan<char> text)
    {
        var at = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        if (text[at..].StartsWith("Infinity", StringComparison.Ordinal)) return at + "Infinity".Length;
        var whole = DigitsAt(text, at);
        at += whole;
        var fraction = 0;
        if (at < text.Length && text[at] == '.')
        {
            fraction = DigitsAt(text, at + 1);
            if (whole + fraction == 0) return 0;
            at += 1 + fraction;
        }

        if (whole + fraction == 0) return 0;
        if (at < text.Length && text[at] is 'e' or 'E')
        {
            var sign = at + 1 < text.Length && text[at + 1] is '+' or '-' ? 1 : 0;
            var power = DigitsAt(text, at + 1 + sign);
            if (power > 0) at += 1 + sign + power;
        }

        return at;
    }

    private static int DigitsAt(ReadOnlySpan<char> text, int start)
    {
        var at = start;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        return at - start;
    }

    private static int? RadixOf(char letter) => letter switch
    {
        'x' or 'X' => 16,
        'o' or 'O' => 8,
        'b' or 'B' => 2,
        _ => null,
    };

    private static double ParseDigits(ReadOnlySpan<char> digits, int radix)
    {
        var number = 0d;
        foreach (var digit in digits)
        {
            var worth = char.IsAsciiDigit(digit) ? digit - '0' : char.IsAsciiHexDigit(digit) ? (digit | 0x20) - 'a' + 10 : radix;
            if (worth >= radix) return double.NaN;
            number = (number * radix) + worth;
        }

        return number;
    }
}
