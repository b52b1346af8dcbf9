using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Events;
using Cadenza.Functions.Records.Storage;
using Cadenza.Functions.Workflows.Actions;
using Cadenza.Functions.Workflows.Actions.Records;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.Functions.Records;

/// <summary>Adds the records of the CRM (D7, D8) and what its users are told.</summary>
internal static class RecordsRegistration
{
    /// <summary>Adds the stores and what runs on them.</summary>
    public static IServiceCollection AddRecords(this IServiceCollection services) => services
        .AddSingleton<RecordStore>()
        .AddSingleton<RecordDueStore>()
        .AddSingleton<EventOutbox>()
        .AddSingleton<IContactEvents, ContactEvents>()
        .AddSingleton<StoredRecords>()
        .AddSingleton<ContactRecords>()
        .AddSingleton<RecordKeepers>()
        .AddSingleton<OverdueTasks>()
        .AddSingleton<NotificationStore>()
        .AddSingleton<RotationStore>()
        .AddSingleton<StepRecords>()
        .AddSingleton<IStepAction, AssignOwner>()
        .AddSingleton<IStepAction, CreateTask>()
        .AddSingleton<IStepAction, ChangeRecord>()
        .AddSingleton<IStepAction, ChangeContact>()
        .AddSingleton<IStepAction, DeriveRecord>()
        .AddSingleton<IStepAction, SendNotification>();
}
