using Cadenza.Functions.Leads.Storage;
using Cadenza.Functions.Timing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Cadenza.Functions.Leads;

/// <summary>The alarm clock of one batch of leads.</summary>
internal static class LeadDriver
{
    /// <summary>Does what is due, and sleeps until a lead is due again or somebody rings.</summary>
    [Function(nameof(LeadDriver))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var key = context.GetInput<LeadBatchKey>()!;
        Task doorbell = context.WaitForExternalEvent<object?>(Driver.Doorbell);
        for (var turn = 0; turn < Driver.TurnsPerGeneration; turn++)
        {
            var directive = await context.CallActivityAsync<DriverDirective>(nameof(AdvanceLeads), key, Driver.Retries);
            if (directive.IsDone) return;
            doorbell = await Driver.SleepAsync(context, doorbell, directive.WakeAt);
        }

        context.ContinueAsNew(key);
    }
}
