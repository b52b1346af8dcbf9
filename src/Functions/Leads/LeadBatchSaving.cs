using Cadenza.Domain.Leads;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Leads.Storage;
using Cadenza.Functions.Timing;

namespace Cadenza.Functions.Leads;

/// <summary>Stores what became of leads, and keeps the due index in step with it.</summary>
internal sealed class LeadBatchSaving(LeadStore leads, DueIndex<LeadBatchKey> due)
{
    /// <summary>Stores a changed batch; what others did with it meanwhile stands.</summary>
    /// <param name="workflow">The workflow.</param>
    /// <param name="read">The batch as it was read.</param>
    /// <param name="changed">What was made of it.</param>
    /// <param name="passages">The passages made.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>The batch as stored; null when it is gone.</returns>
    public async Task<StoredBatch?> SaveAsync(
        Workflow workflow, StoredBatch read, LeadBatch changed, IReadOnlyList<LeadPassage> passages, CancellationToken cancellation)
    {
        var attempts = 0;
        return await OptimisticWrite.RunAsync(async () =>
        {
            if (attempts++ == 0) return await WriteAsync(workflow, read, changed, passages, cancellation);
            if (await leads.GetAsync(workflow.Organization, workflow.Id, read.Batch.Ordinal, cancellation) is not { } stored) return null;
            var (batch, made) = LeadBatchMerge.Onto(read.Batch, changed, passages, stored.Batch);
            return await WriteAsync(workflow, stored, batch, made, cancellation);
        });
    }

    /// <summary>Under which time a batch is to be in the due index; null when nothing is due as long as nobody does anything.</summary>
    public static DateTimeOffset? DueEntryFor(Workflow workflow, LeadBatch batch) =>
        workflow.Status == WorkflowStatus.Active && batch.DueAt is { } active ? workflow.Clock.WallTime(active) : null;

    /// <summary>Notes when a new batch is due, before it is stored.</summary>
    public Task NoteAsync(OrganizationId organization, WorkflowId workflow, int ordinal, DateTimeOffset at, CancellationToken cancellation) =>
        due.PutAsync(new Due<LeadBatchKey>(at, new LeadBatchKey(organization.ToString(), workflow.ToString(), ordinal)), cancellation);

    /// <summary>Stores a changed batch.</summary>
    /// <exception cref="Azure.RequestFailedException">404, 409 or 412: somebody else changed it since it was read.</exception>
    public async Task<StoredBatch> WriteAsync(
        Workflow workflow, StoredBatch read, LeadBatch batch, IReadOnlyList<LeadPassage> passages, CancellationToken cancellation)
    {
        var key = new LeadBatchKey(workflow.Organization.ToString(), workflow.Id.ToString(), batch.Ordinal);
        var at = DueEntryFor(workflow, batch);
        if (at is { } next && next != read.DueEntryAt) await due.PutAsync(new Due<LeadBatchKey>(next, key), cancellation);
        var stored = await leads.UpdateAsync(workflow.Organization, workflow.Id, read, new BatchWrite(batch, passages, at), cancellation);
        if (read.DueEntryAt is { } earlier && earlier != at) await due.RemoveAsync(new Due<LeadBatchKey>(earlier, key), cancellation);
        return stored;
    }
}
