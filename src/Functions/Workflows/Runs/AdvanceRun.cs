using Cadenza.Functions.Timing;
using Cadenza.Functions.Workflows.Storage;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Workflows.Runs;

/// <summary>Activity. Idempotent by the run's ETag and the effect key of each step.</summary>
internal sealed class AdvanceRun(RunTurn advance)
{
    /// <summary>Does one turn of a run.</summary>
    [Function(nameof(AdvanceRun))]
    public Task<DriverDirective> RunAsync([ActivityTrigger] RunKey key, CancellationToken cancellation) =>
        Activities.DoAsync(() => advance.AdvanceAsync(key, cancellation));
}
