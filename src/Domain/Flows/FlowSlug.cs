using System.Text.RegularExpressions;

namespace Cadenza.Domain.Flows;

/// <summary>What all versions of a flow have in common: its name for programs, unique in the organization (E2).</summary>
public static partial class FlowSlug
{
    /// <summary>What a slug must be, as the rest of a sentence about it.</summary>
    public const string Rule = "must be 2 to 64 of letters, digits, '_' and '-', begin with a letter and so never look like a numeric id";

    /// <summary>How many octets <see cref="Create"/> takes.</summary>
    public const int RandomOctets = 8;

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

    /// <summary><c>flow_</c> and eight characters of 6 bits each, that nobody can guess if the octets are random.</summary>
    /// <param name="random">At least <see cref="RandomOctets"/> random octets.</param>
    public static string Create(ReadOnlySpan<byte> random)
    {
        Span<char> characters = stackalloc char[RandomOctets];
        for (var index = 0; index < RandomOctets; index++) characters[index] = Alphabet[random[index] & 63];
        return string.Concat("flow_", characters);
    }

    /// <summary>Whether a text can be a slug.</summary>
    public static bool IsValid(string text) => Valid().IsMatch(text);

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{1,63}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Valid();
}
