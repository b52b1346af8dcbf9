using Cadenza.Domain.Leads;
using Cadenza.Functions.Leads.Storage;

namespace Cadenza.Functions.Leads;

/// <summary>Moves leads away from a node that is gone (C5).</summary>
internal sealed class LeadRelocation(LeadStore leads, LeadBatchSaving batches, LeadWakeUps wakeUps, TimeProvider clock)
{
    /// <summary>Has every lead that is at a node go on at another one. Doing it twice moves them once.</summary>
    public async Task MoveAsync(LeadWorkflow workflow, string from, string to, CancellationToken cancellation)
    {
        var (organization, id) = (workflow.Workflow.Organization, workflow.Workflow.Id);
        var plan = new CompiledLeadGraph(workflow.Version.Number, workflow.Graph);
        foreach (var ordinal in await leads.AtNodeAsync(organization, id, from, cancellation))
        {
            if (await leads.GetAsync(organization, id, ordinal, cancellation) is not { } read) continue;
            var now = clock.GetUtcNow();
            var travel = new LeadTravel(plan, new Dictionary<int, CompiledLeadGraph>(), workflow.Workflow.Clock.Now(now), now);
            var (changed, passages) = travel.MoveAll(read.Batch, from, to);
            if (passages.Count > 0) await batches.SaveAsync(workflow.Workflow, read, changed, passages, cancellation);
            await wakeUps.RequestAsync(workflow.Workflow, ordinal, 1, cancellation);
        }
    }
}
