using Cadenza.Functions.Platform.Configuration;

namespace Cadenza.Functions.Delivery.Webhooks;

/// <summary>How webhooks are sent, as configured under <c>Cadenza__Webhooks__…</c>.</summary>
/// <param name="AllowPrivateAddresses">
/// <c>Cadenza__Webhooks__AllowPrivateAddresses</c>: whether they may go to addresses that are not of the public internet.
/// For development, and for systems that live in the same private network.
/// </param>
/// <param name="Timeout"><c>Cadenza__Webhooks__TimeoutSeconds</c>: from the first byte to the last of a request and its answer.</param>
internal sealed record WebhookOptions(bool AllowPrivateAddresses, TimeSpan Timeout)
{
    /// <summary>Reads the settings.</summary>
    public static WebhookOptions Read(Settings settings) => new(
        settings.Flag("Cadenza__Webhooks__AllowPrivateAddresses", absent: false),
        TimeSpan.FromSeconds(settings.Integer("Cadenza__Webhooks__TimeoutSeconds", 15, 1, 120)));
}
