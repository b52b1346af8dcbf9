using Cadenza.Functions.Timing;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Workflows.Runs;

/// <summary>Rings the drivers of runs, and has them removed.</summary>
internal static class RunDoorbells
{
    /// <summary>Wakes or starts the driver of a run.</summary>
    public static Task RingRunAsync(this Doorbells doorbells, RunKey key, CancellationToken cancellation) =>
        doorbells.RingAsync(nameof(RunDriver), InstanceOf(key.Run), key, cancellation);

    /// <summary>Removes what the engine keeps of the driver of a run that is over.</summary>
    public static Task PurgeRunAsync(this Doorbells doorbells, string run, CancellationToken cancellation) =>
        doorbells.PurgeAsync(InstanceOf(run), cancellation);

    private static string InstanceOf(string run) => $"run-{run}";
}
