using Azure;
using Azure.Storage.Queues.Models;

namespace Cadenza.LocalHost.Storage.Embedded.Clients;

internal sealed partial class EmbeddedQueueClient
{
    public override Task<Response<SendReceipt>> SendMessageAsync(string messageText) => SendMessageAsync(messageText, null, null);

    public override Task<Response<SendReceipt>> SendMessageAsync(string messageText, CancellationToken cancellationToken = default) =>
        SendMessageAsync(messageText, null, null, cancellationToken);

    public override Task<Response<SendReceipt>> SendMessageAsync(string messageText, TimeSpan? visibilityTimeout = null, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default) =>
        SendAsync(MessageCodec.Encode(messageText, _encoding), visibilityTimeout, timeToLive, cancellationToken);

    public override Task<Response<SendReceipt>> SendMessageAsync(BinaryData message, TimeSpan? visibilityTimeout = null, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default) =>
        SendAsync(MessageCodec.Encode(message, _encoding), visibilityTimeout, timeToLive, cancellationToken);

    public override async Task<Response<QueueMessage>> ReceiveMessageAsync(TimeSpan? visibilityTimeout = null, CancellationToken cancellationToken = default)
    {
        var received = await ReceiveMessagesAsync(1, visibilityTimeout, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(received.Value.FirstOrDefault()!, received.GetRawResponse());
    }

    public override Task<Response<QueueMessage[]>> ReceiveMessagesAsync() => ReceiveMessagesAsync(null, null);

    public override Task<Response<QueueMessage[]>> ReceiveMessagesAsync(CancellationToken cancellationToken = default) =>
        ReceiveMessagesAsync(null, null, cancellationToken);

    public override async Task<Response<QueueMessage[]>> ReceiveMessagesAsync(int? maxMessages = null, TimeSpan? visibilityTimeout = null, CancellationToken cancellationToken = default)
    {
        StorageMeter.Count("queue.receive");
        var received = await _queues.ReceiveAsync(Name, maxMessages, visibilityTimeout, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(Array.ConvertAll(received, message => MessageModels.Received(message, _encoding)), StorageResponse.Ok);
    }

    public override async Task<Response<PeekedMessage>> PeekMessageAsync(CancellationToken cancellationToken = default)
    {
        var peeked = await PeekMessagesAsync(1, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(peeked.Value.FirstOrDefault()!, peeked.GetRawResponse());
    }

    public override async Task<Response<PeekedMessage[]>> PeekMessagesAsync(int? maxMessages = null, CancellationToken cancellationToken = default)
    {
        StorageMeter.Count("queue.peek");
        var peeked = await _queues.PeekAsync(Name, maxMessages, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(Array.ConvertAll(peeked, message => MessageModels.Peeked(message, _encoding)), StorageResponse.Ok);
    }

    public override Task<Response> DeleteMessageAsync(string messageId, string popReceipt, CancellationToken cancellationToken = default)
    {
        StorageMeter.Count("queue.delete");
        return _queues.DeleteMessageAsync(Name, messageId, popReceipt, cancellationToken);
    }

    public override Task<Response<UpdateReceipt>> UpdateMessageAsync(string messageId, string popReceipt, string? messageText = null, TimeSpan visibilityTimeout = default, CancellationToken cancellationToken = default) =>
        UpdateAsync(messageId, popReceipt, messageText is null ? null : MessageCodec.Encode(messageText, _encoding), visibilityTimeout, cancellationToken);

    public override Task<Response<UpdateReceipt>> UpdateMessageAsync(string messageId, string popReceipt, BinaryData? message, TimeSpan visibilityTimeout = default, CancellationToken cancellationToken = default) =>
        UpdateAsync(messageId, popReceipt, message is null ? null : MessageCodec.Encode(message, _encoding), visibilityTimeout, cancellationToken);

    private async Task<Response<SendReceipt>> SendAsync(string text, TimeSpan? visibilityTimeout, TimeSpan? timeToLive, CancellationToken cancellation)
    {
        StorageMeter.Count("queue.send");
        var sent = await _queues.SendAsync(Name, text, visibilityTimeout, timeToLive, cancellation).ConfigureAwait(false);
        return Response.FromValue(MessageModels.Sent(sent), StorageResponse.Created);
    }

    private async Task<Response<UpdateReceipt>> UpdateAsync(string messageId, string popReceipt, string? text, TimeSpan visibilityTimeout, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(messageId);
        ArgumentNullException.ThrowIfNull(popReceipt);
        StorageMeter.Count("queue.update");
        var updated = await _queues.UpdateMessageAsync(Name, messageId, popReceipt, text, visibilityTimeout, cancellation).ConfigureAwait(false);
        return Response.FromValue(MessageModels.Updated(updated), StorageResponse.NoContent);
    }
}
