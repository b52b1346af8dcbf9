using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Cadenza.LocalHost.Storage.Embedded;
using Cadenza.LocalHost.Storage.Embedded.Clients;

namespace Cadenza.LocalHost.Storage;

/// <summary>
/// The clients of a storage: embedded ones for <c>UseEmbeddedStorage=true;Path=folder</c>, the official ones for every
/// other connection string and for an endpoint with an identity.
/// </summary>
internal static class StorageClients
{
    /// <summary>Whether a connection string names embedded storage.</summary>
    /// <exception cref="FormatException">It does, but not in which folder.</exception>
    public static bool IsEmbedded(string connectionString) => EmbeddedConnection.Folder(connectionString) is not null;

    /// <exception cref="FormatException">The connection string is not understood.</exception>
    /// <exception cref="EmbeddedStorageException">The folder's file cannot be used.</exception>
    public static TableServiceClient Tables(string connectionString) =>
        EmbeddedConnection.Folder(connectionString) is { } folder
            ? new EmbeddedTableServiceClient(EmbeddedStore.Of(folder))
            : new TableServiceClient(connectionString);

    public static TableServiceClient Tables(Uri endpoint, TokenCredential identity) => new(endpoint, identity);

    /// <param name="connectionString">The storage.</param>
    /// <param name="encoding">How bodies are stored.</param>
    /// <inheritdoc cref="Tables(string)"/>
    public static QueueServiceClient Queues(string connectionString, QueueMessageEncoding encoding = QueueMessageEncoding.None) =>
        EmbeddedConnection.Folder(connectionString) is { } folder
            ? new EmbeddedQueueServiceClient(EmbeddedStore.Of(folder), encoding)
            : new QueueServiceClient(connectionString, new QueueClientOptions { MessageEncoding = encoding });

    public static QueueServiceClient Queues(Uri endpoint, TokenCredential identity, QueueMessageEncoding encoding = QueueMessageEncoding.None) =>
        new(endpoint, identity, new QueueClientOptions { MessageEncoding = encoding });

    /// <summary>Why a connection string cannot be used; null when it can. The answer never holds a key.</summary>
    public static string? Fault(string connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString)) return "it is empty.";
        try
        {
            if (IsEmbedded(connectionString)) return null;
            _ = new TableServiceClient(connectionString);
            _ = new QueueServiceClient(connectionString);
            return null;
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or InvalidOperationException)
        {
            return fault.Message;
        }
    }
}
