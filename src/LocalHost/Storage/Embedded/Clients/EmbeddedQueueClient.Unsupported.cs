using Azure;
using Azure.Storage;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Azure.Storage.Sas;

namespace Cadenza.LocalHost.Storage.Embedded.Clients;

internal sealed partial class EmbeddedQueueClient
{
    protected override QueueClient WithClientSideEncryptionOptionsCore(ClientSideEncryptionOptions clientSideEncryptionOptions) => throw Unsupported.Member();
    public override Response Create(IDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Response CreateIfNotExists(IDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Response<bool> Exists(CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Task<Response<bool>> ExistsAsync(CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Response<bool> DeleteIfExists(CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Response Delete(CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Response<QueueProperties> GetProperties(CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Response SetMetadata(IDictionary<string, string> metadata, CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Task<Response> SetMetadataAsync(IDictionary<string, string> metadata, CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Response<IEnumerable<QueueSignedIdentifier>> GetAccessPolicy(CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Task<Response<IEnumerable<QueueSignedIdentifier>>> GetAccessPolicyAsync(CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Response SetAccessPolicy(IEnumerable<QueueSignedIdentifier> permissions, CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Task<Response> SetAccessPolicyAsync(IEnumerable<QueueSignedIdentifier> permissions, CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Response ClearMessages(CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Response<SendReceipt> SendMessage(string messageText) => throw Unsupported.Member();
    public override Response<SendReceipt> SendMessage(string messageText, CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Response<SendReceipt> SendMessage(string messageText, TimeSpan? visibilityTimeout = null, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Response<SendReceipt> SendMessage(BinaryData message, TimeSpan? visibilityTimeout = null, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Response<QueueMessage[]> ReceiveMessages() => throw Unsupported.Member();
    public override Response<QueueMessage[]> ReceiveMessages(CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Response<QueueMessage[]> ReceiveMessages(int? maxMessages = null, TimeSpan? visibilityTimeout = null, CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Response<QueueMessage> ReceiveMessage(TimeSpan? visibilityTimeout = null, CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Response<PeekedMessage> PeekMessage(CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Response<PeekedMessage[]> PeekMessages(int? maxMessages = null, CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Response DeleteMessage(string messageId, string popReceipt, CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Response<UpdateReceipt> UpdateMessage(string messageId, string popReceipt, string? messageText = null, TimeSpan visibilityTimeout = default, CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Response<UpdateReceipt> UpdateMessage(string messageId, string popReceipt, BinaryData message, TimeSpan visibilityTimeout = default, CancellationToken cancellationToken = default) => throw Unsupported.Member();
    public override Uri GenerateSasUri(QueueSasPermissions permissions, DateTimeOffset expiresOn) => throw Unsupported.Member();
    public override Uri GenerateSasUri(QueueSasPermissions permissions, DateTimeOffset expiresOn, out string stringToSign) => throw Unsupported.Member();
    public override Uri GenerateSasUri(QueueSasBuilder builder) => throw Unsupported.Member();
    public override Uri GenerateSasUri(QueueSasBuilder builder, out string stringToSign) => throw Unsupported.Member();
    public override Uri GenerateUserDelegationSasUri(QueueSasPermissions permissions, DateTimeOffset expiresOn, UserDelegationKey userDelegationKey) => throw Unsupported.Member();
    public override Uri GenerateUserDelegationSasUri(QueueSasPermissions permissions, DateTimeOffset expiresOn, UserDelegationKey userDelegationKey, out string stringToSign) => throw Unsupported.Member();
    public override Uri GenerateUserDelegationSasUri(QueueSasBuilder builder, UserDelegationKey userDelegationKey) => throw Unsupported.Member();
    public override Uri GenerateUserDelegationSasUri(QueueSasBuilder builder, UserDelegationKey userDelegationKey, out string stringToSign) => throw Unsupported.Member();
    protected override Task OnMessageDecodingFailedAsync(QueueMessage receivedMessage, PeekedMessage peekedMessage, bool isRunningSynchronously, CancellationToken cancellationToken) => throw Unsupported.Member();
    protected override QueueServiceClient GetParentQueueServiceClientCore() => throw Unsupported.Member();
}
