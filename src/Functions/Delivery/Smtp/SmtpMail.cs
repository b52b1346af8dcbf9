using System.Net.Mail;
using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;
using Cadenza.Domain.Delivery;

namespace Cadenza.Functions.Delivery.Smtp;

/// <summary>An e-mail in the form <see cref="SmtpClient"/> takes. Nothing in the message can add a header: addresses that are more
/// than an address are refused, and control characters in names and subjects become spaces.</summary>
internal sealed class SmtpMail : IDisposable
{
    private readonly SmtpContent _last;

    private SmtpMail(EmailMessage message, MailAddress from, MailAddress to)
    {
        var domain = from.Host;
        MessageId = $"{Hash(message.IdempotencyKey)}@{(Ascii.IsValid(domain) ? domain : "cadenza.invalid")}";
        Message = new MailMessage
        {
            From = new MailAddress(from.Address, OneLine(message.SenderName), Encoding.UTF8),
            Subject = OneLine(message.Subject),
            SubjectEncoding = Encoding.UTF8,
        };
        Message.To.Add(to);
        Message.Headers.Add("Message-ID", $"<{MessageId}>");
        Message.Headers.Add("X-Cadenza-Key", HeaderKey(message.IdempotencyKey));
        if (message.UnsubscribeUrl is { } url)
        {
            Message.Headers.Add("List-Unsubscribe", $"<{url}>");
            Message.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }

        var body = message.Body.ReplaceLineEndings("\r\n");
        if (message.IsHtml) AddView(MailBody.ToPlainText(body).ReplaceLineEndings("\r\n"), MediaTypeNames.Text.Plain);
        _last = AddView(body, message.IsHtml ? MediaTypeNames.Text.Html : MediaTypeNames.Text.Plain);
        NeedsUnicodeAddresses = !Ascii.IsValid(to.User) || !Ascii.IsValid(from.User);
    }

    public MailMessage Message { get; }

    /// <summary>Derived from the idempotency key, so that a repeat can be recognized as one.</summary>
    public string MessageId { get; }

    /// <summary>Whether only a server that takes unicode addresses can take it.</summary>
    public bool NeedsUnicodeAddresses { get; }

    /// <summary>False as long as the whole of the message certainly has not gone out.</summary>
    public bool MayBeSent => _last.WasRead;

    /// <summary>The mail, or the outcome when it has addresses that are none.</summary>
    public static SmtpMail? Create(EmailMessage message, out DeliveryOutcome? refusal)
    {
        refusal = null;
        if (ParseAddress(message.From) is not { } from)
            refusal = new DeliveryOutcome.PermanentFailure(DeliveryCode.InvalidSender, "The sender's address is not an e-mail address.");
        else if (ParseAddress(message.To) is not { } to)
            refusal = new DeliveryOutcome.PermanentFailure(DeliveryCode.InvalidRecipient, "The recipient's address is not an e-mail address.");
        else return new SmtpMail(message, from, to);
        return null;
    }

    public void Dispose() => Message.Dispose();

    private SmtpContent AddView(string text, string mediaType)
    {
        var content = new SmtpContent(text);
        var type = new ContentType(mediaType) { CharSet = "utf-8" };
        Message.AlternateViews.Add(new AlternateView(content, type) { TransferEncoding = content.TransferEncoding });
        return content;
    }

    private static MailAddress? ParseAddress(string text) =>
        !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)) && MailAddress.TryCreate(text, out var address) && address.Address == text
            ? address
            : null;

    private static string OneLine(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)).Trim();

    private static string HeaderKey(string key) =>
        key.Length <= 200 && key.All(c => c is > ' ' and < '\x7f') ? key : Hash(key);

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
