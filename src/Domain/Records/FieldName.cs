using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Records;

/// <summary>
/// Names of fields: <c>due_date</c>, <c>dueDate</c> and <c>DueDate</c> are one field. Stored and answered is the camelCase form.
/// </summary>
public static class FieldName
{
    /// <summary>The longest name.</summary>
    public const int MaxLength = 64;

    /// <summary>Takes names for equal that differ in letter case and underscores alone.</summary>
    public static IEqualityComparer<string> Comparer { get; } = new SameName();

    /// <summary>The stored form: underscores go, what follows one is upper case, the first letter is lower case.</summary>
    /// <returns>Null for what is no name: it has 1 to <see cref="MaxLength"/> of letters, digits and underscores and begins with a letter.</returns>
    public static string? Canonical(string name)
    {
        if (name.Length is 0 or > MaxLength || !char.IsAsciiLetter(name[0])) return null;
        var canonical = new char[name.Length];
        var (length, isUpper) = (0, false);
        foreach (var character in name)
        {
            if (character == '_')
            {
                isUpper = true;
                continue;
            }

            if (!char.IsAsciiLetterOrDigit(character)) return null;
            canonical[length] = length == 0 ? char.ToLowerInvariant(character) : isUpper ? char.ToUpperInvariant(character) : character;
            (length, isUpper) = (length + 1, false);
        }

        return new string(canonical, 0, length);
    }

    private sealed class SameName : IEqualityComparer<string>
    {
        public bool Equals(string? x, string? y) => x is null || y is null ? ReferenceEquals(x, y) : VariableName.AreEqual(x, y);

        public int GetHashCode(string obj)
        {
            var hash = default(HashCode);
            foreach (var character in obj)
            {
                if (character != '_') hash.Add(char.ToUpperInvariant(character));
            }

            return hash.ToHashCode();
        }
    }
}
