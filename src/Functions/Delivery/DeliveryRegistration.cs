using Cadenza.Functions.Delivery.Outbox;
using Cadenza.Functions.Delivery.Smtp;
using Cadenza.Functions.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Delivery;

/// <summary>Chooses how e-mails leave the app.</summary>
internal static class DeliveryRegistration
{
    /// <summary>
    /// Adds <see cref="IEmailDelivery"/> and <see cref="OutboxStore"/>. <c>Delivery__Email</c> is <c>smtp</c>, <c>outbox</c> or
    /// <c>null</c>; without it mails go to the mail server when <c>Smtp__Host</c> is set, else to the outbox.
    /// </summary>
    public static IServiceCollection AddDelivery(this IServiceCollection services, Settings settings)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<OutboxStore>();
        var choice = settings.Optional("Delivery__Email") ?? (settings.Optional("Smtp__Host") is null ? "outbox" : "smtp");
        switch (choice.ToUpperInvariant())
        {
            case "SMTP":
                return services.AddSmtp(SmtpSettings.Read(settings));
            case "OUTBOX":
                return services.AddSingleton<IEmailDelivery, OutboxDelivery>().Announce(log => log.OutboxInUse());
            case "NULL":
                return services.AddSingleton<IEmailDelivery, NullDelivery>().Announce(log => log.NullInUse());
            default:
                settings.Fault("Delivery__Email", "must be smtp, outbox or null");
                return services;
        }
    }

    private static IServiceCollection AddSmtp(this IServiceCollection services, SmtpOptions options)
    {
        services.AddSingleton<IEmailDelivery>(_ => new SmtpDelivery(options));
        return services.Announce(log => log.MailServerInUse(options.ToString()));
    }

    private static IServiceCollection Announce(this IServiceCollection services, Action<ILogger> announcement) =>
        services.AddSingleton<IHostedService>(provider =>
            new Announcement(provider.GetRequiredService<ILoggerFactory>().CreateLogger("Cadenza.Delivery"), announcement));

    /// <summary>Says once, at start, where mails go.</summary>
    private sealed class Announcement(ILogger log, Action<ILogger> announcement) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            announcement(log);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
