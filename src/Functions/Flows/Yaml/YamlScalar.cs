using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Cadenza.Functions.Flows.Yaml;

/// <summary>What scalars mean: the core schema of YAML 1.2.</summary>
internal static partial class YamlScalar
{
    private const int MaxDigits = 400;

    /// <summary>Writes what a scalar means as JSON. What is quoted is a text; infinities, which JSON has not, are texts too.</summary>
    public static void Write(Utf8JsonWriter json, YamlNode.Scalar scalar)
    {
        var text = scalar.Text;
        if (!scalar.IsPlain) json.WriteStringValue(text);
        else if (IsNull(text)) json.WriteNullValue();
        else if (IsTrue(text)) json.WriteBooleanValue(true);
        else if (IsFalse(text)) json.WriteBooleanValue(false);
        else if (AsNumber(text) is { } number) json.WriteRawValue(number);
        else json.WriteStringValue(text);
    }

    /// <summary>
    /// Whether a text, written plainly, could be taken for something else than a text: by this reader, or by those of YAML 1.1,
    /// to which yes, off, 12:30 and 2026-01-31 are no texts either.
    /// </summary>
    public static bool LooksLikeAnotherType(string text) =>
        IsNull(text) || IsTrue(text) || IsFalse(text) || text is "<<" or "=" || OldFlag().IsMatch(text) || OldNumber().IsMatch(text) || Date().IsMatch(text);

    private static bool IsNull(string text) => text is "" or "~" or "null" or "Null" or "NULL";

    private static bool IsTrue(string text) => text is "true" or "True" or "TRUE";

    private static bool IsFalse(string text) => text is "false" or "False" or "FALSE";

    private static string? AsNumber(string text)
    {
        if (text.Length > MaxDigits || !(char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' or '.')) return null;
        if (JsonNumber().IsMatch(text)) return text;
        if (Whole().IsMatch(text)) return BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
        if (Octal().IsMatch(text)) return text[2..].Aggregate(BigInteger.Zero, (sum, digit) => (sum * 8) + (digit - '0')).ToString(CultureInfo.InvariantCulture);
        if (Hexadecimal().IsMatch(text)) return BigInteger.Parse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
        if (!Fraction().IsMatch(text)) return null;
        var number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(number) ? JsonSerializer.Serialize(number) : null;
    }

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex JsonNumber();

    [GeneratedRegex(@"^[-+]?[0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();

    [GeneratedRegex(@"^0o[0-7]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Octal();

    [GeneratedRegex(@"^0x[0-9a-fA-F]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Hexadecimal();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Fraction();

    [GeneratedRegex(@"^(y|n|yes|no|on|off)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OldFlag();

    [GeneratedRegex(@"^[-+]?(\.?[0-9][0-9_,.:xXoObBa-fA-F]*([eE][-+]?[0-9]+)?|\.(inf|Inf|INF|nan|NaN|NAN))\z", RegexOptions.CultureInvariant)]
    private static partial Regex OldNumber();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Date();
}
