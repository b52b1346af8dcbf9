using System.Diagnostics;
using System.Net;
using System.Net.Mail;
using Cadenza.Domain.Delivery;

namespace Cadenza.Functions.Delivery.Smtp;

/// <summary>
/// One connection to the mail server, kept between messages; for one thread at a time. It uses the client's blocking calls:
/// the asynchronous ones make a connection a message, know no timeout and wait for the last answer on a thread of the pool.
/// </summary>
internal sealed class SmtpConnection(SmtpOptions options) : IDisposable
{
    private static readonly TimeSpan TimerSlack = TimeSpan.FromMilliseconds(20);

    private SmtpClient? _client;

    /// <summary>Sends one message; never throws.</summary>
    public DeliveryOutcome Send(EmailMessage message)
    {
        var wasOpen = _client is not null;
        var outcome = SendOnce(message, out var isStale);
        return wasOpen && isStale ? SendOnce(message, out _) : outcome;
    }

    /// <summary>Takes leave of the server; the next message connects again.</summary>
    public void Close()
    {
        _client?.Dispose();
        _client = null;
    }

    public void Dispose() => Close();

    private DeliveryOutcome SendOnce(EmailMessage message, out bool isStale)
    {
        isStale = false;
        using var mail = SmtpMail.Create(message, out var refusal);
        if (mail is null) return refusal!;
        var started = Stopwatch.StartNew();
        try
        {
            _client ??= Open();
            _client.DeliveryFormat = mail.NeedsUnicodeAddresses ? SmtpDeliveryFormat.International : SmtpDeliveryFormat.SevenBit;
            _client.Send(mail.Message);
            return new DeliveryOutcome.Sent(mail.MessageId);
        }
        catch (Exception thrown)
        {
            // Whatever the client throws has to become an outcome, or the ledger would never hear of the message.
            var timedOut = started.Elapsed >= options.Timeout - TimerSlack;
            isStale = !timedOut && SmtpFailure.IsStaleConnection(thrown, mail);
            Close();
            return SmtpFailure.Classify(thrown, mail, options.Security, timedOut);
        }
    }

    private SmtpClient Open() => new(options.Host, options.Port)
    {
        EnableSsl = options.Security == SmtpSecurity.StartTls,
        Timeout = (int)options.Timeout.TotalMilliseconds,
        Credentials = options.Username is null ? null : new NetworkCredential(options.Username, options.Password),
    };
}
