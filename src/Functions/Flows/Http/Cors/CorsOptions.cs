using Cadenza.Functions.Platform.Configuration;

namespace Cadenza.Functions.Flows.Http.Cors;

/// <summary>Which pages' scripts may call <c>/v1/public</c>.</summary>
/// <param name="Origins">Their origins, such as <c>https://app.example.com</c>.</param>
/// <param name="IsAny">Whether those of every page may.</param>
internal sealed record CorsOptions(IReadOnlySet<string> Origins, bool IsAny)
{
    private const string Setting = "Cadenza__Cors__Origins";

    /// <summary>Reads and checks the setting: origins with commas between them, or <c>*</c>; nobody unless it is set.</summary>
    public static CorsOptions Read(Settings settings)
    {
        var words = (settings.Optional(Setting) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var origins = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var word in words.Where(word => word != "*"))
        {
            if (IsOrigin(word)) origins.Add(word);
            else settings.Fault(Setting, "must be origins such as https://app.example.com with commas between them, or *");
        }

        return new CorsOptions(origins, words.Contains("*"));
    }

    /// <summary>Whether scripts of this origin may call.</summary>
    public bool Allows(string origin) => IsAny || Origins.Contains(origin);

    private static bool IsOrigin(string word) =>
        Uri.TryCreate(word, UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https"
        && string.Equals(address.GetLeftPart(UriPartial.Authority), word, StringComparison.OrdinalIgnoreCase);
}
