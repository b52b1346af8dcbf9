using Cadenza.Functions.Timing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Cadenza.Functions.Sequences;

/// <summary>The alarm clock of one sequence: enrolls, wakes its cohorts, notices its end.</summary>
internal static class SequenceDriver
{
    /// <summary>Does what is due, and sleeps until somebody rings.</summary>
    [Function(nameof(SequenceDriver))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var key = context.GetInput<SequenceKey>()!;
        Task doorbell = context.WaitForExternalEvent<object?>(Driver.Doorbell);
        for (var turn = 0; turn < Driver.TurnsPerGeneration; turn++)
        {
            var directive = await context.CallActivityAsync<SequenceDirective>(nameof(AdvanceSequence), key, Driver.Retries);
            if (directive.IsDone) return;
            if (!directive.Again) doorbell = await Driver.SleepAsync(context, doorbell, directive.WakeAt);
        }

        context.ContinueAsNew(key);
    }
}
