using System.Globalization;

namespace Cadenza.Domain.Catalog.Schemas;

/// <summary>RFC 6901 pointers, step by step.</summary>
internal static class JsonPointer
{
    /// <summary>The pointer to a member of what <paramref name="at"/> points at.</summary>
    public static string Member(string at, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return $"{at}/{(name.AsSpan().IndexOfAny('~', '/') < 0 ? name : Escape(name))}";
    }

    /// <summary>The pointer to an item of what <paramref name="at"/> points at.</summary>
    public static string Item(string at, int index) => string.Create(CultureInfo.InvariantCulture, $"{at}/{index}");

    private static string Escape(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
