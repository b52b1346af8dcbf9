using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cadenza.Functions.Platform.Tables;

/// <summary>Building blocks of partition and row keys. Parts are joined by <c>|</c>, which no part contains.</summary>
internal static class RowKey
{
    /// <summary>The version of the layout of every row written by this code, stored in its column <see cref="SchemaColumn"/>.</summary>
    public const int Schema = 1;

    /// <summary>Where <see cref="Schema"/> is stored.</summary>
    public const string SchemaColumn = "V";

    // A key holds 512 characters; this leaves room for the parts beside an encoded one.
    private const int MaxEncoded = 300;

    /// <summary>The character right after <c>|</c>: the end of the range of keys that begin with a part.</summary>
    public const char AfterSeparator = '}';

    /// <summary>Joins parts with <c>|</c>.</summary>
    public static string Join(string first, string second) => $"{first}|{second}";

    /// <summary>Joins parts with <c>|</c>.</summary>
    public static string Join(string first, string second, string third) => $"{first}|{second}|{third}";

    /// <summary>A number whose text sorts as the number does.</summary>
    public static string Number(int value, int digits) => value.ToString("D" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>A time whose text sorts as the time does.</summary>
    public static string Time(DateTimeOffset time) => time.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>The digits of a UUID of version 7 such that the newest sorts first.</summary>
    public static string Descending(Guid id) => Inverted(id.ToString("N"));

    /// <summary>What the digits of UUIDs of a time begin with in <see cref="Descending(Guid)"/>; those of earlier times sort behind it.</summary>
    public static string Descending(DateTimeOffset time) => Inverted(time.ToUnixTimeMilliseconds().ToString("x12", CultureInfo.InvariantCulture));

    /// <summary>
    /// Any text as a key part: what keys may not hold, and <c>|</c>, becomes <c>~XX</c> by octet of UTF-8. What would be too
    /// long for a key becomes <c>~~</c> and its hash, which no other text is encoded as.
    /// </summary>
    public static string Encode(string text)
    {
        if (text.Length <= MaxEncoded && text.All(IsPlain)) return text;
        var encoded = Escape(text);
        return encoded.Length <= MaxEncoded ? encoded : "~~" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Stands for a text of any length: 32 hexadecimal digits, which hardly any other text has.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    private static string Inverted(string digits) => string.Concat(digits.Select(digit => "fedcba9876543210"[Convert.ToInt32(digit.ToString(), 16)]));

    private static string Escape(string text)
    {
        var encoded = new StringBuilder(text.Length + 16);
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            if (IsPlain((char)octet)) encoded.Append((char)octet);
            else encoded.Append('~').Append(octet.ToString("X2", CultureInfo.InvariantCulture));
        }

        return encoded.ToString();
    }

    private static bool IsPlain(char character) => char.IsAsciiLetterOrDigit(character) || character is '@' or '.' or '_' or '+' or '-';
}
