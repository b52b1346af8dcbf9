using Azure;
using Azure.Storage.Queues.Models;

namespace Cadenza.LocalHost.Storage;

/// <summary>Where queues are. Message texts are as stored: encoding is the client's business.</summary>
internal interface IQueueBackend
{
    string AccountName { get; }

    Uri Endpoint { get; }

    /// <summary>Status 201, or 204 when it exists with the same metadata; 409 QueueAlreadyExists otherwise.</summary>
    Task<Response> CreateAsync(string queue, IDictionary<string, string>? metadata, CancellationToken cancellation);

    /// <summary>Status 204, or 404 when there was no such queue, which is no failure.</summary>
    Task<Response> DeleteAsync(string queue, CancellationToken cancellation);

    Task<Response<SendReceipt>> SendAsync(string queue, string text, TimeSpan? visibilityTimeout, TimeSpan? timeToLive, CancellationToken cancellation);

    Task<Response<QueueMessage[]>> ReceiveAsync(string queue, int? maxMessages, TimeSpan? visibilityTimeout, CancellationToken cancellation);

    Task<Response<PeekedMessage[]>> PeekAsync(string queue, int? maxMessages, CancellationToken cancellation);

    Task<Response> DeleteMessageAsync(string queue, string messageId, string popReceipt, CancellationToken cancellation);

    /// <summary>A null <paramref name="text"/> keeps the message's text.</summary>
    Task<Response<UpdateReceipt>> UpdateMessageAsync(string queue, string messageId, string popReceipt, string? text, TimeSpan visibilityTimeout, CancellationToken cancellation);

    Task<Response<QueueProperties>> GetPropertiesAsync(string queue, CancellationToken cancellation);

    Task<Response> ClearAsync(string queue, CancellationToken cancellation);

    /// <summary>Completes when a message may have become visible, at the latest after <paramref name="atMost"/>.</summary>
    Task WaitForMessagesAsync(string queue, TimeSpan atMost, CancellationToken cancellation);
}
