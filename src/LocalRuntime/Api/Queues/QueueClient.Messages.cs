using System.Text;
using Azure.Storage.Queues.Models;
using Cadenza.LocalRuntime.Storage;

namespace Azure.Storage.Queues;

public partial class QueueClient
{
    /// <summary>Sends a text.</summary>
    /// <exception cref="RequestFailedException">404 QueueNotFound, 413 RequestBodyTooLarge.</exception>
    public virtual Task<Response<SendReceipt>> SendMessageAsync(string messageText) => SendMessageAsync(messageText, null, null);

    /// <inheritdoc cref="SendMessageAsync(string)"/>
    public virtual Task<Response<SendReceipt>> SendMessageAsync(string messageText, CancellationToken cancellationToken = default) =>
        SendMessageAsync(messageText, null, null, cancellationToken);

    /// <summary>Sends a text.</summary>
    /// <param name="messageText">The body.</param>
    /// <param name="visibilityTimeout">How long receivers do not see it, up to 7 days; not at all when null.</param>
    /// <param name="timeToLive">After how long the queue drops it; 7 days when null, never when -1 second.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="RequestFailedException">404 QueueNotFound, 413 RequestBodyTooLarge, 400 for times out of range.</exception>
    public virtual Task<Response<SendReceipt>> SendMessageAsync(string messageText, TimeSpan? visibilityTimeout = default, TimeSpan? timeToLive = default, CancellationToken cancellationToken = default) =>
        SendAsync(Encode(messageText), visibilityTimeout, timeToLive, cancellationToken);

    /// <inheritdoc cref="SendMessageAsync(string, TimeSpan?, TimeSpan?, CancellationToken)"/>
    public virtual Task<Response<SendReceipt>> SendMessageAsync(BinaryData message, TimeSpan? visibilityTimeout = default, TimeSpan? timeToLive = default, CancellationToken cancellationToken = default) =>
        SendAsync(Encode(message), visibilityTimeout, timeToLive, cancellationToken);

