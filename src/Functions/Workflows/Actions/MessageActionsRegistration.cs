using Cadenza.Functions.Delivery.Webhooks;
using Cadenza.Functions.Platform.Configuration;
using Cadenza.Functions.Workflows.Actions.Messages;
using Cadenza.Functions.Workflows.Actions.Webhooks;
using Cadenza.Functions.Workflows.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.Functions.Workflows.Actions;

/// <summary>Adds the steps that reach people and systems outside.</summary>
internal static class MessageActionsRegistration
{
    /// <summary>Adds <c>send_email</c>, <c>send_sms</c>, <c>send_whatsapp</c>, <c>make_phone_call</c> and <c>webhook</c>.</summary>
    public static IServiceCollection AddMessageActions(this IServiceCollection services, Settings settings) => services
        .AddWebhooks(settings)
        .AddSingleton(MessageDefaults.Read(settings))
        .AddSingleton<RunLedger>()
        .AddSingleton<MessageRecipients>()
        .AddSingleton<MessageSender>()
        .AddSingleton<IStepAction, SendMessage>()
        .AddSingleton<IStepAction, SendWebhook>();
}
