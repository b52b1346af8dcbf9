namespace Cadenza.LocalRuntime.Hosting;

/// <summary>How long a stopping host waits for what is in flight.</summary>
internal sealed class HostGrace : IDisposable
{
    private readonly CancellationTokenSource _expired = new();

    /// <summary>How long a stop may take.</summary>
    public static TimeSpan Length => TimeSpan.FromSeconds(30);

    /// <summary>Cancelled when the host no longer waits.</summary>
    public CancellationToken Expired => _expired.Token;

    /// <summary>Tells everything still in flight to give up.</summary>
    public void Expire() => _expired.Cancel();

    public void Dispose() => _expired.Dispose();
}
