using Cadenza.Functions.Platform.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cadenza.Functions.Delivery.Webhooks;

/// <summary>Adds what sends webhooks.</summary>
internal static class WebhookRegistration
{
    /// <summary>Adds one <see cref="WebhookClient"/> for the app; adding it again changes nothing.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services, Settings settings)
    {
        services.TryAddSingleton(WebhookOptions.Read(settings));
        services.TryAddSingleton<WebhookClient>(provider =>
            new WebhookClient(provider.GetRequiredService<WebhookOptions>(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
