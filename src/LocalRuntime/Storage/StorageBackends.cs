using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Cadenza.LocalRuntime.Storage.Embedded;

namespace Cadenza.LocalRuntime.Storage;

/// <summary>Chooses the backend that a connection string names.</summary>
internal static class StorageBackends
{
    public static ITableBackend Tables(string connectionString, TableClientOptions options)
    {
        var connection = StorageConnection.Parse(connectionString);
        return connection.Folder is { } folder
            ? new EmbeddedTables(EmbeddedStore.Of(folder))
            : throw new NotSupportedException($"{connection.AccountName}: the service backend lands soon ({options.VersionHeader}).");
    }

    public static ITableBackend Tables(Uri endpoint, TokenCredential credential, TableClientOptions options) =>
        throw new NotSupportedException($"{endpoint}: the service backend lands soon ({credential}, {options.VersionHeader}).");

    public static IQueueBackend Queues(string connectionString, QueueClientOptions options)
    {
        var connection = StorageConnection.Parse(connectionString);
        return connection.Folder is { } folder
            ? new EmbeddedQueues(EmbeddedStore.Of(folder))
            : throw new NotSupportedException($"{connection.AccountName}: the service backend lands soon ({options.VersionHeader}).");
    }

    public static IQueueBackend Queues(Uri endpoint, TokenCredential credential, QueueClientOptions options) =>
        throw new NotSupportedException($"{endpoint}: the service backend lands soon ({credential}, {options.VersionHeader}).");
}
