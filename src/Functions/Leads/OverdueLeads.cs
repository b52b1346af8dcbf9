using Cadenza.Domain.Organizations;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Leads.Storage;
using Cadenza.Functions.Timing;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Leads;

/// <summary>Finds batches of leads whose ring or timer was lost, and wakes them.</summary>
internal sealed class OverdueLeads(LeadDueStore due, LeadStore leads, WorkflowStore workflows, LeadWakeUps wakeUps, TimeProvider clock)
{
    /// <summary>How long after its time an entry counts as lost.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Wakes what is overdue, and forgets entries that stand for nothing.</summary>
    public async Task WakeAsync(Doorbells doorbells, CancellationToken cancellation)
    {
        await foreach (var entry in due.ListAsync(clock.GetUtcNow() - Patience, cancellation))
        {
            var (organization, id) = (OrganizationId.Parse(entry.Key.Organization), WorkflowId.Parse(entry.Key.Workflow));
            var workflow = (await workflows.GetAsync(organization, id, cancellation))?.Workflow;
            // While the workflow stands still nothing is due; whoever lets it go on has all batches woken.
            if (workflow is not { Status: WorkflowStatus.Active }) await due.RemoveAsync(entry, cancellation);
            else if (entry.Key.Ordinal == LeadDueStore.All) await wakeUps.RequestAllAsync(workflow, entry, cancellation);
            else if (await leads.GetAsync(organization, id, entry.Key.Ordinal, cancellation) is { } stored && stored.Batch.DueAt is not null)
            {
                await doorbells.RingLeadsAsync(entry.Key, cancellation);
                if (stored.DueEntryAt != entry.At) await due.RemoveAsync(entry, cancellation);
            }
            else await due.RemoveAsync(entry, cancellation);
        }
    }
}
