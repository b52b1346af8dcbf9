using System.Globalization;
using Cadenza.Domain.Contacts;

namespace Cadenza.Domain.Catalog.Schemas;

/// <summary>The formats that are checked; any other is a word about the value.</summary>
internal static class SchemaFormats
{
    /// <summary>What is wrong with a text of this format, or null.</summary>
    public static string? Fault(string format, string text) => format switch
    {
        "date-time" => IsTime(text) ? null : "must be an ISO 8601 time with its offset, such as 2026-01-31T08:00:00Z",
        "email" => EmailAddress.TryParse(text, out _) ? null : "must be an e-mail address",
        "uri" => IsAddress(text) ? null : "must be an http or https URL",
        "uuid" => Guid.TryParseExact(text, "D", out _) ? null : "must be a UUID",
        _ => null,
    };

    private static bool IsTime(string text) =>
        text.Contains('T', StringComparison.Ordinal)
        && (text.EndsWith('Z') || (text.Length > 6 && text[^3] == ':' && text[^6] is '+' or '-'))
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);
}
