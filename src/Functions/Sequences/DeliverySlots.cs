using Cadenza.Functions.Delivery;

namespace Cadenza.Functions.Sequences;

/// <summary>
/// Bounds the chunks that send at once, and with it the messages a crash can leave unknown. Taken before anything is read,
/// so what the send gate decides on is not older than the chunk's own sending.
/// </summary>
internal sealed class DeliverySlots(IEmailDelivery delivery) : IDisposable
{
    private readonly SemaphoreSlim _free = new(delivery.MaxConcurrentWaves);

    /// <summary>Waits for a slot; disposing the answer gives it back.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        return new Slot(_free);
    }

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();

    private sealed class Slot(SemaphoreSlim free) : IDisposable
    {
        private SemaphoreSlim? _free = free;

        public void Dispose() => Interlocked.Exchange(ref _free, null)?.Release();
    }
}
