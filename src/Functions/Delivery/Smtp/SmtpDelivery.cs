using Cadenza.Domain.Delivery;

namespace Cadenza.Functions.Delivery.Smtp;

/// <summary>Delivers through a mail server. SMTP knows no idempotency key, so a message whose fate is unknown is not repeated.</summary>
internal sealed class SmtpDelivery(SmtpOptions options) : IMessageDelivery, IDisposable
{
    private readonly SmtpWorkers _workers = new(options);

    public string Name => "smtp";

    public int WaveSize => options.Connections;

    public int MaxConcurrentWaves => options.ConcurrentWaves;

    public bool IsIdempotent => false;

    public async Task<IReadOnlyList<DeliveryOutcome>> SendAsync(IReadOnlyList<OutboundMessage> wave, CancellationToken cancellation) =>
        await Task.WhenAll(wave.Cast<EmailMessage>().Select(message => _workers.SendAsync(message, cancellation)));

    public void Dispose() => _workers.Dispose();
}
