namespace Cadenza.Domain.Expressions;

/// <summary>How names of variables compare: <c>first_name</c>, <c>firstName</c> and <c>FirstName</c> are one name.</summary>
public static class VariableName
{
    /// <summary>True when both are the same name, whatever their case and underscores.</summary>
    public static bool AreEqual(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var (l, r) = (0, 0);
        while (true)
        {
            while (l < left.Length && left[l] == '_') l++;
            while (r < right.Length && right[r] == '_') r++;
            if (l == left.Length || r == right.Length) return l == left.Length && r == right.Length;
            if (char.ToUpperInvariant(left[l++]) != char.ToUpperInvariant(right[r++])) return false;
        }
    }

    /// <summary>
    /// Looks a name up. The exact spelling wins; among several others that are the same name the first in ordinal order does,
    /// so that the answer does not depend on the order of the dictionary.
    /// </summary>
    public static string? Find(IReadOnlyDictionary<string, string> values, string name)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.TryGetValue(name, out var exact)) return exact;
        string? found = null;
        foreach (var key in values.Keys)
            if (AreEqual(key, name) && (found is null || string.CompareOrdinal(key, found) < 0))
                found = key;
        return found is null ? null : values[found];
    }
}
