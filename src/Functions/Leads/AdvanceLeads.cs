using Cadenza.Functions.Leads.Storage;
using Cadenza.Functions.Timing;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Leads;

/// <summary>Activity. Idempotent by the batch's ETag and the effect key of each lead's visit of a node.</summary>
internal sealed class AdvanceLeads(LeadBatchTurn advance)
{
    /// <summary>Does one turn of a batch.</summary>
    [Function(nameof(AdvanceLeads))]
    public Task<DriverDirective> RunAsync([ActivityTrigger] LeadBatchKey key, CancellationToken cancellation) =>
        Activities.DoAsync(() => advance.AdvanceAsync(key, cancellation));
}
