using System.Globalization;

namespace Cadenza.LocalHost.Storage.Entities;

/// <summary>Values as literals of an OData filter.</summary>
internal static class ODataLiteral
{
    public static string Format(FormattableString filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return string.Format(CultureInfo.InvariantCulture, filter.Format, Array.ConvertAll(filter.GetArguments(), argument => (object)Of(argument)));
    }

    public static string Of(object? value) => value switch
    {
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        char letter => letter == '\'' ? "''''" : $"'{letter}'",
        bool flag => flag ? "true" : "false",
        int or short or sbyte or byte or ushort => Convert.ToInt32(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
        long number => number.ToString(CultureInfo.InvariantCulture) + "L",
        double number => Of(number),
        float number => Of((double)number),
        Guid guid => $"guid'{guid:D}'",
        DateTimeOffset time => $"datetime'{time.UtcDateTime:O}'",
        DateTime time => $"datetime'{ValueCodecs.Utc(time).UtcDateTime:O}'",
        byte[] bytes => $"X'{Convert.ToHexString(bytes)}'",
        BinaryData data => $"X'{Convert.ToHexString(data)}'",
        null => throw new ArgumentException("A filter cannot compare with null: tables do not store it."),
        _ => throw new ArgumentException($"A filter cannot hold a {value.GetType()}."),
    };

    // Without a fraction or an exponent the service would take it for an integer.
    private static string Of(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return double.IsFinite(number) && !text.AsSpan().ContainsAny('.', 'E') ? text + ".0" : text;
    }
}
