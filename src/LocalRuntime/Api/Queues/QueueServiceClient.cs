using Azure.Core;
using Cadenza.LocalRuntime.Storage;

namespace Azure.Storage.Queues;

/// <summary>The queues of one storage account; thread-safe, to be kept and shared.</summary>
public class QueueServiceClient
{
    private readonly IQueueBackend _backend;
    private readonly QueueMessageEncoding _encoding;

    /// <summary>For mocks.</summary>
    protected QueueServiceClient() => _backend = null!;

    /// <summary>The storage that <paramref name="connectionString"/> names.</summary>
    /// <exception cref="FormatException">The connection string cannot be understood.</exception>
    public QueueServiceClient(string connectionString)
        : this(connectionString, null)
    {
    }

    /// <inheritdoc cref="QueueServiceClient(string)"/>
    public QueueServiceClient(string connectionString, QueueClientOptions? options)
    {
        options ??= new QueueClientOptions();
        _backend = StorageBackends.Queues(connectionString, options);
        _encoding = options.MessageEncoding;
    }

    /// <summary>The account at <paramref name="serviceUri"/>, authorized by Microsoft Entra ID.</summary>
    public QueueServiceClient(Uri serviceUri, TokenCredential credential, QueueClientOptions? options = default)
    {
        options ??= new QueueClientOptions();
        _backend = StorageBackends.Queues(serviceUri, credential, options);
        _encoding = options.MessageEncoding;
    }

    /// <summary>The account's name.</summary>
    public virtual string AccountName => _backend.AccountName;

    /// <summary>Where the account's queues are.</summary>
    public virtual Uri Uri => _backend.Endpoint;

    /// <summary>A client of one queue, which need not exist yet; makes no request.</summary>
    public virtual QueueClient GetQueueClient(string queueName) => new(_backend, queueName, _encoding);

    /// <summary>Deletes a queue and its messages.</summary>
    /// <exception cref="RequestFailedException">404 QueueNotFound.</exception>
    public virtual Task<Response> DeleteQueueAsync(string queueName, CancellationToken cancellationToken = default) =>
        GetQueueClient(queueName).DeleteAsync(cancellationToken);
}
