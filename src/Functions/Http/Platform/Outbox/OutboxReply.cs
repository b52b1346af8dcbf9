using System.ComponentModel;
using Cadenza.Functions.Delivery.Outbox;

namespace Cadenza.Functions.Http.Platform.Outbox;

/// <summary>A page of the outbox on the wire.</summary>
internal sealed record OutboxReply(IReadOnlyList<OutboxMessageReply> Data, string? NextCursor);

/// <summary>A message of the outbox on the wire; <c>key</c> is its key in the ledger.</summary>
internal sealed record OutboxMessageReply(
    string Id,
    [Description("The recipient's address.")] string To,
    [Description("The sender's address.")] string From,
    [Description("The sender's name.")] string SenderName,
    [Description("The subject, rendered.")] string Subject,
    [Description("The text or HTML, rendered.")] string Body,
    [Description("Whether the body is HTML.")] bool IsHtml,
    [Description("Whether it goes to those who unsubscribed, too.")] bool IsTransactional,
    [Description("Its key in the ledger, by which a repeat is recognized.")] string Key,
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
