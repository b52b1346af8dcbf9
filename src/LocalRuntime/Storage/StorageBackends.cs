using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Queues;

namespace Cadenza.LocalRuntime.Storage;

/// <summary>Chooses the backend that a connection string names.</summary>
internal static class StorageBackends
{
    public static ITableBackend Tables(string connectionString, TableClientOptions options) =>
        throw new NotSupportedException($"{StorageConnection.Parse(connectionString).AccountName}: backends land in a moment ({options.VersionHeader}).");

    public static ITableBackend Tables(Uri endpoint, TokenCredential credential, TableClientOptions options) =>
        throw new NotSupportedException($"{endpoint}: backends land in a moment ({credential}, {options.VersionHeader}).");

    public static IQueueBackend Queues(string connectionString, QueueClientOptions options) =>
        throw new NotSupportedException($"{StorageConnection.Parse(connectionString).AccountName}: backends land in a moment ({options.VersionHeader}).");

    public static IQueueBackend Queues(Uri endpoint, TokenCredential credential, QueueClientOptions options) =>
        throw new NotSupportedException($"{endpoint}: backends land in a moment ({credential}, {options.VersionHeader}).");
}
