using Cadenza.Functions.Leads.Storage;
using Cadenza.Functions.Timing;

namespace Cadenza.Functions.Leads;

/// <summary>Rings the drivers of batches of leads.</summary>
internal static class LeadDoorbells
{
    /// <summary>Wakes or starts the driver of a batch of leads.</summary>
    public static Task RingLeadsAsync(this Doorbells doorbells, LeadBatchKey key, CancellationToken cancellation) =>
        doorbells.RingAsync(nameof(LeadDriver), $"leads-{key.Workflow}-{key.Ordinal}", key, cancellation);
}
