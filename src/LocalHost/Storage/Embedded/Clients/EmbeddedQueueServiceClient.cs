using Azure;
using Azure.Storage.Queues;

namespace Cadenza.LocalHost.Storage.Embedded.Clients;

/// <summary>The queues of an embedded store.</summary>
internal sealed partial class EmbeddedQueueServiceClient(EmbeddedStore store, QueueMessageEncoding encoding) : QueueServiceClient
{
    private readonly EmbeddedQueues _queues = new(store);

    public override string AccountName => EmbeddedStore.AccountName;

    public override Uri Uri => _queues.Endpoint;

    public override bool CanGenerateAccountSasUri => false;

    public override QueueClient GetQueueClient(string queueName) => new EmbeddedQueueClient(_queues, queueName, encoding);

    public override Task<Response> DeleteQueueAsync(string queueName, CancellationToken cancellationToken = default) =>
        GetQueueClient(queueName).DeleteAsync(cancellationToken);
}
