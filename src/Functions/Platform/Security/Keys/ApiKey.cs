using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Cadenza.Functions.Platform.Security.Keys;

/// <summary>
/// The text of a key (G1): <c>sk_{organization}.{256 random bits}</c>, or <c>pk_…</c> for a public one. The organization in it
/// says which partition to look in; it proves nothing, the whole text does.
/// </summary>
/// <param name="Organization">Whose it says it is.</param>
/// <param name="Kind">What it says it may be used for; what holds is what is stored.</param>
/// <param name="Text">The whole key: never to be stored or logged.</param>
internal sealed record ApiKey(OrganizationId Organization, KeyKind Kind, string Text)
{
    private const string Secret = "sk_";
    private const string Public = "pk_";
    private const int RandomBytes = 32;
    private const int RandomCharacters = 43;
    private const int ShownCharacters = 6;

    private static readonly SearchValues<char> Base64 =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>What may be shown of the key afterwards: enough to tell it from the organization's others, of no use to a thief.</summary>
    public string Prefix => Text[..^(RandomCharacters - ShownCharacters)];

    /// <summary>What is stored instead of the key: its SHA-256. Its 256 random bits need no salt and no slow hash.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <summary>A new key.</summary>
    public static ApiKey Create(OrganizationId organization, KeyKind kind) => new(
        organization,
        kind,
        $"{(kind == KeyKind.Public ? Public : Secret)}{organization}.{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes))}");

    /// <summary>Reads a key, or says that the text cannot be one, which costs nothing to find out.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ApiKey? key)
    {
        key = null;
        var isPublic = text.StartsWith(Public, StringComparison.Ordinal);
        if (!isPublic && !text.StartsWith(Secret, StringComparison.Ordinal)) return false;
        var dot = text.Length - RandomCharacters - 1;
        if (dot <= Secret.Length || text[dot] != '.' || text.AsSpan(dot + 1).ContainsAnyExcept(Base64)) return false;
        if (!OrganizationId.TryParse(text[Secret.Length..dot], out var organization)) return false;
        key = new ApiKey(organization, isPublic ? KeyKind.Public : KeyKind.Secret, text);
        return true;
    }

    // A record would print its text, and with it the key, wherever it is logged or asserted.
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(Prefix).Append('…');
        return true;
    }
}
