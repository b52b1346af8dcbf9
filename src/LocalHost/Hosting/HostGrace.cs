using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Hosting;

/// <summary>How long a stopping host waits for what is in flight.</summary>
internal sealed class HostGrace : IDisposable
{
    private readonly CancellationTokenSource _expired = new();

    public HostGrace(IHostApplicationLifetime lifetime, GracePeriod period) =>
        lifetime.ApplicationStopping.Register(() => _expired.CancelAfter(period.Length));

    /// <summary>Cancelled when the host no longer waits: whatever is still at work should give up.</summary>
    public CancellationToken Expired => _expired.Token;

    /// <summary>Waits until all <paramref name="running"/> has ended, or the host's stop is out of time: then it says so and lets go.</summary>
    public static async Task WaitAsync(IEnumerable<Task> running, string kind, ILogger log, CancellationToken outOfTime)
    {
        try
        {
            await Task.WhenAll(running).WaitAsync(outOfTime);
        }
        catch (OperationCanceledException) when (outOfTime.IsCancellationRequested)
        {
            HostLog.StopOutOfTime(log, kind);
        }
    }

    public void Dispose() => _expired.Dispose();
}

/// <summary>The time a stop gives to what is in flight.</summary>
/// <param name="Length">30 seconds, unless a test is in a hurry.</param>
internal sealed record GracePeriod(TimeSpan Length)
{
    /// <summary>After the grace, what was told to give up has this long to do so.</summary>
    public static readonly TimeSpan ToGiveUp = TimeSpan.FromSeconds(5);
}
