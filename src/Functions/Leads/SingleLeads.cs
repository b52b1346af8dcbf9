using Cadenza.Domain.Expressions;
using Cadenza.Domain.Leads;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Leads.Storage;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Leads;

/// <summary>A lead and where it has been.</summary>
internal sealed record LeadHistory(Lead Lead, IReadOnlyList<LeadPassage> Passages, LeadNode? Node);

/// <summary>Single leads: reads them, takes them out, and brings them the results of their calls.</summary>
internal sealed class SingleLeads(WorkflowStore workflows, LeadStore leads, LeadBatchSaving batches, CompiledLeadGraphs plans, LeadWakeUps wakeUps, TimeProvider clock)
{
    private static readonly TimeSpan LongerThanAWrite = TimeSpan.FromSeconds(30);

    /// <summary>The lead with its history (C8), or null.</summary>
    public async Task<LeadHistory?> HistoryAsync(Workflow workflow, LeadId id, CancellationToken cancellation)
    {
        if (await FindAsync(workflow, id, cancellation) is not { } read) return null;
        var journal = await leads.JournalAsync(workflow.Organization, workflow.Id, id.Batch, from: 0, cancellation);
        var lead = read.Batch.Leads[id.Place];
        var travel = await TravelAsync(workflow, lead, cancellation);
        return new LeadHistory(lead, [.. journal.SelectMany(entry => entry.Passages).Where(passage => passage.Place == id.Place)], lead.IsLive ? travel?.NodeOf(lead) : null);
    }

    /// <summary>Takes a lead out (C8): what is under way at its node is finished, and nothing follows.</summary>
    /// <returns>The lead as it was before; null when there is no such lead. One whose way had ended stays as it is.</returns>
    public async Task<Lead?> RemoveAsync(Workflow workflow, LeadId id, CancellationToken cancellation)
    {
        if (await FindAsync(workflow, id, cancellation) is not { } read) return null;
        if (!read.Batch.Leads[id.Place].IsLive) return read.Batch.Leads[id.Place];
        // The batch's driver tells of it. The second request is for the case that this process dies behind the change.
        await wakeUps.RequestAsync(workflow, id.Batch, 1, cancellation, LongerThanAWrite);
        var before = await ChangeAsync(workflow, id, (travel, lead, passages) => lead.IsLive ? travel.Remove(lead, id.Place, passages) : lead, cancellation);
        await wakeUps.RequestAsync(workflow, id.Batch, 1, cancellation);
        return before;
    }

    /// <summary>Brings the result of a call to its lead. A result that comes twice, or too late, changes nothing.</summary>
    /// <param name="name">Which call.</param>
    /// <param name="result">COMPLETED, FAILED or NO_ANSWER.</param>
    /// <param name="output">What later nodes see of it.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>Whether there is such a lead.</returns>
    public async Task<bool> AnswerAsync(LeadCallToken name, string result, Value output, CancellationToken cancellation)
    {
        if (await workflows.GetAsync(name.Organization, name.Workflow, cancellation) is not { Workflow: var workflow }) return false;
        return await ChangeAsync(
            workflow, name.Lead, (travel, lead, passages) => lead.Visits == name.Visit ? travel.Answered(lead, name.Lead.Place, result, output, passages) : lead, cancellation) is not null;
    }

    private Task<Lead?> ChangeAsync(
        Workflow workflow, LeadId id, Func<LeadTravel, Lead, List<LeadPassage>, Lead> change, CancellationToken cancellation) => OptimisticWrite.RunAsync(async () =>
    {
        if (await FindAsync(workflow, id, cancellation) is not { } read) return null;
        var lead = read.Batch.Leads[id.Place];
        if (await TravelAsync(workflow, lead, cancellation) is not { } travel) return lead;
        var passages = new List<LeadPassage>();
        var changed = change(travel, lead, passages);
        if (changed != lead) await batches.WriteAsync(workflow, read, read.Batch.With(changed), passages, cancellation);
        return lead;
    });

    private async Task<StoredBatch?> FindAsync(Workflow workflow, LeadId id, CancellationToken cancellation) =>
        id.Batch >= 0
        && await leads.GetAsync(workflow.Organization, workflow.Id, id.Batch, cancellation) is { } read
        && id.Place < read.Batch.Leads.Count
        && read.Batch.Leads[id.Place].Id == id
            ? read
            : null;

    private async Task<LeadTravel?> TravelAsync(Workflow workflow, Lead lead, CancellationToken cancellation)
    {
        if (await plans.FindAsync(workflow.Organization, workflow.Id, workflow.LiveVersion ?? workflow.NewestVersion, cancellation) is not { } plan) return null;
        var earlier = lead.Version > 0 && lead.Version != plan.Version ? await plans.FindAllAsync(workflow.Organization, workflow.Id, [lead.Version], cancellation) : new Dictionary<int, CompiledLeadGraph>();
        var now = clock.GetUtcNow();
        return new LeadTravel(plan, earlier, workflow.Clock.Now(now), now);
    }
}
