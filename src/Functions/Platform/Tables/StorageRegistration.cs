using Azure.Data.Tables;
using Azure.Storage.Queues;
using Cadenza.Functions.Platform.Configuration;
using Cadenza.Functions.Platform.Retention;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.Functions.Platform.Tables;

/// <summary>The clients of table and queue storage: the only seam between the app and where its rows are.</summary>
internal static class StorageRegistration
{
    /// <summary>
    /// Adds <see cref="TableServiceClient"/> and <see cref="QueueServiceClient"/>, each unless whoever hosts the app has
    /// given its own: what the connection string says is then for that host alone.
    /// </summary>
    public static IServiceCollection AddStorageClients(this IServiceCollection services, Settings settings)
    {
        var options = StorageOptions.Read(settings);
        try
        {
            if (options is { Tables: { } tables, Queues: { } queues, Identity: { } identity })
            {
                var credential = identity.Credential();
                services.AddUnlessGiven(() => new TableServiceClient(tables, credential, StorageClientOptions.Tables()));
                services.AddUnlessGiven(() => new QueueServiceClient(queues, credential, StorageClientOptions.Queues()));
            }
            else if (options.ConnectionString is { } connection)
            {
                services.AddUnlessGiven(() => new TableServiceClient(connection, StorageClientOptions.Tables()));
                services.AddUnlessGiven(() => new QueueServiceClient(connection, StorageClientOptions.Queues()));
            }
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or InvalidOperationException)
        {
            settings.Fault("AzureWebJobsStorage", "is not a connection string: " + fault.Message);
        }

        return services.AddSingleton<StorageTables>().AddSingleton<ScanTurns>().AddSingleton<RetentionStore>().AddSingleton<RetentionNotes>();
    }

    // Made at once: a connection string that cannot be read ends the start.
    private static void AddUnlessGiven<TClient>(this IServiceCollection services, Func<TClient> make)
        where TClient : class
    {
        if (services.All(service => service.ServiceType != typeof(TClient))) services.AddSingleton(make());
    }
}
