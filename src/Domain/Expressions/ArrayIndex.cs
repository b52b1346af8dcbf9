using System.Globalization;

namespace Cadenza.Domain.Expressions;

/// <summary>Indexes of arrays as paths write them: 0 and 12, but neither 01 nor +1.</summary>
internal static class ArrayIndex
{
    public static bool TryParse(string text, out int index) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out index) && (text.Length == 1 || text[0] != '0');
}
