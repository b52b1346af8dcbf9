using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Cadenza.LocalHost.Storage.Embedded.Clients;

internal sealed partial class EmbeddedQueueServiceClient
{
    public override Pageable<QueueItem> GetQueues(QueueTraits traits = QueueTraits.None, string? prefix = null, CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override AsyncPageable<QueueItem> GetQueuesAsync(QueueTraits traits = QueueTraits.None, string? prefix = null, CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Response<QueueServiceProperties> GetProperties(CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Task<Response<QueueServiceProperties>> GetPropertiesAsync(CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Response SetProperties(QueueServiceProperties properties, CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Task<Response> SetPropertiesAsync(QueueServiceProperties properties, CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Response<QueueServiceStatistics> GetStatistics(CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Task<Response<QueueServiceStatistics>> GetStatisticsAsync(CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Response<QueueClient> CreateQueue(string queueName, IDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Task<Response<QueueClient>> CreateQueueAsync(string queueName, IDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Response DeleteQueue(string queueName, CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Response<UserDelegationKey> GetUserDelegationKey(QueueGetUserDelegationKeyOptions options, CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Task<Response<UserDelegationKey>> GetUserDelegationKeyAsync(QueueGetUserDelegationKeyOptions options, CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Response<UserDelegationKey> GetUserDelegationKey(DateTimeOffset? startsOn, DateTimeOffset expiresOn, CancellationToken cancellationToken) => throw Unsupported.Member();
    public override Task<Response<UserDelegationKey>> GetUserDelegationKeyAsync(DateTimeOffset? startsOn, DateTimeOffset expiresOn, CancellationToken cancellationToken) => throw Unsupported.Member();
}
