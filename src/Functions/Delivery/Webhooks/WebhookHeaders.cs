namespace Cadenza.Functions.Delivery.Webhooks;

/// <summary>Which headers a user may add to a webhook: not those that frame the request, and not those of the signature.</summary>
internal static class WebhookHeaders
{
    /// <summary>The most headers one webhook may add.</summary>
    public const int MaxCount = 50;

    private const int MaxName = 100;
    private const int MaxValue = 4096;

    private static readonly HashSet<string> Ours = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Content-Length", "Expect", "Host", "HTTP2-Settings", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization",
        "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "webhook-id", "webhook-timestamp", "webhook-signature",
    };

    /// <summary>Why a header cannot be added, or null.</summary>
    public static string? Refusal(string name, string value)
    {
        if (name.Length is 0 or > MaxName || !name.All(IsTokenCharacter)) return "is no name of a header";
        if (Ours.Contains(name)) return "is set by the app";
        return value.Length > MaxValue || value.Any(c => char.IsControl(c) && c != '\t') || value.Any(c => c > 0x7e)
            ? $"has a value that is longer than {MaxValue} characters or not printable ASCII"
            : null;
    }

    private static bool IsTokenCharacter(char c) => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal);
}
