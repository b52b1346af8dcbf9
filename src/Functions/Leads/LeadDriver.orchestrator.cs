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
    public static Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) => Driver.RunAsync<LeadBatchKey>(context, nameof(AdvanceLeads));
}
