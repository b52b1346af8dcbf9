using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cadenza.Functions.Hosting;

/// <summary>The clients of table and queue storage: the only seam between the app and where its rows are.</summary>
internal static class StorageRegistration
{
    /// <summary>Adds <see cref="TableServiceClient"/> and <see cref="QueueServiceClient"/>.</summary>
    public static IServiceCollection AddStorageClients(this IServiceCollection services, Settings settings)
    {
        var options = StorageOptions.Read(settings);
        // The Functions host encodes and expects base64 (host.json, queues.messageEncoding).
        var queues = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 };
        try
        {
            if (options is { Tables: { } tablesAt, Queues: { } queuesAt })
            {
                TokenCredential identity = new DefaultAzureCredential();
                services.TryAddSingleton(new TableServiceClient(tablesAt, identity));
                services.AddSingleton(new QueueServiceClient(queuesAt, identity, queues));
            }
            else if (options.ConnectionString is { } connection)
            {
                services.TryAddSingleton(new TableServiceClient(connection));
                services.AddSingleton(new QueueServiceClient(connection, queues));
            }
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or InvalidOperationException)
        {
            settings.Fault("AzureWebJobsStorage", "is not a connection string: " + fault.Message);
        }

        return services;
    }
}
