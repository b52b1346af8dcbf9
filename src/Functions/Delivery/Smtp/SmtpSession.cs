using MailKit;
using MailKit.Net.Smtp;
using MimeKit;

namespace Cadenza.Functions.Delivery.Smtp;

/// <summary>A mail is larger than the server said it takes.</summary>
internal sealed class MailTooLargeException(long size, long max) : Exception($"The mail has {size} octets; the server takes {max}.");

/// <summary>The library's client, for mails that are complete and signed already.</summary>
internal sealed class SmtpSession : SmtpClient
{
    /// <summary>Nothing is encoded anew: <see cref="MailPart"/> has done it, and a signature would not hold any more.</summary>
    protected override void Prepare(FormatOptions options, MimeMessage message, EncodingConstraint constraint, int maxLineLength)
    {
    }

    /// <summary>Asked before anything is said of the mail, so that one that is too large does not cost its way (RFC 1870).</summary>
    protected override async Task<long> GetSizeAsync(FormatOptions options, MimeMessage message, CancellationToken cancellationToken)
    {
        var size = await base.GetSizeAsync(options, message, cancellationToken);
        return MaxSize == 0 || size <= MaxSize ? size : throw new MailTooLargeException(size, MaxSize);
    }

    /// <summary>
    /// Notes when the last octet of a mail has gone into the connection: the end mark follows, and before it is out the server
    /// cannot have taken the mail. That is how a failure that certainly came before the sending is told from one that leaves it unknown.
    /// </summary>
    internal sealed class Watch : ITransferProgress
    {
        /// <summary>False as long as the whole of the mail certainly has not gone out.</summary>
        public bool MayBeSent { get; private set; }

        /// <inheritdoc/>
        public void Report(long bytesTransferred, long totalSize) => MayBeSent |= bytesTransferred >= totalSize;

        /// <inheritdoc/>
        public void Report(long bytesTransferred) => MayBeSent = true;
    }
}
