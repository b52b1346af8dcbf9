using Cadenza.Domain.Leads;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Leads.Storage;
using Cadenza.Functions.Timing;
using Cadenza.Functions.Workflows;
using Cadenza.Functions.Workflows.Storage;
using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Leads;

/// <summary>
/// One turn of a batch of leads: moves every lead that is due as far as it comes, does what their nodes do, some at a time,
/// and stores the outcome after each of these.
/// </summary>
internal sealed class LeadBatchTurn(
    WorkflowStore workflows, CompiledLeadGraphs plans, LeadStore leads, LeadBatchSaving batches, LeadActions actions, LeadEventPublisher telling, TimeProvider clock, ILogger<LeadBatchTurn> log)
{
    /// <summary>Does the turn, and tells what happened. Idempotent: it goes on from what is stored, and what others did meanwhile stands.</summary>
    public async Task<DriverDirective> AdvanceAsync(LeadBatchKey key, CancellationToken cancellation)
    {
        var (organization, id) = (OrganizationId.Parse(key.Organization), WorkflowId.Parse(key.Workflow));
        if (await leads.GetAsync(organization, id, key.Ordinal, cancellation) is not { } read) return DriverDirective.Done;
        var (directive, batch) = await AdvanceAsync(organization, id, read, cancellation);
        if (batch is not null) await telling.TellAsync(organization, id, batch, cancellation);
        return directive;
    }

    private async Task<(DriverDirective Directive, StoredBatch? Batch)> AdvanceAsync(
        OrganizationId organization, WorkflowId id, StoredBatch? read, CancellationToken cancellation)
    {
        while (read is not null)
        {
            // Asked each time: a pause or the end of the workflow counts from the next step of anybody on (C10).
            if (await workflows.GetAsync(organization, id, cancellation) is not { Workflow: { } workflow }) return (DriverDirective.Done, null);
            if (workflow.Status is WorkflowStatus.Cancelled or WorkflowStatus.Completed) return (DriverDirective.Done, read);
            if (workflow is not { Status: WorkflowStatus.Active, LiveVersion: { } live }) return (DriverDirective.SleepUntil(null), read);
            if (await plans.FindAsync(organization, id, live, cancellation) is not { } plan) return (DriverDirective.Done, read);
            var turn = await BeginAsync(workflow, plan, read.Batch, cancellation);
            var acting = await actions.PerformAsync(workflow, turn, cancellation);
            var changed = read.Batch with { Leads = turn.Leads };
            var isChanged = turn.Passages.Count > 0 || turn.Leads.Where((lead, place) => lead != read.Batch.Leads[place]).Any();
            // After a pause nobody may have moved, but what is due is due at another time.
            if (isChanged || LeadBatchSaving.DueEntryFor(workflow, changed) != read.DueEntryAt)
                read = await batches.SaveAsync(workflow, read, changed, turn.Passages, cancellation);
            if (acting || read is null) continue;
            return (read.Batch.DueAt is null ? DriverDirective.Done : DriverDirective.SleepUntil(LeadBatchSaving.DueEntryFor(workflow, read.Batch)), read);
        }

        return (DriverDirective.Done, null);
    }

    private async Task<LeadBatchState> BeginAsync(Workflow workflow, CompiledLeadGraph plan, LeadBatch batch, CancellationToken cancellation)
    {
        var versions = batch.Leads.Where(lead => lead is { IsLive: true, Node: not null } && lead.Version != plan.Version).Select(lead => lead.Version).Distinct();
        var earlier = await plans.FindAllAsync(workflow.Organization, workflow.Id, versions, cancellation);
        var now = clock.GetUtcNow();
        var turn = new LeadBatchState([.. batch.Leads], [], new LeadTravel(plan, earlier, workflow.Clock.Now(now), now), now);
        for (var place = 0; place < turn.Leads.Count; place++)
        {
            var at = place;
            turn.Move(place, (lead, passages) => turn.Travel.Settle(lead, at, passages), fault => log.LeadBroke(fault, turn.Leads[at].Id.ToString()));
        }

        return turn;
    }
}

/// <summary>A batch while it is moved on.</summary>
/// <param name="Leads">Its leads as they are by now.</param>
/// <param name="Passages">The passages made.</param>
/// <param name="Travel">How leads travel at this moment.</param>
/// <param name="Now">The time of the turn.</param>
internal sealed record LeadBatchState(List<Lead> Leads, List<LeadPassage> Passages, LeadTravel Travel, DateTimeOffset Now)
{
    /// <summary>Moves one lead; what is thrown ends that lead's way and nobody else's.</summary>
    /// <param name="place">Its place.</param>
    /// <param name="move">Says where it goes, and the nodes it leaves.</param>
    /// <param name="onFault">Is told what was thrown.</param>
    public void Move(int place, Func<Lead, List<LeadPassage>, Lead> move, Action<Exception> onFault)
    {
        var passages = new List<LeadPassage>();
        try
        {
            Leads[place] = move(Leads[place], passages);
        }
        catch (BrokenLeadException fault)
        {
            onFault(fault);
            Leads[place] = Travel.Broken(fault.Lead, place, passages);
        }
        catch (Exception fault)
        {
            onFault(fault);
            // How far it came is not known: it broke where it stood before.
            passages.Clear();
            Leads[place] = Travel.Broken(Leads[place], place, passages);
        }

        Passages.AddRange(passages);
    }
}
