using System.Diagnostics.Metrics;
using Cadenza.Domain.Execution;
using Cadenza.Functions.Platform.Observability;

namespace Cadenza.Functions.Workflows.Storage;

/// <summary>Counts what comes of runs: <c>cadenza.runs</c> by the status that they came into and by what started them.</summary>
internal static class RunMeter
{
    private static readonly Meter Meter = new(FunctionTelemetry.Name);
    private static readonly Counter<long> Runs = Meter.CreateCounter<long>("cadenza.runs", description: "Runs of workflows, by the status they came into and by cause.");

    /// <summary>Runs were stored.</summary>
    public static void Saved(IEnumerable<RunToSave> runs)
    {
        if (!Runs.Enabled) return;
        foreach (var (read, run) in runs)
            if (read?.Run.Status != run.Status)
                Runs.Add(1, new("status", Name(run.Status)), new KeyValuePair<string, object?>("cause", $"{run.Cause}".ToLowerInvariant()));
    }

    private static string Name(RunStatus status) => status switch
    {
        RunStatus.InProgress => "in_progress",
        RunStatus.Idle => "idle",
        RunStatus.Completed => "completed",
        RunStatus.Failed => "failed",
        RunStatus.Canceled => "canceled",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "A status that has no name."),
    };
}
