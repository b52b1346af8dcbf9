using Cadenza.Functions.Platform.Configuration;

namespace Cadenza.Functions.Delivery.Providers;

/// <summary>Reads <see cref="ProviderOptions"/>; what is wrong is noted in the app's settings.</summary>
internal static class ProviderSettings
{
    /// <summary>The settings <c>{prefix}__BaseUrl</c>, <c>{prefix}__TimeoutSeconds</c> and <c>{prefix}__Connections</c>.</summary>
    /// <param name="settings">The app's settings.</param>
    /// <param name="prefix">What their names begin with.</param>
    /// <param name="absent">The provider's public address; null when there is none and the setting is required.</param>
    public static ProviderOptions Read(Settings settings, string prefix, string? absent)
    {
        var key = prefix + "__BaseUrl";
        var address = settings.Address(key) ?? (absent is null ? null : new Uri(absent));
        if (address is null && settings.Optional(key) is null) settings.Fault(key, "is required");
        if (address is not null && !IsUsable(address)) settings.Fault(key, "must be an http or https address without user, query or fragment");
        return new ProviderOptions(
            WithSlash(address ?? new Uri("http://localhost")),
            TimeSpan.FromSeconds(settings.Integer(prefix + "__TimeoutSeconds", 30, 1, 600)),
            settings.Integer(prefix + "__Connections", 10, 1, 100));
    }

    private static bool IsUsable(Uri address) =>
        (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && address.UserInfo.Length == 0 && address.Query.Length == 0 && address.Fragment.Length == 0;

    private static Uri WithSlash(Uri address) => address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
}
