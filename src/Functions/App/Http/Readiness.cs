using Azure;
using Cadenza.Functions.Platform.Http.Pipeline;
using Cadenza.Functions.Timing;

namespace Cadenza.Functions.App.Http;

/// <summary>Whether the app can do its work, and what stands in the way.</summary>
/// <param name="Storage">What storage did in time.</param>
/// <param name="LastSweepAt">When the sweep last ended; null when it never did, or when that cannot be read.</param>
/// <param name="SweepIsLate">Whether that is too long ago.</param>
internal sealed record Readiness(StorageState Storage, DateTimeOffset? LastSweepAt, bool SweepIsLate);

/// <summary>What storage does.</summary>
internal enum StorageState
{
    /// <summary>It answers reads and takes writes.</summary>
    Works,

    /// <summary>It answers reads and takes no writes: its disk is full, or it may not be changed.</summary>
    TakesNoWrites,

    /// <summary>It does not answer.</summary>
    DoesNotAnswer,
}

/// <summary>Finds that out with one point read, and with one write every few seconds.</summary>
internal sealed class ReadinessProbe(SweepStatusStore notes, TimeProvider clock)
{
    /// <summary>How long after its last end the sweep counts as late; it runs twice a minute.</summary>
    public static readonly TimeSpan SweepPatience = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan StoragePatience = TimeSpan.FromSeconds(3);

    // The path needs no key: whoever asks often must not make it write often.
    private static readonly TimeSpan BetweenWrites = TimeSpan.FromSeconds(5);

    // A sweep that ended before this process began says nothing about it yet.
    private readonly DateTimeOffset _began = clock.GetUtcNow();
    private long _wroteAt = DateTimeOffset.MinValue.Ticks;

    /// <summary>How things stand.</summary>
    public async Task<Readiness> ReadAsync(CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(StoragePatience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        var state = StorageState.DoesNotAnswer;
        try
        {
            var last = await notes.LastAsync(either.Token);
            state = StorageState.TakesNoWrites;
            await WriteAsync(either.Token);
            return new Readiness(StorageState.Works, last, clock.GetUtcNow() - (last > _began ? last.Value : _began) > SweepPatience);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return new Readiness(state, null, false);
        }
        catch (Exception fault) when (StorageReach.IsOutOfReach(fault, out _))
        {
            return new Readiness(state, null, false);
        }
        catch (RequestFailedException missing) when (missing.IsMissing())
        {
            // No table yet: storage answers, and the app is about to make it.
            return new Readiness(StorageState.Works, null, false);
        }
    }

    private async Task WriteAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (now.Ticks - Interlocked.Read(ref _wroteAt) < BetweenWrites.Ticks) return;
        await notes.TryWriteAsync(now, cancellation);
        Interlocked.Exchange(ref _wroteAt, now.Ticks);
    }
}
