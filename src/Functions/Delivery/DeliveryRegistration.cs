using Cadenza.Domain.Values;
using Cadenza.Functions.Delivery.Calls;
using Cadenza.Functions.Delivery.Outbox;
using Cadenza.Functions.Delivery.Providers;
using Cadenza.Functions.Delivery.Smtp;
using Cadenza.Functions.Delivery.Twilio;
using Cadenza.Functions.Delivery.WhatsApp;
using Cadenza.Functions.Platform.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Delivery;

/// <summary>
/// Chooses how the messages of each channel leave the app. <c>Delivery__Email</c>, <c>Delivery__Sms</c>,
/// <c>Delivery__WhatsApp</c> and <c>Delivery__Calls</c> name a provider, <c>outbox</c> or <c>null</c>; without them messages go
/// to the provider whose settings are there, else to the outbox.
/// </summary>
internal static class DeliveryRegistration
{
    private const string ToOutbox = "outbox";
    private const string ToNull = "null";

    /// <summary>Adds <see cref="Deliveries"/> with their <see cref="Circuits"/>, and <see cref="OutboxStore"/>.</summary>
    public static IServiceCollection AddDelivery(this IServiceCollection services, Settings settings)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<OutboxStore>();
        services.AddSingleton(RetrySchedule.Default with { MaxOutage = TimeSpan.FromHours(settings.Integer("Delivery__MaxOutageHours", 72, 1, 720)) });
        services.AddSingleton<Circuits>();
        var whatsApp = Choose(settings, "Delivery__WhatsApp", "cloud", "WhatsApp__AccessToken");
        var sms = Choose(settings, "Delivery__Sms", "twilio", "Twilio__AccountSid");
        // Which of the two ways to WhatsApp a message takes is said by its sender, so only whether it is sent at all is chosen.
        var whatsAppThroughTwilio = whatsApp is ToOutbox or ToNull && settings.Optional("Delivery__WhatsApp") is not null
            ? whatsApp
            : settings.Optional("Twilio__AccountSid") is null ? ToOutbox : "twilio";
        var twilio = sms == "twilio" || whatsAppThroughTwilio == "twilio" ? TwilioOptions.Read(settings, forSms: sms == "twilio") : null;
        Func<TimeProvider, IMessageDelivery>? throughTwilio =
            twilio is null ? null : clock => new HttpDelivery(new TwilioProvider(twilio), twilio.Provider, clock);
        IReadOnlyList<Route> routes =
        [
            Email(settings),
            Through(Channel.Sms, sms, throughTwilio, $"{twilio}"),
            WhatsApp(settings, whatsApp),
            Through(Channel.WhatsAppThroughTwilio, whatsAppThroughTwilio, throughTwilio, $"{twilio}"),
            Calls(settings),
        ];
        services.AddSingleton(provider => new Deliveries(routes, provider.GetRequiredService<OutboxStore>(), provider.GetRequiredService<TimeProvider>()));
        return services.AddSingleton<IHostedService>(provider =>
            new Announcement(provider.GetRequiredService<ILoggerFactory>().CreateLogger("Cadenza.Delivery"), routes));
    }

    private static Route Email(Settings settings)
    {
        var choice = Choose(settings, "Delivery__Email", "smtp", "Smtp__Host");
        var options = choice == "smtp" ? SmtpSettings.Read(settings) : null;
        return Through(Channel.Email, choice, options is null ? null : clock => new SmtpDelivery(options, clock), $"{options}");
    }

    private static Route WhatsApp(Settings settings, string choice)
    {
        var options = choice == "cloud" ? WhatsAppOptions.Read(settings) : null;
        return Through(
            Channel.WhatsApp, choice, options is null ? null : clock => new HttpDelivery(new CloudProvider(options), options.Provider, clock), $"{options}");
    }

    private static Route Calls(Settings settings)
    {
        var choice = Choose(settings, "Delivery__Calls", "http", "Calls__BaseUrl");
        var options = choice == "http" ? CallOptions.Read(settings) : null;
        return Through(
            Channel.Call, choice, options is null ? null : clock => new CallDelivery(options, clock), $"{options}");
    }

    private static Route Through(Channel channel, string choice, Func<TimeProvider, IMessageDelivery>? provider, string where) => choice switch
    {
        ToOutbox => new Route(channel, RouteKind.Outbox, null, ""),
        ToNull => new Route(channel, RouteKind.Nowhere, null, ""),
        _ => new Route(channel, RouteKind.Provider, provider, where),
    };

    private static string Choose(Settings settings, string key, string provider, string configuredBy)
    {
        var choice = (settings.Optional(key) ?? (settings.Optional(configuredBy) is null ? ToOutbox : provider)).ToLowerInvariant();
        if (choice == provider || choice is ToOutbox or ToNull) return choice;
        settings.Fault(key, $"must be {provider}, outbox or null");
        return ToOutbox;
    }

    /// <summary>Says once, at start, where the messages of each channel go.</summary>
    private sealed class Announcement(ILogger log, IReadOnlyList<Route> routes) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            foreach (var route in routes) route.Announce(log);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
