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
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var key = context.GetInput<RunKey>()!;
        Task doorbell = context.WaitForExternalEvent<object?>(Driver.Doorbell);
        for (var turn = 0; turn < Driver.TurnsPerGeneration; turn++)
        {
            var directive = await context.CallActivityAsync<DriverDirective>(nameof(AdvanceRun), key, Driver.Retries);
            if (directive.IsDone) return;
            doorbell = await Driver.SleepAsync(context, doorbell, directive.WakeAt);
        }

        context.ContinueAsNew(key);
    }
}
