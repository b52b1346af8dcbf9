using Cadenza.Functions.Delivery.Webhooks;
using Cadenza.Functions.Platform.Configuration;
using Cadenza.Functions.Workflows.Actions.Events;
using Cadenza.Functions.Workflows.Actions.Flows;
using Cadenza.Functions.Workflows.Actions.Messages;
using Cadenza.Functions.Workflows.Actions.Records;
using Cadenza.Functions.Workflows.Actions.Sequences;
using Cadenza.Functions.Workflows.Actions.Webhooks;
using Cadenza.Functions.Workflows.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.Functions.Workflows.Actions;

/// <summary>Adds what the steps of workflows and leads do; the one list of action types.</summary>
internal static class ActionsRegistration
{
    /// <summary>Adds the actions and what they run on.</summary>
    public static IServiceCollection AddActions(this IServiceCollection services, Settings settings) => services
        .AddWebhooks(settings)
        .AddSingleton(MessageDefaults.Read(settings))
        .AddSingleton<RunLedger>()
        .AddSingleton<MessageRecipients>()
        .AddSingleton<MessageSender>()
        .AddSingleton<IStepAction, SendMessage>()
        .AddSingleton<StepRecords>()
        .AddSingleton<IStepAction, SendWebhook>()
        .AddSingleton<IStepAction, EmitEvent>()
        .AddSingleton<IStepAction, ChangeEnrollment>()
        .AddSingleton<IStepAction, AssignOwner>()
        .AddSingleton<IStepAction, CreateTask>()
        .AddSingleton<IStepAction, ChangeRecord>()
        .AddSingleton<IStepAction, ChangeContact>()
        .AddSingleton<IStepAction, CreateRelatedRecord>()
        .AddSingleton<IStepAction, SendNotification>()
        .AddSingleton<IStepAction, SetUserProperty>();
}
