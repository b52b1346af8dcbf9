using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Cadenza.LocalHost.Storage.Embedded.Clients;

/// <summary>One queue of an embedded store.</summary>
internal sealed partial class EmbeddedQueueClient : QueueClient, IMessageSignal
{
    private readonly EmbeddedQueues _queues;
    private readonly QueueMessageEncoding _encoding;

    public EmbeddedQueueClient(EmbeddedQueues queues, string queueName, QueueMessageEncoding encoding)
    {
        ArgumentException.ThrowIfNullOrEmpty(queueName);
        _queues = queues;
        _encoding = encoding;
        Name = queueName;
    }

    public override string Name { get; }

    public override string AccountName => EmbeddedStore.AccountName;

    public override Uri Uri => new($"{_queues.Endpoint}/{Name}");

    public override int MaxPeekableMessages => QueueRules.MaxMessages;

    public override int MessageMaxBytes => QueueRules.MaxMessageBytes;

    public override bool CanGenerateSasUri => false;

    protected override Uri MessagesUri => new($"{Uri}/messages");

    public override Task<Response> CreateAsync(IDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        StorageMeter.Count("queue.create");
        return _queues.CreateAsync(Name, metadata, cancellationToken);
    }

    public override async Task<Response> CreateIfNotExistsAsync(IDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        try
        {
            var response = await CreateAsync(metadata, cancellationToken).ConfigureAwait(false);
            return response.Status == 201 ? response : null!;
        }
        catch (RequestFailedException failure) when (failure.ErrorCode == QueueErrorCode.QueueAlreadyExists)
        {
            // It is there with other metadata, which the official client takes for "exists" too.
            return null!;
        }
    }

    public override async Task<Response> DeleteAsync(CancellationToken cancellationToken = default)
    {
        StorageMeter.Count("queue.drop");
        var response = await _queues.DeleteAsync(Name, cancellationToken).ConfigureAwait(false);
        return response.Status == 404 ? throw StorageFault.QueueNotFound.ToException() : response;
    }

    public override async Task<Response<bool>> DeleteIfExistsAsync(CancellationToken cancellationToken = default)
    {
        StorageMeter.Count("queue.drop");
        var response = await _queues.DeleteAsync(Name, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(response.Status != 404, response);
    }

    public override Task<Response<QueueProperties>> GetPropertiesAsync(CancellationToken cancellationToken = default)
    {
        StorageMeter.Count("queue.properties");
        return _queues.GetPropertiesAsync(Name, cancellationToken);
    }

    public override Task<Response> ClearMessagesAsync(CancellationToken cancellationToken = default)
    {
        StorageMeter.Count("queue.clear");
        return _queues.ClearAsync(Name, cancellationToken);
    }

    public Task WaitForMessagesAsync(TimeSpan atMost, CancellationToken cancellation) =>
        _queues.WaitForMessagesAsync(Name, atMost, cancellation);
}
