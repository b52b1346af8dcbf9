using Cadenza.Functions.Webhooks.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.Functions.Webhooks;

/// <summary>Adds webhooks that organizations subscribe to events with.</summary>
internal static class WebhooksRegistration
{
    /// <summary>Adds the stores and what delivers; the client that sends is added with the actions of workflows.</summary>
    public static IServiceCollection AddSubscriptions(this IServiceCollection services) => services
        .AddSingleton<WebhookStore>()
        .AddSingleton<WebhookDeliveryStore>()
        .AddSingleton<WebhookQueue>()
        .AddSingleton<WebhookDispatch>()
        .AddSingleton<WebhookSender>()
        .AddSingleton<OverdueWebhooks>();
}
