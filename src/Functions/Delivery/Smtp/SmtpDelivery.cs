using Cadenza.Domain.Delivery;

namespace Cadenza.Functions.Delivery.Smtp;

/// <summary>Delivers through a mail server. SMTP knows no idempotency key, so a message whose fate is unknown is not repeated.</summary>
internal sealed class SmtpDelivery : IMessageDelivery, IDisposable
{
    private readonly SmtpOptions _options;
    private readonly SmtpOAuth? _oauth;
    private readonly SmtpPool _pool;
    private readonly MailComposer _composer;

    /// <summary>A delivery through the server of <paramref name="options"/>.</summary>
    public SmtpDelivery(SmtpOptions options, TimeProvider clock)
    {
        _options = options;
        _oauth = options.OAuth is null ? null : new SmtpOAuth(options.OAuth, clock);
        _pool = new SmtpPool(options, _oauth);
        _composer = new MailComposer(options.Dkim is null ? null : new Dkim(options.Dkim), clock);
    }

    public string Name => "smtp";

    public int WaveSize => _options.Connections;

    public int MaxConcurrentWaves => _options.ConcurrentWaves;

    public bool IsIdempotent => false;

    public async Task<IReadOnlyList<DeliveryOutcome>> SendAsync(IReadOnlyList<OutboundMessage> wave, CancellationToken cancellation) =>
        await Task.WhenAll(wave.Cast<EmailMessage>().Select(message => SendAsync(message, cancellation)));

    public void Dispose()
    {
        _pool.Dispose();
        _oauth?.Dispose();
    }

    private async Task<DeliveryOutcome> SendAsync(EmailMessage message, CancellationToken cancellation)
    {
        // Composed when its turn has come: what waits for a connection holds no second copy of its text.
        var outcome = await _pool.SendAsync(connection => SendAsync(connection, message), cancellation);
        return outcome ?? new DeliveryOutcome.TemporaryFailure(DeliveryCode.Stopped, "The app was stopped before the message's turn came.");
    }

    private async Task<DeliveryOutcome> SendAsync(SmtpConnection connection, EmailMessage message)
    {
        try
        {
            using var mail = _composer.Compose(message, out var refusal);
            return mail is null ? refusal! : await connection.SendAsync(mail);
        }
        catch (Exception thrown)
        {
            // What cannot be composed would otherwise take its whole wave with it; nothing of it has gone out.
            return new DeliveryOutcome.TemporaryFailure(DeliveryCode.Unexpected, DeliveryDetail.Redact($"{thrown.GetType().Name}: {thrown.Message}"));
        }
    }
}
