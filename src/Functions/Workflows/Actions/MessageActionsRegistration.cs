using Cadenza.Functions.Delivery.Webhooks;
using Cadenza.Functions.Hosting;
using Cadenza.Functions.Workflows.Actions.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.Functions.Workflows.Actions;

/// <summary>Adds the steps that reach people and systems outside.</summary>
internal static class MessageActionsRegistration
{
    /// <summary>Adds <c>webhook</c>.</summary>
    public static IServiceCollection AddMessageActions(this IServiceCollection services, Settings settings) => services
        .AddWebhooks(settings)
        .AddSingleton<IStepAction, SendWebhook>();
}
