using System.Net.Sockets;
using Cadenza.Domain.Delivery;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Cadenza.Functions.Delivery.Smtp;

/// <summary>How far a message had come.</summary>
internal enum SmtpPhase
{
    /// <summary>Connecting, greeting and TLS.</summary>
    Connecting,

    /// <summary>Authentication.</summary>
    Authenticating,

    /// <summary>The message itself, from MAIL on.</summary>
    Sending,
}

/// <summary>Turns what a connection throws into an outcome.</summary>
internal static class SmtpFailure
{
    /// <param name="thrown">What was thrown.</param>
    /// <param name="phase">How far it had come.</param>
    /// <param name="mayBeSent">Whether the end of the message may have gone out.</param>
    /// <param name="timedOut">Whether the time for the message was over.</param>
    public static DeliveryOutcome Classify(Exception thrown, SmtpPhase phase, bool mayBeSent, bool timedOut) => thrown switch
    {
        MailTooLargeException => new DeliveryOutcome.PermanentFailure(DeliveryCode.MessageTooLarge, thrown.Message),
        SmtpCommandException answered => FromReply((int)answered.StatusCode, answered.Message, StageOf(answered.ErrorCode)),
        ServiceNotAuthenticatedException => Outage(DeliveryCode.AuthenticationFailed, "530 " + thrown.Message),
        _ when mayBeSent => timedOut
            ? new DeliveryOutcome.Unknown(DeliveryCode.TimedOut, "The server did not say in time whether it took the message.")
            : new DeliveryOutcome.Unknown(DeliveryCode.ConnectionLost, "The connection broke before the server said whether it took the message."),
        _ when timedOut => Outage(DeliveryCode.TimedOut, "The server did not take the message in time."),
        _ when phase == SmtpPhase.Authenticating && IsAboutCredentials(thrown) => Outage(DeliveryCode.AuthenticationFailed, Describe(thrown)),
        _ when phase == SmtpPhase.Connecting && IsAboutSecurity(thrown) => Outage(DeliveryCode.SecurityFailed, Describe(thrown)),
        SocketException or IOException or ProtocolException or ServiceNotConnectedException => Outage(DeliveryCode.ConnectFailed, Describe(thrown)),
        _ => new DeliveryOutcome.TemporaryFailure(DeliveryCode.Unexpected, DeliveryDetail.Redact($"{thrown.GetType().Name}: {thrown.Message}")),
    };

    private static bool IsAboutCredentials(Exception thrown) => thrown is AuthenticationException or SaslException or NotSupportedException or SmtpTokenException;

    private static bool IsAboutSecurity(Exception thrown) => thrown is SslHandshakeException or System.Security.Authentication.AuthenticationException or NotSupportedException;

    private static Stage StageOf(SmtpErrorCode code) => code switch
    {
        SmtpErrorCode.RecipientNotAccepted => Stage.Recipient,
        SmtpErrorCode.MessageNotAccepted => Stage.Text,
        _ => Stage.Sender,
    };

    private static DeliveryOutcome FromReply(int status, string message, Stage stage)
    {
        var enhanced = EnhancedStatus.Of(message);
        var detail = DeliveryDetail.Redact($"{status} {message}");
        // What the server thinks of our credentials says nothing of the message, and an operator can mend it.
        if (status is 454 or 530 or 534 or 535 or 538 || enhanced is { IsAboutCredentials: true }) return Outage(DeliveryCode.AuthenticationFailed, detail);
        var code = DeliveryCode.Smtp(status, enhanced?.ToString());
        var isFinal = (enhanced?.Class ?? status / 100) == 5;
        // The answer to MAIL may be about the size that it names, which is the message's own.
        if (status == 552 || enhanced is { IsAboutSize: true }) return Own(isFinal, code, detail);
        if (enhanced is { IsAboutSenderOrServer: true }) return Outage(code, detail);
        return stage switch
        {
            Stage.Recipient => Own(isFinal, code, detail),
            _ when enhanced is { IsAboutRecipient: true } => Own(isFinal, code, detail),
            Stage.Text when isFinal => Own(isFinal, code, detail),
            _ => Outage(code, detail),
        };
    }

    /// <summary>An answer about this message or its recipient.</summary>
    private static DeliveryOutcome Own(bool isFinal, string code, string detail) =>
        isFinal ? new DeliveryOutcome.PermanentFailure(code, detail) : new DeliveryOutcome.TemporaryFailure(code, detail);

    private static DeliveryOutcome.TemporaryFailure Outage(string code, string detail) => new(code, DeliveryDetail.Redact(detail)) { IsOutage = true };

    private static string Describe(Exception thrown) => thrown.InnerException switch
    {
        SmtpCommandException answered => $"{thrown.Message} {(int)answered.StatusCode} {answered.Message}",
        { } inner when thrown is not SslHandshakeException => $"{thrown.Message} {inner.Message}",
        { } inner => inner.Message,
        null => thrown.Message,
    };

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
