using Cadenza.Functions.Delivery.Providers;
using Cadenza.Functions.Platform.Configuration;

namespace Cadenza.Functions.Delivery.Twilio;

/// <summary>The account at Twilio, as configured under <c>Twilio__…</c>.</summary>
/// <param name="Provider">How it is reached.</param>
/// <param name="AccountSid"><c>Twilio__AccountSid</c>.</param>
/// <param name="AuthToken"><c>Twilio__AuthToken</c>.</param>
/// <param name="From"><c>Twilio__From</c>: the number, short code or name that text messages come from; null with a messaging service.</param>
/// <param name="MessagingServiceSid"><c>Twilio__MessagingServiceSid</c>: the service that chooses the sender, or null.</param>
internal sealed record TwilioOptions(
    ProviderOptions Provider, string AccountSid, string AuthToken, string? From, string? MessagingServiceSid)
{
    /// <summary><c>Twilio__WhatsAppFrom</c>: the number that texts to WhatsApp come from where a message names none; else <see cref="From"/>.</summary>
    public string? WhatsAppFrom { get; init; }

    /// <summary>Reads and checks the settings.</summary>
    /// <param name="settings">The app's settings.</param>
    /// <param name="forSms">Whether text messages go through it, which need a sender.</param>
    public static TwilioOptions Read(Settings settings, bool forSms)
    {
        var options = new TwilioOptions(
            ProviderSettings.Read(settings, "Twilio", "https://api.twilio.com"),
            settings.Required("Twilio__AccountSid"),
            settings.Required("Twilio__AuthToken"),
            settings.Optional("Twilio__From"),
            settings.Optional("Twilio__MessagingServiceSid"))
        { WhatsAppFrom = settings.Optional("Twilio__WhatsAppFrom") };
        if (forSms && options.From is null && options.MessagingServiceSid is null)
            settings.Fault("Twilio__From", "or Twilio__MessagingServiceSid is required");
        return options;
    }

    /// <summary>For logs: where, and nothing secret.</summary>
    public override string ToString() => $"Twilio at {Provider.BaseAddress.GetLeftPart(UriPartial.Authority)}";
}
