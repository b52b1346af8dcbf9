using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Cadenza.Domain.Contacts;
using Cadenza.Functions.Platform.Configuration;
using Cadenza.Functions.Platform.Security;

namespace Cadenza.Functions.Contacts;

/// <summary>Where the app is reached from outside.</summary>
/// <param name="BaseUrl">The address in front of the paths, without a slash at its end; null when it is not configured.</param>
internal sealed record PublicAddressOptions(string? BaseUrl)
{
    /// <summary>The name of the setting.</summary>
    public const string Key = "Cadenza__PublicBaseUrl";

    /// <summary>
    /// Where the platform says that the app is reached: at its own name on Azure, at its own port on this machine; null when
    /// the platform does not say. Not always the address that others are to see.
    /// </summary>
    public string? OwnUrl { get; init; }

    /// <summary>Reads <see cref="Key"/>, and what the platform says.</summary>
    public static PublicAddressOptions Read(Settings settings)
    {
        var own = settings.OfPlatform("WEBSITE_HOSTNAME") is { } name && Uri.TryCreate($"{SchemeOf(name)}://{name}", UriKind.Absolute, out var found) ? found : null;
        return new PublicAddressOptions(ReadBase(settings)) { OwnUrl = own?.AbsoluteUri.TrimEnd('/') };
    }

    private static string? ReadBase(Settings settings)
    {
        if (settings.Address(Key) is not { } address) return null;
        if (address.Scheme is not ("https" or "http") || address.Query.Length > 0 || address.Fragment.Length > 0 || address.UserInfo.Length > 0)
        {
            settings.Fault(Key, "must be an https or http address without a query");
        }

        return address.AbsoluteUri.TrimEnd('/');
    }

    // A host with a port of its own is a development machine; it has no certificate.
    private static string SchemeOf(string name) => name.Contains(':', StringComparison.Ordinal) ? "http" : "https";
}

/// <summary>
/// Links by which a person declines marketing messages with one click (B9, B11; RFC 8058). A link names its contact and is
/// signed, so nobody can make one up for somebody else; it holds no address and stays good, as the law wants it to.
/// </summary>
internal sealed class UnsubscribeLinks(SigningKeys signing, PublicAddressOptions options)
{
    private const string Purpose = "unsubscribe";
    private const int SignatureBytes = SigningKeys.MinSignatureBytes;
    private const int MaxToken = 300;

    private string? Address => options.BaseUrl ?? options.OwnUrl;

    /// <summary>Whether there are links at all: it has to be known where the app is reached.</summary>
    public bool AreKnown => Address is not null;

    /// <summary>The link of a contact; null when it is not known where the app is reached.</summary>
    public string? For(OrganizationId organization, ContactId contact) =>
        Address is { } address ? $"{address}/unsubscribe/{Token(organization, contact)}" : null;

    /// <summary>The part of the link that names the contact.</summary>
    public string Token(OrganizationId organization, ContactId contact)
    {
        var content = Encoding.UTF8.GetBytes($"{organization}|{contact}");
        return Base64Url.EncodeToString([.. signing.Sign(Purpose, content).AsSpan(0, SignatureBytes), .. content]);
    }

    /// <summary>Whom a token names; false when it was not signed here.</summary>
    public bool TryRead(string token, [NotNullWhen(true)] out (OrganizationId Organization, ContactId Contact)? named)
    {
        named = null;
        if (token.Length > MaxToken || !Base64Url.IsValid(token)) return false;
        ReadOnlySpan<byte> bytes = Base64Url.DecodeFromChars(token);
        if (bytes.Length <= SignatureBytes) return false;
        var content = bytes[SignatureBytes..];
        if (!signing.Verify(Purpose, content, bytes[..SignatureBytes])) return false;
        if (Encoding.UTF8.GetString(content).Split('|') is not [var organization, var contact]) return false;
        if (!OrganizationId.TryParse(organization, out var owner) || !ContactId.TryParse(contact, out var id)) return false;
        named = (owner, id);
        return true;
    }
}
