using Cadenza.Domain.Workflows;
using Cadenza.Functions.Leads.Storage;
using Cadenza.Functions.Timing;
using Cadenza.Functions.Workflows;

namespace Cadenza.Functions.Leads;

/// <summary>Has batches of leads woken.</summary>
internal sealed class LeadWakeUps(WakeUpQueue queue, LeadStore leads, DueIndex<LeadBatchKey> due, TimeProvider clock) : IWorkflowFollower, IWakes
{
    private const int BatchesPerMessage = 100;

    /// <inheritdoc/>
    public string Kind => "lead";

    /// <inheritdoc/>
    public string EarlierQueue => "lead-doorbells";

    /// <summary>Asks for some batches to be woken.</summary>
    /// <param name="workflow">Their workflow.</param>
    /// <param name="from">The ordinal of the first.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <param name="after">After so long; null for now.</param>
    public Task RequestAsync(Workflow workflow, int from, int count, CancellationToken cancellation, TimeSpan? after = null) =>
        queue.SendAsync(new WakeUp(Kind, workflow.Organization.ToString(), workflow.Id.ToString(), from, count), BatchesPerMessage, cancellation, after);

    /// <inheritdoc/>
    public async Task<Func<CancellationToken, Task>> PrepareAsync(Workflow changed, CancellationToken cancellation)
    {
        var note = await NoteAllAsync(changed.Organization, changed.Id, cancellation);
        return token => RequestAllAsync(changed, note, token);
    }

    /// <summary>Notes that all batches must be woken, before what they are woken for is stored.</summary>
    /// <returns>What <see cref="RequestAllAsync"/> settles.</returns>
    public async Task<Due<LeadBatchKey>> NoteAllAsync(OrganizationId organization, WorkflowId workflow, CancellationToken cancellation)
    {
        var note = new Due<LeadBatchKey>(clock.GetUtcNow(), new LeadBatchKey(organization.ToString(), workflow.ToString(), LeadBatchKey.All));
        await due.PutAsync(note, cancellation);
        return note;
    }

    /// <summary>Asks for every batch of a workflow to be woken, and settles the note that they must be.</summary>
    public async Task RequestAllAsync(Workflow workflow, Due<LeadBatchKey> note, CancellationToken cancellation)
    {
        var count = await leads.ReservedAsync(workflow.Organization, workflow.Id, cancellation);
        await RequestAsync(workflow, 0, count, cancellation);
        await due.RemoveAsync(note, cancellation);
    }

    /// <inheritdoc/>
    public async Task WakeAsync(WakeUp message, Doorbells doorbells, CancellationToken cancellation)
    {
        for (var ordinal = message.From; ordinal < message.From + message.Count; ordinal++)
        {
            await doorbells.RingLeadsAsync(new LeadBatchKey(message.Organization, message.Owner, ordinal), cancellation);
        }
    }
}
