using Cadenza.Functions.Delivery.Outbox;
using Cadenza.Functions.Delivery.Smtp;
using Microsoft.Extensions.Configuration;
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
    /// <exception cref="InvalidOperationException">The settings are not usable; the message names every fault.</exception>
    public static IServiceCollection AddDelivery(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<OutboxStore>();
        var host = configuration["Smtp:Host"];
        var choice = configuration["Delivery:Email"]?.Trim();
        if (string.IsNullOrEmpty(choice)) choice = string.IsNullOrWhiteSpace(host) ? "outbox" : "smtp";
        return choice.ToUpperInvariant() switch
        {
            "SMTP" => services.AddSmtp(new SmtpSettings(configuration)),
            "OUTBOX" => services.AddSingleton<IEmailDelivery, OutboxDelivery>().Announce(log => log.OutboxInUse()),
            "NULL" => services.AddSingleton<IEmailDelivery, NullDelivery>().Announce(log => log.NullInUse()),
            _ => throw new InvalidOperationException("Delivery__Email has to be smtp, outbox or null."),
        };
    }

    private static IServiceCollection AddSmtp(this IServiceCollection services, SmtpSettings settings)
    {
        var options = settings.Read();
        if (settings.Faults.Count > 0)
            throw new InvalidOperationException("The mail server's settings are not usable. " + string.Join(' ', settings.Faults));
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
