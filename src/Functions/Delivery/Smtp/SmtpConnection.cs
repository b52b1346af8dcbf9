using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Cadenza.Domain.Delivery;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Cadenza.Functions.Delivery.Smtp;

/// <summary>One connection to the mail server, kept between messages; for one message at a time.</summary>
internal sealed class SmtpConnection(SmtpOptions options, SmtpOAuth? oauth) : IDisposable
{
    private static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(2);

    private SmtpSession? _session;
    private SmtpPhase _phase;

    /// <summary>When it was last used, in <see cref="Environment.TickCount64"/>.</summary>
    public long LastUsed { get; private set; }

    /// <summary>Sends one mail; never throws.</summary>
    public async Task<DeliveryOutcome> SendAsync(ComposedMail mail)
    {
        var wasOpen = _session is not null;
        var (outcome, isStale) = await SendOnceAsync(mail);
        if (wasOpen && isStale) (outcome, _) = await SendOnceAsync(mail);
        LastUsed = Environment.TickCount64;
        return outcome;
    }

    /// <summary>Takes leave of the server.</summary>
    public void Dispose()
    {
        if (_session is null) return;
        using var time = new CancellationTokenSource(FarewellTime);
        try
        {
            if (_session.IsConnected) _session.Disconnect(quit: true, time.Token);
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException or MailKit.ProtocolException or SocketException or SmtpCommandException)
        {
            // No message depends on the farewell.
        }

        _session.Dispose();
    }

    // Stale is a kept connection that turned out to be closed before the message had gone out: another may do better.
    private async Task<(DeliveryOutcome Outcome, bool IsStale)> SendOnceAsync(ComposedMail mail)
    {
        var watch = new SmtpSession.Watch();
        using var time = new CancellationTokenSource(options.Timeout);
        try
        {
            var session = _session ??= await OpenAsync(time.Token);
            _phase = SmtpPhase.Sending;
            if (mail.NeedsSmtpUtf8 && !session.Capabilities.HasFlag(SmtpCapabilities.UTF8))
                return (new DeliveryOutcome.PermanentFailure(DeliveryCode.SmtpUtf8Missing, "The server takes no addresses with letters beyond ASCII before the @: it does not offer SMTPUTF8."), false);
            await session.SendAsync(mail.Format, mail.Message, mail.From, [mail.To], time.Token, watch);
            return (new DeliveryOutcome.Sent(mail.Id), false);
        }
        catch (Exception thrown)
        {
            // Whatever the client throws has to become an outcome, or the ledger would never hear of the message.
            var timedOut = time.IsCancellationRequested;
            var outcome = SmtpFailure.Classify(thrown, _phase, watch.MayBeSent, timedOut);
            var isAnswer = thrown is SmtpCommandException { StatusCode: not SmtpStatusCode.ServiceNotAvailable } or MailTooLargeException;
            if (!isAnswer || _session is not { IsConnected: true }) Drop();
            return (WithoutSecret(outcome), !isAnswer && !watch.MayBeSent && !timedOut);
        }
    }

    private async Task<SmtpSession> OpenAsync(CancellationToken cancellation)
    {
        _phase = SmtpPhase.Connecting;
        var session = new SmtpSession { CheckCertificateRevocation = false, ServerCertificateValidationCallback = (_, _, _, errors) => errors == SslPolicyErrors.None };
        // Without it the end of a mail waits for the acknowledgement of what came before, which servers' systems hold back for 40 ms.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(options.Host, options.Port, cancellation);
            await session.ConnectAsync(socket, options.Host, options.Port, SocketOptionsOf(options.Security), cancellation);
            _phase = SmtpPhase.Authenticating;
            await AuthenticateAsync(session, cancellation);
            return session;
        }
        catch
        {
            session.Dispose();
            socket.Dispose();
            throw;
        }
    }

    private async Task AuthenticateAsync(SmtpSession session, CancellationToken cancellation)
    {
        if (options.Username is not { } user) return;
        if (oauth is not null)
        {
            var token = await oauth.TokenAsync(cancellation);
            try
            {
                await session.AuthenticateAsync(Bearer(session, user, token), cancellation);
            }
            catch (AuthenticationException)
            {
                await oauth.ForgetAsync(token, cancellation);
                throw;
            }
        }
        else if (options.Mechanism is { } mechanism)
        {
            var chosen = SaslMechanism.Create(mechanism, new NetworkCredential(user, options.Password))
                ?? throw new NotSupportedException($"The client does not know the mechanism {mechanism}.");
            await session.AuthenticateAsync(chosen, cancellation);
        }
        else
        {
            await session.AuthenticateAsync(user, options.Password!, cancellation);
        }
    }

    private SaslMechanism Bearer(SmtpSession session, string user, string token) =>
        options.Mechanism == "OAUTHBEARER" || (options.Mechanism is null && !session.AuthenticationMechanisms.Contains("XOAUTH2") && session.AuthenticationMechanisms.Contains("OAUTHBEARER"))
            ? new SaslMechanismOAuthBearer(user, token)
            : new SaslMechanismOAuth2(user, token);

    private static SecureSocketOptions SocketOptionsOf(SmtpSecurity security) => security switch
    {
        SmtpSecurity.StartTls => SecureSocketOptions.StartTls,
        SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.None,
    };

    private void Drop()
    {
        _session?.Dispose();
        _session = null;
    }

    // A server might repeat what it did not like.
    private DeliveryOutcome WithoutSecret(DeliveryOutcome outcome) =>
        options.Password is { } password && outcome is DeliveryOutcome.TemporaryFailure failure
            ? failure with { Detail = failure.Detail.Replace(password, "[password]", StringComparison.Ordinal) }
            : outcome;
}
