using Cadenza.Functions.Delivery.Outbox;

namespace Cadenza.Functions.Http.Platform.Outbox;

/// <summary>A page of the outbox on the wire.</summary>
internal sealed record OutboxReply(IReadOnlyList<OutboxMessageReply> Data, string? NextCursor);

/// <summary>A message of the outbox on the wire; <c>key</c> is its key in the ledger.</summary>
internal sealed record OutboxMessageReply(
    string Id,
    string To,
    string From,
    string SenderName,
    string Subject,
    string Body,
    bool IsHtml,
    bool IsTransactional,
    string Key,
    DateTimeOffset CreatedAt)
{
    /// <summary>The message as it is answered.</summary>
    public static OutboxMessageReply Of(OutboxMessage message) => new(
        message.Id,
        message.To,
        message.From,
        message.SenderName,
        message.Subject,
        message.Body,
        message.IsHtml,
        message.IsTransactional,
        message.Key,
        message.CreatedAt);
}
