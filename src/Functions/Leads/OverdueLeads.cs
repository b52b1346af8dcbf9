using Cadenza.Domain.Workflows;
using Cadenza.Functions.Leads.Storage;
using Cadenza.Functions.Timing;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Leads;

/// <summary>Batches of leads whose ring or timer was lost.</summary>
internal sealed class OverdueLeads(LeadStore leads, WorkflowStore workflows, LeadWakeUps wakeUps) : IOverdue<LeadBatchKey>
{
    /// <inheritdoc/>
    public async Task<bool> WakeAsync(Due<LeadBatchKey> entry, Doorbells doorbells, CancellationToken cancellation)
    {
        var (organization, id) = (OrganizationId.Parse(entry.Key.Organization), WorkflowId.Parse(entry.Key.Workflow));
        // While the workflow stands still nothing is due; whoever lets it go on has all batches woken.
        if (await workflows.GetAsync(organization, id, cancellation) is not { Workflow: { Status: WorkflowStatus.Active } workflow }) return false;
        if (entry.Key.Ordinal == LeadBatchKey.All)
        {
            await wakeUps.RequestAllAsync(workflow, entry, cancellation);
            return false;
        }

        if (await leads.GetAsync(organization, id, entry.Key.Ordinal, cancellation) is not { } stored || stored.Batch.DueAt is null) return false;
        await doorbells.RingLeadsAsync(entry.Key, cancellation);
        return stored.DueEntryAt == entry.At;
    }
}
