using Azure;
using Cadenza.Functions.Http.Platform.Pipeline;
using Cadenza.Functions.Storage;

namespace Cadenza.Functions.Http.Platform.Health;

/// <summary>Whether the app can do its work, and what stands in the way.</summary>
/// <param name="StorageAnswers">Whether storage answered a read in time.</param>
/// <param name="LastSweepAt">When the sweep last ended; null when it never did, or when that cannot be read.</param>
/// <param name="SweepIsLate">Whether that is too long ago.</param>
internal sealed record Readiness(bool StorageAnswers, DateTimeOffset? LastSweepAt, bool SweepIsLate);

/// <summary>Finds that out with one point read.</summary>
internal sealed class ReadinessProbe(SweepNotes notes, TimeProvider clock)
{
    /// <summary>How long after its last end the sweep counts as late; it runs twice a minute.</summary>
    public static readonly TimeSpan SweepPatience = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan StoragePatience = TimeSpan.FromSeconds(3);

    // A sweep that ended before this process began says nothing about it yet.
    private readonly DateTimeOffset _began = clock.GetUtcNow();

    /// <summary>How things stand.</summary>
    public async Task<Readiness> ReadAsync(CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(StoragePatience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            var last = await notes.LastAsync(either.Token);
            return new Readiness(true, last, clock.GetUtcNow() - (last > _began ? last.Value : _began) > SweepPatience);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return new Readiness(false, null, false);
        }
        catch (Exception fault) when (StorageReach.IsOutOfReach(fault, out _))
        {
            return new Readiness(false, null, false);
        }
        catch (RequestFailedException missing) when (missing.IsMissing())
        {
            // No table yet: storage answers, and the app is about to make it.
            return new Readiness(true, null, false);
        }
    }
}
