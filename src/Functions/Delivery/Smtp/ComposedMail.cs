using MimeKit;

namespace Cadenza.Functions.Delivery.Smtp;

/// <summary>A mail as it goes out: encoded and signed once, however often it is handed over.</summary>
/// <param name="Message">The mail.</param>
/// <param name="Format">How it is written; its signature holds for no other way.</param>
/// <param name="From">The sender, for the envelope.</param>
/// <param name="To">The recipient, for the envelope.</param>
/// <param name="Id">Its Message-ID without angle brackets.</param>
/// <param name="NeedsSmtpUtf8">Whether only a server that takes letters beyond ASCII before the @ can take it (RFC 6531).</param>
internal sealed record ComposedMail(MimeMessage Message, FormatOptions Format, MailboxAddress From, MailboxAddress To, string Id, bool NeedsSmtpUtf8) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Message.Dispose();
}
