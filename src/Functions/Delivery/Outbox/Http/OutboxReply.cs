using System.ComponentModel;

namespace Cadenza.Functions.Delivery.Outbox.Http;

/// <summary>A page of the outbox on the wire.</summary>
internal sealed record OutboxReply(IReadOnlyList<OutboxMessageReply> Data, string? NextCursor);

/// <summary>A message of the outbox on the wire; <c>key</c> is its key in the ledger.</summary>
internal sealed record OutboxMessageReply(
    string Id,
    [Description("email, sms, whatsapp or call.")] string Channel,
    [Description("The recipient's address or number.")] string To,
    [Description("The sender: an address, a WhatsApp sender or an agent; null when the provider's settings name it.")] string? From,
    [Description("The sender's name, of an e-mail.")] string? SenderName,
    [Description("The subject, rendered, of an e-mail.")] string? Subject,
    [Description("The text or HTML, rendered; of a WhatsApp message or a call the request that a provider would get, as JSON.")] string Body,
    [Description("Whether the body is HTML.")] bool IsHtml,
    [Description("Whether it goes to those who unsubscribed, too.")] bool IsTransactional,
    [Description("Its key in the ledger, by which a repeat is recognized.")] string Key,
    DateTimeOffset CreatedAt)
{
    /// <summary>The message as it is answered.</summary>
    public static OutboxMessageReply Of(OutboxMessage message) => new(
        message.Id,
        message.Content.Channel,
        message.To,
        message.Content.From,
        message.Content.SenderName,
        message.Content.Subject,
        message.Content.Body,
        message.Content.IsHtml,
        message.Content.IsTransactional,
        message.Key,
        message.CreatedAt);
}
