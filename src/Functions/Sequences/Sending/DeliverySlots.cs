using Cadenza.Domain.Values;
using Cadenza.Functions.Delivery;

namespace Cadenza.Functions.Sequences.Sending;

/// <summary>
/// Bounds the chunks that send at once through one delivery, and with it the messages a crash can leave unknown; a slow
/// delivery takes no slots from the others. Taken before anything is read that changes, so what the send gate decides on is not older than the chunk's own sending.
/// </summary>
internal sealed class DeliverySlots(Deliveries deliveries) : IDisposable
{
    private readonly Dictionary<IMessageDelivery, SemaphoreSlim> _free =
        deliveries.All.ToDictionary(delivery => delivery, delivery => new SemaphoreSlim(delivery.MaxConcurrentWaves));

    /// <summary>Waits for a slot; disposing the answer gives it back.</summary>
    public async Task<IDisposable> EnterAsync(Channel channel, CancellationToken cancellation)
    {
        var free = _free[deliveries.For(channel)];
        await free.WaitAsync(cancellation);
        return new Slot(free);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var free in _free.Values) free.Dispose();
    }

    private sealed class Slot(SemaphoreSlim free) : IDisposable
    {
        private SemaphoreSlim? _free = free;

        public void Dispose() => Interlocked.Exchange(ref _free, null)?.Release();
    }
}