    /// <summary>Receives one message.</summary>
    /// <param name="visibilityTimeout">How long other receivers do not see it, 1 second to 7 days; 30 seconds when null.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The message; a response whose value is null when none is visible.</returns>
    public virtual async Task<Response<QueueMessage>> ReceiveMessageAsync(TimeSpan? visibilityTimeout = default, CancellationToken cancellationToken = default)
    {
        var received = await ReceiveMessagesAsync(1, visibilityTimeout, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(received.Value.FirstOrDefault()!, received.GetRawResponse());
    }

    /// <summary>Receives one message.</summary>
    public virtual Task<Response<QueueMessage[]>> ReceiveMessagesAsync() => ReceiveMessagesAsync(null, null);

    /// <summary>Receives one message.</summary>
    public virtual Task<Response<QueueMessage[]>> ReceiveMessagesAsync(CancellationToken cancellationToken = default) =>
        ReceiveMessagesAsync(null, null, cancellationToken);

    /// <summary>Receives messages.</summary>
    /// <param name="maxMessages">1 to 32; 1 when null.</param>
    /// <param name="visibilityTimeout">How long other receivers do not see them, 1 second to 7 days; 30 seconds when null.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="RequestFailedException">404 QueueNotFound, 400 for values out of range.</exception>
    public virtual async Task<Response<QueueMessage[]>> ReceiveMessagesAsync(int? maxMessages = default, TimeSpan? visibilityTimeout = default, CancellationToken cancellationToken = default)
    {
        StorageMeter.Count("queue.receive");
        var received = await _backend.ReceiveAsync(Name, maxMessages, visibilityTimeout, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(Array.ConvertAll(received.Value, message => message.WithBody(Decode(message.Body))), received.GetRawResponse());
    }

    /// <summary>Looks at the next visible message without receiving it.</summary>
    /// <returns>The message; a response whose value is null when none is visible.</returns>
    public virtual async Task<Response<PeekedMessage>> PeekMessageAsync(CancellationToken cancellationToken = default)
    {
        var peeked = await PeekMessagesAsync(1, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(peeked.Value.FirstOrDefault()!, peeked.GetRawResponse());
    }

    /// <summary>Looks at up to 32 visible messages (1 when null) without receiving them.</summary>
    /// <exception cref="RequestFailedException">404 QueueNotFound, 400 for values out of range.</exception>
    public virtual async Task<Response<PeekedMessage[]>> PeekMessagesAsync(int? maxMessages = default, CancellationToken cancellationToken = default)
    {
        StorageMeter.Count("queue.peek");
        var peeked = await _backend.PeekAsync(Name, maxMessages, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(Array.ConvertAll(peeked.Value, message => message.WithBody(Decode(message.Body))), peeked.GetRawResponse());
    }

    /// <summary>Deletes a message.</summary>
    /// <param name="messageId">The message.</param>
    /// <param name="popReceipt">From its latest receipt or update.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="RequestFailedException">404 MessageNotFound; 400 PopReceiptMismatch when another receipt came later.</exception>
    public virtual Task<Response> DeleteMessageAsync(string messageId, string popReceipt, CancellationToken cancellationToken = default)
    {
        StorageMeter.Count("queue.delete");
        return _backend.DeleteMessageAsync(Name, messageId, popReceipt, cancellationToken);
    }

    /// <summary>Changes when a received message becomes visible again, and its text when one is given.</summary>
    /// <param name="messageId">The message.</param>
    /// <param name="popReceipt">From its latest receipt or update; the update replaces it.</param>
    /// <param name="messageText">The new body; null keeps the old.</param>
    /// <param name="visibilityTimeout">From now, up to 7 days; visible at once when left out.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="RequestFailedException">404 MessageNotFound; 400 PopReceiptMismatch when another receipt came later.</exception>
    public virtual Task<Response<UpdateReceipt>> UpdateMessageAsync(string messageId, string popReceipt, string? messageText = default, TimeSpan visibilityTimeout = default, CancellationToken cancellationToken = default) =>
        UpdateAsync(messageId, popReceipt, messageText is null ? null : Encode(messageText), visibilityTimeout, cancellationToken);

    /// <inheritdoc cref="UpdateMessageAsync(string, string, string, TimeSpan, CancellationToken)"/>
    public virtual Task<Response<UpdateReceipt>> UpdateMessageAsync(string messageId, string popReceipt, BinaryData? message, TimeSpan visibilityTimeout = default, CancellationToken cancellationToken = default) =>
        UpdateAsync(messageId, popReceipt, message is null ? null : Encode(message), visibilityTimeout, cancellationToken);

    private Task<Response<SendReceipt>> SendAsync(string text, TimeSpan? visibilityTimeout, TimeSpan? timeToLive, CancellationToken cancellationToken)
    {
        StorageMeter.Count("queue.send");
        return _backend.SendAsync(Name, text, visibilityTimeout, timeToLive, cancellationToken);
    }

    private Task<Response<UpdateReceipt>> UpdateAsync(string messageId, string popReceipt, string? text, TimeSpan visibilityTimeout, CancellationToken cancellationToken)
    {
        StorageMeter.Count("queue.update");
        return _backend.UpdateMessageAsync(Name, messageId, popReceipt, text, visibilityTimeout, cancellationToken);
    }

    private string Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _encoding == QueueMessageEncoding.Base64 ? Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) : text;
    }

    private string Encode(BinaryData body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return _encoding == QueueMessageEncoding.Base64 ? Convert.ToBase64String(body) : body.ToString();
    }

    private BinaryData Decode(BinaryData stored) =>
        _encoding == QueueMessageEncoding.Base64 ? BinaryData.FromBytes(Convert.FromBase64String(stored.ToString())) : stored;
}
