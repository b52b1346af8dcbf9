using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Cadenza.Domain.Organizations;

/// <summary>
/// The tenant that owns a row (G1): 1 to 63 characters of a–z, 0–9, <c>_</c> and <c>-</c>, starting with a letter or digit.
/// Every partition key begins with it.
/// </summary>
public readonly partial record struct OrganizationId
{
    private readonly string? _value;

    private OrganizationId(string value) => _value = value;

    /// <summary>Reads an id; throws when it is not one.</summary>
    /// <exception cref="FormatException">The text breaks the rules above.</exception>
    public static OrganizationId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("Not an organization id: 1 to 63 of a-z, 0-9, '_' and '-'.");

    /// <summary>Reads an id, or says that the text is not one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out OrganizationId id)
    {
        var valid = text is not null && Pattern().IsMatch(text);
        id = valid ? new OrganizationId(text!) : default;
        return valid;
    }

    /// <summary>The id as it was given.</summary>
    public override string ToString() => _value ?? throw new InvalidOperationException("An organization id was never set.");

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9_-]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
