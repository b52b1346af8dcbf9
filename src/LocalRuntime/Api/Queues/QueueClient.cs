using Azure.Storage.Queues.Models;
using Cadenza.LocalRuntime.Storage;

namespace Azure.Storage.Queues;

/// <summary>Sends and receives the messages of one queue; thread-safe, to be kept and shared.</summary>
public partial class QueueClient
{
    private readonly IQueueBackend _backend;
    private readonly QueueMessageEncoding _encoding;

    /// <summary>For mocks.</summary>
    protected QueueClient()
    {
        _backend = null!;
        Name = null!;
    }

    /// <summary>A queue in the storage that <paramref name="connectionString"/> names.</summary>
    /// <exception cref="FormatException">The connection string cannot be understood.</exception>
    public QueueClient(string connectionString, string queueName)
        : this(connectionString, queueName, null)
    {
    }

    /// <inheritdoc cref="QueueClient(string, string)"/>
    public QueueClient(string connectionString, string queueName, QueueClientOptions? options)
        : this(StorageBackends.Queues(connectionString, options ?? new QueueClientOptions()), queueName, options?.MessageEncoding ?? QueueMessageEncoding.None)
    {
    }

    internal QueueClient(IQueueBackend backend, string queueName, QueueMessageEncoding encoding)
    {
        ArgumentException.ThrowIfNullOrEmpty(queueName);
        _backend = backend;
        _encoding = encoding;
        Name = queueName;
    }

    /// <summary>The queue's name.</summary>
    public virtual string Name { get; }

    /// <summary>The account's name.</summary>
    public virtual string AccountName => _backend.AccountName;

    /// <summary>Where the queue is.</summary>
    public virtual Uri Uri => new(_backend.Endpoint, $"{_backend.Endpoint.AbsolutePath.TrimEnd('/')}/{Name}");

    /// <summary>The most messages that can be received or peeked at once.</summary>
    public virtual int MaxPeekableMessages => 32;

    /// <summary>The largest text, in bytes of UTF-8, that a message can have once encoded.</summary>
    public virtual int MessageMaxBytes => 64 * 1024;

    /// <summary>Creates the queue; one that exists with the same metadata is no failure.</summary>
    /// <exception cref="RequestFailedException">409 QueueAlreadyExists, when its metadata differ.</exception>
    public virtual Task<Response> CreateAsync(IDictionary<string, string>? metadata = default, CancellationToken cancellationToken = default)
    {
        StorageMeter.Count("queue.create");
        return _backend.CreateAsync(Name, metadata, cancellationToken);
    }

    /// <summary>Creates the queue unless it exists.</summary>
    /// <returns>The response when it was created, null when it existed.</returns>
    public virtual async Task<Response?> CreateIfNotExistsAsync(IDictionary<string, string>? metadata = default, CancellationToken cancellationToken = default)
    {
        try
        {
            var response = await CreateAsync(metadata, cancellationToken).ConfigureAwait(false);
            return response.Status == 201 ? response : null;
        }
        catch (RequestFailedException failure) when (failure.ErrorCode == "QueueAlreadyExists")
        {
            return null;
        }
    }

    /// <summary>Deletes the queue and its messages.</summary>
    /// <exception cref="RequestFailedException">404 QueueNotFound.</exception>
    public virtual async Task<Response> DeleteAsync(CancellationToken cancellationToken = default)
    {
        StorageMeter.Count("queue.drop");
        var response = await _backend.DeleteAsync(Name, cancellationToken).ConfigureAwait(false);
        return response.Status == 404 ? throw StorageFault.QueueNotFound.ToException() : response;
    }

    /// <summary>Deletes the queue and its messages if it exists.</summary>
    /// <returns>Whether it existed.</returns>
    public virtual async Task<Response<bool>> DeleteIfExistsAsync(CancellationToken cancellationToken = default)
    {
        StorageMeter.Count("queue.drop");
        var response = await _backend.DeleteAsync(Name, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(response.Status != 404, response);
    }

    /// <summary>The queue's length and metadata.</summary>
    /// <exception cref="RequestFailedException">404 QueueNotFound.</exception>
    public virtual Task<Response<QueueProperties>> GetPropertiesAsync(CancellationToken cancellationToken = default)
    {
        StorageMeter.Count("queue.properties");
        return _backend.GetPropertiesAsync(Name, cancellationToken);
    }

    /// <summary>Deletes every message.</summary>
    /// <exception cref="RequestFailedException">404 QueueNotFound.</exception>
    public virtual Task<Response> ClearMessagesAsync(CancellationToken cancellationToken = default)
    {
        StorageMeter.Count("queue.clear");
        return _backend.ClearAsync(Name, cancellationToken);
    }

    /// <summary>
    /// Completes when a message may have become visible, at the latest after <paramref name="atMost"/>. The embedded
    /// backend knows when; on the service this is a plain wait, so that <paramref name="atMost"/> is the polling interval.
    /// </summary>
    internal Task WaitForMessagesAsync(TimeSpan atMost, CancellationToken cancellationToken) =>
        _backend.WaitForMessagesAsync(Name, atMost, cancellationToken);
}
