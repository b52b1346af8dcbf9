using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Hosting;

/// <summary>How a host stops: nothing new is begun, what is in flight has a time to finish, then a moment to give up.</summary>
/// <param name="grace">The time that a stop gives to what is in flight.</param>
internal sealed class HostStop(TimeSpan grace) : IDisposable
{
    private static readonly TimeSpan ToGiveUp = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _expired = new();
    private readonly CancellationTokenSource _outOfTime = new();

    /// <summary>Cancelled when the stop begins.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Cancelled when the host no longer waits: whatever is still at work should give up.</summary>
    public CancellationToken Expired => _expired.Token;

    /// <summary>Cancelled when what was told to give up has not done so either.</summary>
    public CancellationToken OutOfTime => _outOfTime.Token;

    public void Begin()
    {
        _expired.CancelAfter(grace);
        _outOfTime.CancelAfter(grace + ToGiveUp);
        _stopping.Cancel();
    }

    /// <summary>Waits until all <paramref name="running"/> has ended, or the stop is out of time: then it says so and lets go.</summary>
    public async Task WaitAsync(IEnumerable<Task> running, string kind, ILogger log)
    {
        try
        {
            await Task.WhenAll(running).WaitAsync(OutOfTime);
        }
        catch (OperationCanceledException) when (OutOfTime.IsCancellationRequested)
        {
            HostLog.StopOutOfTime(log, kind);
        }
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _expired.Dispose();
        _outOfTime.Dispose();
    }
}
