using System.Net.Mail;
using System.Net.Sockets;
using System.Security.Authentication;
using Cadenza.Domain.Delivery;

namespace Cadenza.Functions.Delivery.Smtp;

/// <summary>Turns what <see cref="SmtpClient"/> throws into an outcome.</summary>
internal static class SmtpFailure
{
    /// <param name="thrown">What the client threw.</param>
    /// <param name="mail">The mail it was sending.</param>
    /// <param name="security">What the connection had to be.</param>
    /// <param name="timedOut">Whether the time for the message was over.</param>
    public static DeliveryOutcome Classify(Exception thrown, SmtpMail mail, SmtpSecurity security, bool timedOut)
    {
        if (thrown is SmtpException { StatusCode: not SmtpStatusCode.GeneralFailure } answered)
            return FromReply((int)answered.StatusCode, answered.Message, StageOf(answered, mail));
        if (mail.MayBeSent)
            return timedOut
                ? new DeliveryOutcome.Unknown(DeliveryCode.TimedOut, "The server did not say in time whether it took the message.")
                : new DeliveryOutcome.Unknown(DeliveryCode.ConnectionLost, "The connection broke before the server said whether it took the message.");
        if (timedOut)
            return Outage(DeliveryCode.TimedOut, "The server did not take the message in time.");
        if (thrown is SmtpException { InnerException: null } && mail.NeedsUnicodeAddresses)
            return new DeliveryOutcome.PermanentFailure(DeliveryCode.InvalidRecipient, "The server takes no addresses with letters beyond ASCII.");
        return CodeBeforeSending(thrown, security) is { } code
            ? Outage(code, Describe(thrown))
            : new DeliveryOutcome.TemporaryFailure(DeliveryCode.Unexpected, Describe(thrown));
    }

    /// <summary>Whether another connection could do better: what failed was a connection kept from an earlier message.</summary>
    public static bool IsStaleConnection(Exception thrown, SmtpMail mail) =>
        !mail.MayBeSent && thrown is SmtpException
        {
            StatusCode: SmtpStatusCode.ServiceNotAvailable or SmtpStatusCode.GeneralFailure,
        };

    private static Stage StageOf(SmtpException answered, SmtpMail mail) =>
        answered is SmtpFailedRecipientException ? Stage.Recipient : mail.MayBeSent ? Stage.Text : Stage.Sender;

    private static DeliveryOutcome FromReply(int status, string message, Stage stage)
    {
        var detail = DeliveryDetail.Redact($"{status} {message}");
        // What the server thinks of our credentials says nothing of the message, and an operator can mend it.
        if (status is 454 or 530 or 534 or 535 or 538) return Outage(DeliveryCode.AuthenticationFailed, detail);
        var isFinal = status is >= 500 and < 600;
        return stage switch
        {
            Stage.Sender => Outage(isFinal ? DeliveryCode.Rejected : DeliveryCode.RejectedTemporarily, detail),
            _ when isFinal => new DeliveryOutcome.PermanentFailure(DeliveryCode.Rejected, detail),
            Stage.Recipient => new DeliveryOutcome.TemporaryFailure(DeliveryCode.RejectedTemporarily, detail),
            _ => Outage(DeliveryCode.RejectedTemporarily, detail),
        };
    }

    private static DeliveryOutcome.TemporaryFailure Outage(string code, string detail) => new(code, detail) { IsOutage = true };

    private static string? CodeBeforeSending(Exception thrown, SmtpSecurity security) => (thrown.InnerException ?? thrown) switch
    {
        AuthenticationException => DeliveryCode.SecurityFailed,
        SocketException or IOException => DeliveryCode.ConnectFailed,
        SmtpException when security == SmtpSecurity.StartTls => DeliveryCode.SecurityFailed,
        _ => null,
    };

    private static string Describe(Exception thrown) =>
        DeliveryDetail.Redact(thrown.InnerException is { } inner ? $"{thrown.Message} {inner.Message}" : thrown.Message);

    /// <summary>What the server answered to.</summary>
    private enum Stage
    {
        /// <summary>The connection or the sender's address: any message would have been answered alike.</summary>
        Sender,

        /// <summary>The recipient's address.</summary>
        Recipient,

        /// <summary>The whole mail.</summary>
        Text,
    }
}
