using Cadenza.Functions.Timing;
using Cadenza.Functions.Workflows.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Cadenza.Functions.Workflows.Runs;

/// <summary>The alarm clock of one run that has to wait.</summary>
internal static class RunDriver
{
    /// <summary>Does what is due, and sleeps until the run is due again or somebody rings.</summary>
    [Function(nameof(RunDriver))]
    public static Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) => Driver.RunAsync<RunKey>(context, nameof(AdvanceRun));
}
