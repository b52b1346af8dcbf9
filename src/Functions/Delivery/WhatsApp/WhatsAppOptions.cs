using Cadenza.Functions.Delivery.Providers;
using Cadenza.Functions.Platform.Configuration;

namespace Cadenza.Functions.Delivery.WhatsApp;

/// <summary>The WhatsApp Cloud API, as configured under <c>WhatsApp__…</c>.</summary>
/// <param name="Provider">How it is reached; the base address has the version of the API in it.</param>
/// <param name="AccessToken"><c>WhatsApp__AccessToken</c>.</param>
internal sealed record WhatsAppOptions(ProviderOptions Provider, string AccessToken)
{
    /// <summary>Reads and checks the settings.</summary>
    public static WhatsAppOptions Read(Settings settings) => new(
        ProviderSettings.Read(settings, "WhatsApp", "https://graph.facebook.com/v23.0"), settings.Required("WhatsApp__AccessToken"));

    /// <summary>For logs: where, and nothing secret.</summary>
    public override string ToString() => $"the WhatsApp Cloud API at {Provider.BaseAddress.GetLeftPart(UriPartial.Authority)}";
}
