using Cadenza.Domain.Expressions;
using Cadenza.Domain.Values;

namespace Cadenza.Domain.Catalog.Schemas;

/// <summary>The formats that are checked; any other is a word about the value.</summary>
internal static class SchemaFormats
{
    /// <summary>What is wrong with a text of this format, or null.</summary>
    public static string? Fault(string format, string text) => format switch
    {
        "date-time" => WallTime.TryReadMoment(text, out _, out var fault) ? null : fault,
        "email" => EmailAddress.TryParse(text, out _) ? null : "must be an e-mail address",
        "uri" => IsAddress(text) ? null : "must be an http or https URL",
        "uuid" => Guid.TryParseExact(text, "D", out _) ? null : "must be a UUID",
        _ => null,
    };

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);
}
