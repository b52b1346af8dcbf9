namespace Cadenza.Functions.Delivery.Outbox;

/// <summary>A message that the outbox kept instead of sending it.</summary>
/// <param name="Id">Derived from <paramref name="Key"/>.</param>
/// <param name="Key">The idempotency key it was handed over with.</param>
/// <param name="From">Sender address.</param>
/// <param name="SenderName">Sender name.</param>
/// <param name="To">Recipient address.</param>
/// <param name="Subject">Rendered subject.</param>
/// <param name="Body">Rendered body.</param>
/// <param name="IsHtml">Whether the body is HTML.</param>
/// <param name="IsTransactional">Whether it goes out in spite of an unsubscribe.</param>
/// <param name="CreatedAt">When it was handed over first.</param>
internal sealed record OutboxMessage(
    string Id,
    string Key,
    string From,
    string SenderName,
    string To,
    string Subject,
    string Body,
    bool IsHtml,
    bool IsTransactional,
    DateTimeOffset CreatedAt);

/// <summary>Messages, newest first.</summary>
/// <param name="Messages">At most as many as asked for.</param>
/// <param name="NextCursor">Where the next page begins, or null at the end.</param>
internal sealed record OutboxPage(IReadOnlyList<OutboxMessage> Messages, string? NextCursor);
