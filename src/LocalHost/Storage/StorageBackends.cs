using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Cadenza.LocalHost.Storage.Embedded;
using Cadenza.LocalHost.Storage.Service;

namespace Cadenza.LocalHost.Storage;

/// <summary>Chooses the backend that a connection string names.</summary>
internal static class StorageBackends
{
    public static ITableBackend Tables(string connectionString, TableClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var connection = StorageConnection.Parse(connectionString);
        if (connection.Folder is { } folder) return new EmbeddedTables(EmbeddedStore.Of(folder));
        var policy = new TableSharedKeyPolicy(connection.AccountName, connection.AccountKey);
        return new ServiceTables(new ServicePipeline(connection.Tables!, options.VersionHeader, options, policy), connection.AccountName);
    }

    public static ITableBackend Tables(Uri endpoint, TokenCredential credential, TableClientOptions options)
    {
        RequireHttps(endpoint);
        return new ServiceTables(new ServicePipeline(endpoint, options.VersionHeader, options, ServicePipeline.Bearer(credential)), AccountOf(endpoint));
    }

    public static IQueueBackend Queues(string connectionString, QueueClientOptions options)
    {
        var connection = StorageConnection.Parse(connectionString);
        if (connection.Folder is { } folder) return new EmbeddedQueues(EmbeddedStore.Of(folder));
        var policy = new QueueSharedKeyPolicy(connection.AccountName, connection.AccountKey);
        return new ServiceQueues(new ServicePipeline(connection.Queues!, options.VersionHeader, options, policy), connection.AccountName);
    }

    public static IQueueBackend Queues(Uri endpoint, TokenCredential credential, QueueClientOptions options)
    {
        RequireHttps(endpoint);
        return new ServiceQueues(new ServicePipeline(endpoint, options.VersionHeader, options, ServicePipeline.Bearer(credential)), AccountOf(endpoint));
    }

    private static void RequireHttps(Uri endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (endpoint.Scheme != Uri.UriSchemeHttps) throw new ArgumentException("A token is sent over https only.", nameof(endpoint));
    }

    private static string AccountOf(Uri endpoint) => endpoint.Host.Split('.')[0];
}
