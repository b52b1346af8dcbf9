namespace Cadenza.Functions.Platform.Tables;

/// <summary>
/// Lets requests that look at many rows take turns, so that however many people search, half the processors stay free for
/// whoever writes, sends or reads one row. Those who wait are served in the order in which they came.
/// </summary>
internal sealed class ScanTurns : IDisposable
{
    private readonly SemaphoreSlim _turns = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>Runs a scan when its turn has come.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> scan, CancellationToken cancellation)
    {
        await _turns.WaitAsync(cancellation);
        try
        {
            return await scan();
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();
}
