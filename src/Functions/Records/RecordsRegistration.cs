using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Records.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.Functions.Records;

/// <summary>Adds the records of the CRM (D7, D8) and what its users are told.</summary>
internal static class RecordsRegistration
{
    /// <summary>Adds the stores and what runs on them.</summary>
    public static IServiceCollection AddRecords(this IServiceCollection services) => services
        .AddSingleton<RecordStore>()
        .AddSingleton<UnsentEventsChecks>()
        .AddSingleton<UnsentEvents>()
        .AddSingleton<IContactEvents, ContactEvents>()
        .AddSingleton<TableRecords>()
        .AddSingleton<ContactRecords>()
        .AddSingleton<RecordsByModule>()
        .AddSingleton<OverdueTasks>()
        .AddSingleton<NotificationStore>()
        .AddSingleton<RotationStore>();
}
