using Cadenza.Domain.Expressions;
using Cadenza.Domain.Values;

namespace Cadenza.Domain.Delivery;

/// <summary>One rendered e-mail to one recipient, ready to be handed to a mail server.</summary>
/// <param name="Organization">Whose message it is.</param>
/// <param name="IdempotencyKey">The ledger key: the same key is the same message, however often it is handed over.</param>
/// <param name="From">Sender address.</param>
/// <param name="SenderName">Sender name as shown, may be empty.</param>
/// <param name="To">Recipient address.</param>
/// <param name="Subject">Subject, one line.</param>
/// <param name="Body">Body, plain text or HTML.</param>
/// <param name="IsHtml">
/// Whether <paramref name="Body"/> is HTML. Decided by the author's template (<see cref="MailBody.LooksLikeHtml"/>) and not by
/// the rendered text, so that a contact whose name contains a tag cannot turn a plain mail into HTML.
/// </param>
/// <param name="IsTransactional">Whether it goes out in spite of a marketing unsubscribe.</param>
public sealed record EmailMessage(
    string Organization,
    string IdempotencyKey,
    string From,
    string SenderName,
    string To,
    string Subject,
    string Body,
    bool IsHtml,
    bool IsTransactional) : OutboundMessage(Organization, IdempotencyKey, To)
{
    /// <inheritdoc/>
    public override Channel Channel => Channel.Email;

    /// <summary>Where the recipient unsubscribes with one click (RFC 8058); null in transactional mail, and where it is not known.</summary>
    public string? UnsubscribeUrl { get; init; }
}
