namespace Cadenza.Functions.Delivery.Outbox;

/// <summary>A message that the outbox kept instead of sending it.</summary>
/// <param name="Id">Derived from <paramref name="Key"/>.</param>
/// <param name="Key">The idempotency key it was handed over with.</param>
/// <param name="To">Recipient address or number.</param>
/// <param name="Content">The content.</param>
/// <param name="CreatedAt">When it was handed over first.</param>
internal sealed record OutboxMessage(string Id, string Key, string To, OutboxContent Content, DateTimeOffset CreatedAt);

/// <summary>What a message says, whatever its channel.</summary>
/// <param name="Channel">The channel's name.</param>
/// <param name="From">Sender address, WhatsApp sender or agent; null when the provider's settings say it.</param>
/// <param name="SenderName">Sender name of an e-mail.</param>
/// <param name="Subject">Rendered subject of an e-mail.</param>
/// <param name="Body">Rendered body; of a WhatsApp message or a call the provider's request, as JSON.</param>
/// <param name="IsHtml">Whether the body is HTML.</param>
/// <param name="IsTransactional">Whether it goes out in spite of an unsubscribe.</param>
internal sealed record OutboxContent(
    string Channel, string? From, string? SenderName, string? Subject, string Body, bool IsHtml, bool IsTransactional);

/// <summary>Messages, newest first.</summary>
/// <param name="Messages">At most as many as asked for.</param>
/// <param name="NextCursor">Where the next page begins, or null at the end.</param>
internal sealed record OutboxPage(IReadOnlyList<OutboxMessage> Messages, string? NextCursor);
