using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Platform.Security;

/// <summary>Finds the key in a request's headers.</summary>
/// <remarks>
/// Beside <c>Authorization: Bearer KEY</c> one documented surface writes <c>Bearer: KEY</c>, which reaches us either as
/// the Authorization header's value or as a header of that name. Both are taken.
/// </remarks>
internal static class PresentedKey
{
    private const string Scheme = "Bearer";

    /// <summary>The key a request presents, if it presents exactly one.</summary>
    public static bool TryRead(IHeaderDictionary headers, [NotNullWhen(true)] out string? key)
    {
        key = null;
        if (headers.Authorization is { Count: > 0 } authorization) return authorization.Count == 1 && TryRead(authorization[0], out key);
        if (!headers.TryGetValue(Scheme, out var named) || named.Count != 1) return false;
        key = named[0]?.Trim();
        return !string.IsNullOrEmpty(key);
    }

    private static bool TryRead(string? header, [NotNullWhen(true)] out string? key)
    {
        key = null;
        var text = header.AsSpan().Trim();
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return false;
        text = text[Scheme.Length..];
        if (text.StartsWith(':')) text = text[1..];
        if (!text.StartsWith(' ')) return false;
        text = text.Trim();
        if (text.IsEmpty || text.Contains(' ')) return false;
        key = text.ToString();
        return true;
    }
}
